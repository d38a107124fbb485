package dev.punctual.observe.kafka;

import dev.punctual.observe.Source;
import dev.punctual.observe.SourceType.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Utils;

/**
 * A real Kafka of one node as a process of its own: people log in with SASL PLAIN, and {@code
 * punctual} may look at the topics that begin with {@code shop.} and the groups.
 */
final class Broker implements AutoCloseable {

  static final String PASSWORD = "pa55-of-the-watcher";
  private static final String ADMIN = "pa55-of-the-admin";

  private final Path folder;
  private final int port;
  private final Process process;
  private final Admin admin;

  Broker(Path folder) throws Exception {
    this.folder = folder;
    this.port = freePort();
    Path config = folder.resolve("server.properties");
    Files.writeString(config, config(freePort()));
    Process format =
        java(
            "kafka.tools.StorageTool", "format", "-t", "MkU3OEVBNTcwNTJENDM2Qg", "-c", config + "");
    if (!format.waitFor(50, TimeUnit.SECONDS) || format.exitValue() != 0) {
      throw new IllegalStateException(Files.readString(folder.resolve("kafka.log")));
    }
    process = java("kafka.Kafka", config.toString());
    admin = Admin.create(properties("admin", ADMIN));
    admin
        .createAcls(
            List.of(
                acl(ResourceType.TOPIC, "shop.", AclOperation.DESCRIBE),
                acl(ResourceType.TOPIC, "shop.", AclOperation.DESCRIBE_CONFIGS),
                acl(ResourceType.GROUP, "loader", AclOperation.DESCRIBE)))
        .all()
        .get(50, TimeUnit.SECONDS);
  }

  private String config(int controller) {
    return """
    process.roles=broker,controller
    node.id=1
    controller.quorum.voters=1@127.0.0.1:%1$d
    listeners=CONTROLLER://127.0.0.1:%1$d,CLIENTS://127.0.0.1:%2$d
    advertised.listeners=CLIENTS://127.0.0.1:%2$d
    listener.security.protocol.map=CONTROLLER:PLAINTEXT,CLIENTS:SASL_PLAINTEXT
    controller.listener.names=CONTROLLER
    inter.broker.listener.name=CLIENTS
    sasl.enabled.mechanisms=PLAIN
    sasl.mechanism.inter.broker.protocol=PLAIN
    listener.name.clients.plain.sasl.jaas.config=\
    org.apache.kafka.common.security.plain.PlainLoginModule required \
    username="admin" password="%3$s" user_admin="%3$s" user_punctual="%4$s";
    authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
    super.users=User:admin;User:ANONYMOUS
    offsets.topic.replication.factor=1
    transaction.state.log.replication.factor=1
    transaction.state.log.min.isr=1
    offsets.topic.num.partitions=1
    group.initial.rebalance.delay.ms=0
    auto.create.topics.enable=false
    log.dirs=%5$s
    """
        .formatted(controller, port, ADMIN, PASSWORD, folder.resolve("data"));
  }

  private Process java(String... command) throws IOException {
    List<String> all =
        new java.util.ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path")));
    all.addAll(List.of(command));
    return new ProcessBuilder(all)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("kafka.log").toFile()))
        .start();
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  private static AclBinding acl(ResourceType type, String prefix, AclOperation operation) {
    return new AclBinding(
        new ResourcePattern(type, prefix, PatternType.PREFIXED),
        new AccessControlEntry("User:punctual", "*", operation, AclPermissionType.ALLOW));
  }

  String address() {
    return "127.0.0.1:" + port;
  }

  private Properties properties(String user, String password) {
    KafkaSettings settings =
        KafkaSettings.of(
            new Settings(
                "kafka",
                Map.of(
                    "brokers",
                    address(),
                    "username",
                    user,
                    "password",
                    password,
                    "sasl-mechanism",
                    "PLAIN",
                    "request-timeout",
                    "50s")));
    Properties properties = new Properties();
    properties.putAll(settings.properties());
    return properties;
  }

  Source source(String password, Map<String, String> more) {
    Map<String, String> values =
        new TreeMap<>(
            Map.of(
                "brokers",
                address(),
                "username",
                "punctual",
                "password",
                password,
                "sasl-mechanism",
                "PLAIN"));
    values.putAll(more);
    return new KafkaType().open(new Settings("kafka", values));
  }

  /** A topic whose records carry the producer's time, or the broker's. */
  void topic(String name, int partitions, boolean stampedByBroker) throws Exception {
    NewTopic topic =
        new NewTopic(name, partitions, (short) 1)
            .configs(
                Map.of(
                    "message.timestamp.type",
                    stampedByBroker ? "LogAppendTime" : "CreateTime",
                    "message.timestamp.after.max.ms",
                    String.valueOf(Long.MAX_VALUE)));
    admin.createTopics(List.of(topic)).all().get(50, TimeUnit.SECONDS);
  }

  /** Appends records of these instants to a partition. */
  void append(String topic, int partition, Instant... stamps) throws Exception {
    Properties properties = properties("admin", ADMIN);
    properties.put("key.serializer", StringSerializer.class.getName());
    properties.put("value.serializer", StringSerializer.class.getName());
    properties.keySet().removeAll(List.of("default.api.timeout.ms"));
    try (KafkaProducer<String, String> producer = new KafkaProducer<>(properties)) {
      for (Instant stamp : stamps) {
        producer
            .send(new ProducerRecord<>(topic, partition, stamp.toEpochMilli(), "k", "v"))
            .get(50, TimeUnit.SECONDS);
      }
    }
  }

  /** A group has read so many records of a partition. */
  void read(String group, String topic, int partition, long offset) throws Exception {
    admin
        .alterConsumerGroupOffsets(
            group, Map.of(new TopicPartition(topic, partition), new OffsetAndMetadata(offset)))
        .all()
        .get(50, TimeUnit.SECONDS);
  }

  @Override
  public void close() throws IOException {
    admin.close();
    process.destroyForcibly();
    process.onExit().orTimeout(20, TimeUnit.SECONDS).join();
    Utils.delete(folder.resolve("data").toFile());
  }
}
