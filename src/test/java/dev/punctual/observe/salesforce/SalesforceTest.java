package dev.punctual.observe.salesforce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.punctual.observe.Observation;
import dev.punctual.observe.Observation.Absent;
import dev.punctual.observe.Observation.Arrived;
import dev.punctual.observe.Observation.NotYet;
import dev.punctual.observe.Observation.Strength;
import dev.punctual.observe.Observation.Unreachable;
import dev.punctual.observe.Probe;
import dev.punctual.observe.Probes;
import dev.punctual.observe.Source;
import dev.punctual.observe.Source.Round;
import dev.punctual.observe.SourceContract;
import dev.punctual.observe.SourceFailure;
import dev.punctual.observe.SourceType.Settings;
import dev.punctual.observe.wire.LocalServer.Response;
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

class SalesforceTest extends SourceContract {

  private static final Probes DAY = Probes.on(LocalDate.of(2026, 11, 20));

  private FakeSalesforce org;

  @BeforeEach
  void serve() throws IOException {
    org = new FakeSalesforce();
  }

  @AfterEach
  void close() throws IOException {
    org.close();
  }

  @Override
  protected Source working() {
    return org.source(FakeSalesforce.SECRET);
  }

  @Override
  protected Source broken() {
    return org.source("wr0ng-secret");
  }

  @Override
  protected List<Probe> answerable() {
    return List.of(
        DAY.of(FakeSalesforce.object("Opportunity")), DAY.of(FakeSalesforce.object("Account")));
  }

  @Override
  protected Probe missing() {
    return DAY.of(FakeSalesforce.object("No_Such__c"));
  }

  @Override
  protected Instant now() {
    return DAY.dueAt().plusSeconds(60);
  }

  @Override
  protected List<String> secrets() {
    return List.of(FakeSalesforce.SECRET, "wr0ng-secret");
  }

  private Observation seen(Target object) throws Exception {
    try (Source source = working()) {
      return source.observe(List.of(DAY.of(object)), first()).answers().getFirst().observation();
    }
  }

  @Test
  void the_last_change_is_weak_and_cut_to_the_second() throws Exception {
    assertThat(seen(FakeSalesforce.object("Opportunity")))
        .isEqualTo(
            new Arrived(
                DAY.opensAt(),
                Instant.parse("2026-11-20T09:30:01Z"),
                Strength.WEAK,
                "Opportunity was last changed at 2026-11-20 09:30:00 UTC"));
  }

  @Test
  void a_field_and_a_condition_of_the_rule_are_strong_and_the_future_is_not_asked_for()
      throws Exception {
    org.newest.put(
        "select max(Closed_At__c) newest from Opportunity where (StageName = 'Closed Won') and"
            + " Closed_At__c <= 2026-11-20T10:01:00Z",
        "2026-11-20T09:00:00.000+0000");
    assertThat(
            seen(
                FakeSalesforce.object(
                    "Opportunity", "where", "StageName = 'Closed Won'", "field", "Closed_At__c")))
        .isInstanceOfSatisfying(
            Arrived.class, a -> assertThat(a.strength()).isEqualTo(Strength.STRONG));
  }

  @Test
  void an_object_without_records_is_not_yet() throws Exception {
    assertThat(seen(FakeSalesforce.object("Lead")))
        .isEqualTo(NotYet.because("Lead has never been changed"));
  }

  @Test
  void what_is_wrong_with_one_question_is_said_in_words() throws Exception {
    assertThat(seen(FakeSalesforce.object("No_Such__c"))).isInstanceOf(Absent.class);
    assertThat(seen(FakeSalesforce.object("Opportunity; drop"))).isInstanceOf(Absent.class);
    assertThat(seen(FakeSalesforce.object("Opportunity", "where", "A = 1 limit 1")))
        .isInstanceOf(Absent.class);
    assertThat(seen(FakeSalesforce.object("Opportunity", "where", "nonsense")))
        .isInstanceOfSatisfying(
            Unreachable.class, u -> assertThat(u.text()).contains("MALFORMED_QUERY"));
  }

  @Test
  void a_token_that_ended_is_renewed_once() throws Exception {
    try (Source source = working()) {
      Round one = source.observe(answerable(), first());
      org.oldestLogin = 2;
      Round two = source.observe(answerable(), after(one, answerable()));
      assertThat(byProbe(two)).isEqualTo(byProbe(one));
      assertThat(org.logins).hasValue(2);
    }
  }

  @Test
  void calls_that_are_used_up_stop_the_source_and_are_said() throws Exception {
    org.always =
        Response.json(
            403, FakeSalesforce.error("REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded."));
    try (Source source = working()) {
      assertThatThrownBy(() -> source.observe(answerable(), first()))
          .isInstanceOf(SourceFailure.class)
          .hasMessageContaining("used up");
    }
  }

  @Test
  void a_thousand_objects_take_forty_requests_and_a_login() throws Exception {
    List<Probe> probes =
        IntStream.range(0, 1000)
            .mapToObj(i -> DAY.of(FakeSalesforce.object("Custom" + i + "__c")))
            .toList();
    try (Source source = working()) {
      Round round = source.observe(probes, first());
      assertThat(round.queries()).isEqualTo(41);
      assertThat(round.note()).endsWith("; api-usage=18/15000");
    }
  }

  @Test
  void settings_are_checked_and_their_defaults_are_these() {
    Map<String, String> least =
        Map.of("url", "https://a.my.salesforce.com", "client-id", "i", "client-secret", "s");
    assertThat(SalesforceSettings.of(new Settings("crm", least)))
        .isEqualTo(
            new SalesforceSettings(
                "crm",
                java.net.URI.create("https://a.my.salesforce.com"),
                "i",
                "s",
                "60.0",
                Duration.ofSeconds(20)))
        .hasToString("salesforce at a.my.salesforce.com");
    for (Map<String, String> wrong :
        List.of(
            Map.of("url", "https://a", "client-id", "i"),
            Map.of("url", "https://a", "client-secret", "i"),
            Map.of(
                "url",
                "https://a",
                "client-id",
                "i",
                "client-secret",
                "s",
                "api-version",
                "six"))) {
      assertThatThrownBy(() -> SalesforceSettings.of(new Settings("crm", wrong)))
          .hasMessageStartingWith("Source crm: ");
    }
  }
}
