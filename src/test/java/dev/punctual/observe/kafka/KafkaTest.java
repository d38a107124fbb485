package dev.punctual.observe.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.punctual.observe.Observation;
import dev.punctual.observe.Observation.Absent;
import dev.punctual.observe.Observation.Arrived;
import dev.punctual.observe.Observation.Newest;
import dev.punctual.observe.Observation.NotYet;
import dev.punctual.observe.Observation.Present;
import dev.punctual.observe.Observation.Strength;
import dev.punctual.observe.Observation.Unreachable;
import dev.punctual.observe.Probe;
import dev.punctual.observe.Probes;
import dev.punctual.observe.Source;
import dev.punctual.observe.Source.Ask;
import dev.punctual.observe.SourceContract;
import dev.punctual.observe.SourceType.Settings;
import dev.punctual.rule.Readiness;
import dev.punctual.rule.Readiness.Evidence;
import dev.punctual.rule.Target;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Against a real broker. */
@Timeout(120)
class KafkaTest extends SourceContract {

  private static final Probes DAY = Probes.on(LocalDate.of(2026, 11, 20));
  private static final Instant NOW = DAY.dueAt().plusSeconds(60);
  private static final Instant TEN_TO = DAY.dueAt().minusSeconds(600);

  @TempDir static Path folder;
  private static Broker broker;

  @BeforeAll
  static void start() throws Exception {
    broker = new Broker(folder);
    broker.topic("shop.orders", 2, false);
    broker.append("shop.orders", 0, DAY.opensAt().minusSeconds(5), TEN_TO, TEN_TO.plusSeconds(60));
    broker.append("shop.orders", 1, DAY.opensAt().minusSeconds(9));
    broker.topic("shop.old", 1, false);
    broker.append("shop.old", 0, DAY.opensAt().minusSeconds(1));
    broker.topic("shop.next", 1, false);
    broker.append("shop.next", 0, DAY.nextOpensAt());
    broker.topic("shop.empty", 1, false);
    broker.topic("shop.stamped", 1, true);
    broker.append("shop.stamped", 0, TEN_TO);
    broker.topic("secret.orders", 1, false);
  }

  @AfterAll
  static void stop() throws java.io.IOException {
    broker.close();
  }

  static Target topic(String name, String... group) {
    TreeMap<String, String> details = new TreeMap<>();
    if (group.length > 0) {
      details.put("group", group[0]);
    }
    return new Target.Item("topic", "kafka", name, details);
  }

  @Override
  protected Source working() {
    return broker.source(Broker.PASSWORD, Map.of());
  }

  @Override
  protected Source broken() {
    return broker.source("wr0ng-password", Map.of("request-timeout", "5s"));
  }

  @Override
  protected List<Probe> answerable() {
    return List.of(DAY.of(topic("shop.orders")), DAY.of(topic("shop.empty")));
  }

  @Override
  protected Probe missing() {
    return DAY.of(topic("shop.nothing"));
  }

  @Override
  protected Instant now() {
    return NOW;
  }

  @Override
  protected List<String> secrets() {
    return List.of(Broker.PASSWORD, "wr0ng-password");
  }

  private static Observation seen(Probe probe) throws Exception {
    return seen(probe, NOW);
  }

  private static Observation seen(Probe probe, Instant now) throws Exception {
    try (Source source = broker.source(Broker.PASSWORD, Map.of())) {
      return source
          .observe(List.of(probe), new Ask(now, Map.of(), Map.of()))
          .answers()
          .getFirst()
          .observation();
    }
  }

  @Test
  void a_record_stamped_by_its_producer_says_that_the_topic_came_so_far_and_not_when()
      throws Exception {
    assertThat(seen(DAY.of(topic("shop.orders"))))
        .isEqualTo(
            new Present(
                Strength.STRONG,
                null,
                "topic shop.orders has a record of 2026-11-20 09:50:00 UTC"));
  }

  @Test
  void a_record_stamped_by_the_broker_is_the_arrival() throws Exception {
    Clock today = Clock.systemUTC();
    Probes now = Probes.on(LocalDate.now(today.withZone(ZoneOffset.UTC)));
    assertThat(seen(now.of(topic("shop.stamped")), today.instant().plusSeconds(60)))
        .isInstanceOfSatisfying(Arrived.class, a -> assertThat(a.earliest()).isEqualTo(a.latest()));
  }

  @Test
  void records_before_the_window_after_it_and_none_are_not_yet() throws Exception {
    assertThat(seen(DAY.of(topic("shop.old")))).isInstanceOf(NotYet.class);
    assertThat(seen(DAY.of(topic("shop.empty")))).isInstanceOf(NotYet.class);
    assertThat(seen(DAY.of(topic("shop.next")), DAY.nextOpensAt().plusSeconds(60)))
        .isInstanceOf(NotYet.class);
    assertThat(seen(DAY.of(topic("shop.next"))))
        .isInstanceOfSatisfying(
            NotYet.class, n -> assertThat(n.text()).endsWith("lies ahead and is left out"));
  }

