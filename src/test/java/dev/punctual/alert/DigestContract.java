package dev.punctual.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.alert.slack.StrictSlack;
import dev.punctual.alert.slack.StrictSlack.Message;
import dev.punctual.rule.DayTime;
import dev.punctual.rule.Promise;
import dev.punctual.rule.RuleSet.Digest;
import dev.punctual.rule.RuleSet.Team;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The word to a team in the morning, on every database. */
abstract class DigestContract {

  private static final Instant DUE = Stage.DUE;
  private static final Instant EIGHT = DUE.minus(Duration.ofHours(2));
  private static final Duration DAY = Duration.ofDays(1);

  private StrictSlack slack;
  private Stage stage;

  abstract Map<String, Object> database();

  @BeforeEach
  void open() {
    slack = StrictSlack.start();
    slack.channel("data-sla");
    slack.channel("partner-sla");
    stage = Stage.open(database(), slack);
  }

  @AfterEach
  void close() {
    stage.close();
    assertThat(slack.violations()).isEmpty();
    slack.close();
  }

  @Test
  void the_digest_of_a_day_is_written_once() {
    stage.team(team("08:00", null)).rule("rosters", "School rosters", "early", "10:00").start();
    stage.run(EIGHT.minusSeconds(60));
    assertThat(slack.messages()).isEmpty();
    stage.run(EIGHT);
    stage.run(EIGHT.plusSeconds(60));
    assertThat(slack.messages("partner-sla"))
        .filteredOn(Message::isTopLevel)
        .extracting(m -> m.text)
        .containsExactly("*Friday 20 November: 1 promise today, the first by 10:00*");
  }

  @Test
  void it_counts_what_is_due_and_what_yesterday_missed_and_names_them_in_its_thread() {
    stage.team(team("08:00", null));
    stage.rule("rosters", "School rosters", "early", "10:00");
    stage.rule("grades", "Grades", "early", "11:00").start();
    stage.overdue(DUE, "rosters");
    stage.arrived(DUE, "grades");
    stage.run(DUE);
    stage.run(EIGHT.plus(DAY));
    Message digest =
        slack.messages("partner-sla").stream()
            .filter(m -> m.isTopLevel() && m.text.contains("Saturday 21 November"))
            .findFirst()
            .orElseThrow();
    assertThat(digest.all())
        .contains("2 promises today, the first by 10:00", "Yesterday 1 of 2 were met, 1 missed.")
        .doesNotContain("School rosters");
    assertThat(slack.replies(digest).getFirst().all())
        .contains("Due today: 10:00 School rosters, 11:00 Grades")
        .contains("Yesterday missed: School rosters");
  }

  @Test
  void a_team_may_do_without() {
    stage.team(team(null, null)).rule("rosters", "School rosters", "early", "10:00").start();
    stage.run(EIGHT);
    assertThat(slack.messages()).isEmpty();
  }

  @Test
  void quiet_hours_hold_it_until_they_end() {
    stage.team(team("08:00", "22:00-09:00"));
    stage.rule("rosters", "School rosters", "early", "10:00").start();
    stage.run(EIGHT);
    assertThat(slack.messages()).isEmpty();
    stage.run(EIGHT.plus(Duration.ofHours(1)));
    assertThat(slack.messages("partner-sla")).isNotEmpty();
  }

  @SuppressWarnings("NullAway") // Does not see "Promise.@Nullable Span" in a class file.
  private static Team team(@Nullable String digest, @Nullable String quiet) {
    String[] hours = quiet == null ? new String[2] : quiet.split("-", -1);
    return new Team(
        "early",
        "#partner-sla",
        null,
        List.of(),
        null,
        quiet == null ? null : new Promise.Span(DayTime.parse(hours[0]), DayTime.parse(hours[1])),
        new Digest(digest == null ? null : DayTime.parse(digest)),
        null,
        null);
  }
}
