package dev.punctual.observe.kafka;

import dev.punctual.observe.SettingReader;
import dev.punctual.observe.SourceType.SettingException;
import dev.punctual.observe.SourceType.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.security.plain.PlainLoginModule;
import org.apache.kafka.common.security.scram.ScramLoginModule;
import org.jspecify.annotations.Nullable;

/**
 * One entry of {@code punctual.sources} with {@code type: kafka}.
 *
 * @param brokers some of them, {@code host:port} joined by commas
 * @param login null where nobody logs in
 * @param tls whether connections are encrypted
 * @param caFile PEM of the authority that signed the brokers' certificates; null: those of Java
 * @param requestTimeout how long one question may take, connecting included
 */
record KafkaSettings(
    String name,
    String brokers,
    @Nullable Login login,
    boolean tls,
    @Nullable Path caFile,
    Duration requestTimeout) {

  private static final List<String> KNOWN =
      List.of(
          "brokers", "username", "password", "sasl-mechanism", "tls", "ca-file", "request-timeout");

  private static final List<String> MECHANISMS = List.of("PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512");

  /** As whom brokers are asked. Never prints its secret. */
  record Login(String username, String password, String mechanism) {

    /** The login module's line, as Kafka wants it. */
    String jaas() {
      String module =
          mechanism.equals("PLAIN")
              ? PlainLoginModule.class.getName()
              : ScramLoginModule.class.getName();
      return module
          + " required username=\""
          + escaped(username)
          + "\" password=\""
          + escaped(password)
          + "\";";
    }

    private static String escaped(String text) {
      return text.replace("\\", "\\\\").replace("\"", "\\\"");
    }

    @Override
    public String toString() {
      return "user " + username;
    }
  }

  String who() {
    return login == null ? "nobody" : login.toString();
  }

  /**
   * Reads the settings of one source.
   *
   * @throws SettingException when a setting is missing, unknown or unusable
   */
  static KafkaSettings of(Settings settings) {
    SettingReader reader = SettingReader.of(settings, KNOWN);
    String form = "Write kafka-1.example:9092,kafka-2.example:9092.";
    String brokers = reader.require("brokers", form).replaceAll("\\s", "");
    if (!brokers.matches("[^,:]+:[0-9]{1,5}(,[^,:]+:[0-9]{1,5})*")) {
      throw reader.wrong("brokers", "is not a list of host:port. " + form);
    }
    String username = reader.text("username");
    String password = reader.text("password");
    if ((username == null) != (password == null)) {
      throw reader.wrong("username", "and password go together.");
    }
    String mechanism = reader.oneOf("sasl-mechanism", MECHANISMS, "SCRAM-SHA-512");
    Path caFile = reader.path("ca-file");
    return new KafkaSettings(
        settings.name(),
        brokers,
        username == null || password == null ? null : new Login(username, password, mechanism),
        reader.flag("tls") || caFile != null,
        caFile,
        reader.duration("request-timeout", Duration.ofSeconds(15)));
  }

  /** The configuration of Kafka's own client. */
  Map<String, Object> properties() {
    int timeout = Math.toIntExact(Math.min(requestTimeout.toMillis(), Integer.MAX_VALUE));
    Map<String, Object> properties = new HashMap<>();
    properties.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, brokers);
    properties.put(AdminClientConfig.CLIENT_ID_CONFIG, "punctual-" + name);
    properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, timeout);
    properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, timeout);
    properties.put(AdminClientConfig.SOCKET_CONNECTION_SETUP_TIMEOUT_MS_CONFIG, (long) timeout);
    properties.put(AdminClientConfig.ENABLE_METRICS_PUSH_CONFIG, false);
    properties.put(
        AdminClientConfig.SECURITY_PROTOCOL_CONFIG,
        (login == null ? "" : "SASL_") + (tls ? "SSL" : "PLAINTEXT"));
    if (login != null) {
      properties.put(SaslConfigs.SASL_MECHANISM, login.mechanism());
      properties.put(SaslConfigs.SASL_JAAS_CONFIG, login.jaas());
    }
    if (caFile != null) {
      properties.put(SslConfigs.SSL_TRUSTSTORE_TYPE_CONFIG, "PEM");
      properties.put(SslConfigs.SSL_TRUSTSTORE_LOCATION_CONFIG, caFile.toString());
    }
    return properties;
  }
}