  @Test
  void age_counts_from_the_newest_record_that_is_not_ahead() throws Exception {
    assertThat(fresh(topic("shop.orders")))
        .isInstanceOfSatisfying(
            Newest.class, n -> assertThat(n.newest()).isEqualTo(TEN_TO.plusSeconds(60)));
    assertThat(fresh(topic("shop.next")))
        .isInstanceOfSatisfying(Newest.class, n -> assertThat(n.newest()).isNull());
    assertThat(fresh(topic("shop.empty")))
        .isInstanceOfSatisfying(Newest.class, n -> assertThat(n.newest()).isNull());
  }

  private static Observation fresh(Target target) throws Exception {
    return seen(DAY.fresh(target, new Evidence.Completion(), Duration.ofMinutes(30)));
  }

  @Test
  void a_group_is_ready_when_it_has_read_what_came_before_the_window_opened() throws Exception {
    Instant start = TEN_TO.minusSeconds(3600);
    Probe slot =
        DAY.slot(
            topic("shop.orders", "loader-slots"),
            Readiness.completion(),
            start,
            Duration.ofHours(1));
    broker.read("loader-slots", "shop.orders", 0, 0);
    broker.read("loader-slots", "shop.orders", 1, 1);
    assertThat(seen(slot))
        .isInstanceOfSatisfying(
            NotYet.class, n -> assertThat(n.text()).endsWith("in 1 of 2 partitions"));
    broker.read("loader-slots", "shop.orders", 0, 1);
    assertThat(seen(slot))
        .isEqualTo(
            new Present(
                Strength.STRONG,
                null,
                "group loader-slots has read topic shop.orders up to 2026-11-20 09:50:00 UTC"));
  }

  @Test
  void the_age_of_a_group_is_that_of_what_it_has_not_read() throws Exception {
    Target group = topic("shop.orders", "loader-age");
    broker.read("loader-age", "shop.orders", 0, 2);
    broker.read("loader-age", "shop.orders", 1, 1);
    assertThat(fresh(group))
        .isInstanceOfSatisfying(
            Newest.class,
            n -> assertThat(n.newest()).isBetween(TEN_TO.plusSeconds(58), TEN_TO.plusSeconds(60)));
    broker.read("loader-age", "shop.orders", 0, 3);
    assertThat(fresh(group))
        .isInstanceOfSatisfying(Newest.class, n -> assertThat(n.newest()).isEqualTo(NOW));
  }

  @Test
  void what_may_not_be_looked_at_and_a_group_nobody_knows_are_said() throws Exception {
    assertThat(seen(DAY.of(topic("secret.orders"))))
        .isInstanceOfAny(Absent.class, Unreachable.class);
    assertThat(seen(DAY.of(topic("shop.orders", "loader-nobody")))).isInstanceOf(Absent.class);
    assertThat(seen(DAY.of(topic("shop.orders", "other"))))
        .isInstanceOfSatisfying(
            Unreachable.class, u -> assertThat(u.text()).contains("grant DESCRIBE on the group"));
  }

  @Test
  void a_thousand_rules_on_a_topic_take_three_questions() throws Exception {
    List<Probe> probes =
        IntStream.range(0, 1000)
            .mapToObj(i -> DAY.of("r" + i, topic("shop.orders"), Readiness.completion()))
            .toList();
    try (Source source = working()) {
      assertThat(source.observe(probes, first()).queries()).isEqualTo(3);
    }
  }

  @Test
  void settings_are_checked_and_their_defaults_are_these() {
    KafkaSettings settings =
        KafkaSettings.of(
            new Settings(
                "k", Map.of("brokers", "a:9092, b:9092", "username", "u", "password", "p\"w")));
    assertThat(settings)
        .isEqualTo(
            new KafkaSettings(
                "k",
                "a:9092,b:9092",
                new KafkaSettings.Login("u", "p\"w", "SCRAM-SHA-512"),
                false,
                null,
                Duration.ofSeconds(15)));
    assertThat(settings.toString()).doesNotContain("p\"w");
    assertThat(settings.properties())
        .containsEntry(
            "sasl.jaas.config",
            "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"u\""
                + " password=\"p\\\"w\";");
    for (Map<String, String> wrong :
        List.of(
            Map.of("brokers", "a"),
            Map.of("brokers", "a:9092", "username", "u"),
            Map.of("brokers", "a:9092", "sasl-mechanism", "GSSAPI"),
            Map.of("broker", "a:9092"))) {
      assertThatThrownBy(() -> KafkaSettings.of(new Settings("k", wrong)))
          .hasMessageStartingWith("Source k: ");
    }
  }
}
