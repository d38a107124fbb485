package dev.punctual.observe.kintone;

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
import dev.punctual.observe.Source.Round;
import dev.punctual.observe.SourceContract;
import dev.punctual.observe.SourceType.Settings;
import dev.punctual.rule.Readiness.Evidence;
import dev.punctual.rule.Target;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KintoneTest extends SourceContract {

  private static final Probes DAY = Probes.on(LocalDate.of(2026, 11, 20));

  private FakeKintone kintone;

  @BeforeEach
  void serve() throws IOException {
    kintone = new FakeKintone();
  }

  @AfterEach
  void close() throws IOException {
    kintone.close();
  }

  @Override
  protected Source working() {
    return kintone.source(FakeKintone.TOKEN);
  }

  @Override
  protected Source broken() {
    return kintone.source("wr0ng-token");
  }

  @Override
  protected List<Probe> answerable() {
    return List.of(DAY.of(FakeKintone.app("12")), DAY.of(FakeKintone.app("13")));
  }

  @Override
  protected Probe missing() {
    return DAY.of(FakeKintone.app("99"));
  }

  @Override
  protected Instant now() {
    return DAY.dueAt().plusSeconds(300);
  }

  @Override
  protected List<String> secrets() {
    return List.of(FakeKintone.TOKEN, "wr0ng-token");
  }

  private Observation seen(Target app) throws Exception {
    return seen(DAY.of(app));
  }

  private Observation seen(Probe probe) throws Exception {
    try (Source source = working()) {
      return source.observe(List.of(probe), first()).answers().getFirst().observation();
    }
  }

  @Test
  void the_last_update_is_weak_and_cut_to_the_minute_whatever_its_field_is_called()
      throws Exception {
    assertThat(seen(FakeKintone.app("13")))
        .isEqualTo(
            new Arrived(
                DAY.opensAt(),
                Instant.parse("2026-11-20T08:01:00Z"),
                Strength.WEAK,
                "app 13 was last changed at 2026-11-20 08:00:00 UTC"));
  }

  @Test
  void a_field_of_the_rule_is_strong_and_what_people_wrote_ahead_is_not_asked_for()
      throws Exception {
    kintone.newest.put(
        "12 (状態 in (\"完了\")) and 締め <= NOW() order by 締め desc limit 1", "2026-11-20T09:00:00Z");
    assertThat(seen(FakeKintone.app("12", "query", "状態 in (\"完了\")", "field", "締め")))
        .isInstanceOfSatisfying(
            Arrived.class, a -> assertThat(a.strength()).isEqualTo(Strength.STRONG));
  }

  @Test
  void a_date_is_ready_from_the_data_date_on() throws Exception {
    String query = "12 対象日 <= TODAY() order by 対象日 desc limit 1";
    kintone.newest.put(query, "2026-11-19");
    assertThat(seen(FakeKintone.app("12", "field", "対象日"))).isInstanceOf(NotYet.class);
    kintone.newest.put(query, "2026-11-20");
    assertThat(seen(FakeKintone.app("12", "field", "対象日"))).isInstanceOf(Present.class);
  }

  @Test
  void an_app_without_records_is_not_yet() throws Exception {
    assertThat(seen(FakeKintone.app("14")))
        .isEqualTo(NotYet.because("app 14 has no record with a time"));
  }

  @Test
  void what_is_wrong_with_one_app_is_said_in_words() throws Exception {
    assertThat(seen(FakeKintone.app("7")))
        .isInstanceOfSatisfying(
            Unreachable.class, u -> assertThat(u.text()).contains("View records"));
    assertThat(seen(FakeKintone.app("12", "field", "なし"))).isInstanceOf(Absent.class);
    assertThat(seen(FakeKintone.app("12", "query", "a = 1 order by b"))).isInstanceOf(Absent.class);
    assertThat(seen(FakeKintone.app("twelve"))).isInstanceOf(Absent.class);
    assertThat(seen(FakeKintone.app("12", "query", "nonsense")))
        .isInstanceOfSatisfying(Unreachable.class, u -> assertThat(u.text()).contains("GAIA_IQ11"));
  }

  @Test
  void age_counts_from_the_last_update() throws Exception {
    assertThat(
            seen(DAY.fresh(FakeKintone.app("12"), new Evidence.Completion(), Duration.ofHours(1))))
        .isInstanceOfSatisfying(
            Newest.class,
            n -> assertThat(n.newest()).isEqualTo(Instant.parse("2026-11-20T09:30:00Z")));
  }

  @Test
  void a_thousand_apps_take_two_thousand_requests_once_and_a_thousand_from_then_on()
      throws Exception {
    List<Probe> probes =
        IntStream.range(1000, 2000)
            .mapToObj(i -> DAY.of(FakeKintone.app(String.valueOf(i))))
            .toList();
    try (Source source = working()) {
      Round one = source.observe(probes, first());
      Round two = source.observe(probes, after(one, probes));
      assertThat(one.queries()).isEqualTo(2000);
      assertThat(two.queries()).isEqualTo(1000);
    }
  }

  @Test
  void settings_are_checked_and_their_defaults_are_these() {
    assertThat(
            KintoneSettings.of(
                new Settings("k", Map.of("url", "https://a.cybozu.com/", "token", "x"))))
        .isEqualTo(
            new KintoneSettings(
                "k",
                java.net.URI.create("https://a.cybozu.com"),
                new KintoneSettings.Login.Tokens("x"),
                null,
                Duration.ofSeconds(15)));
    for (Map<String, String> wrong :
        List.of(
            Map.of("url", "https://a.cybozu.com"),
            Map.of("url", "https://a.cybozu.com/k/", "token", "x"),
            Map.of("url", "https://a.cybozu.com", "token", "x", "username", "u"),
            Map.of("url", "https://a.cybozu.com", "token", "a,b,c,d,e,f,g,h,i,j"))) {
      assertThatThrownBy(() -> KintoneSettings.of(new Settings("k", wrong)))
          .hasMessageStartingWith("Source k: ");
    }
  }
}
