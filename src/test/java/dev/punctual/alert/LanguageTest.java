package dev.punctual.alert;

import static dev.punctual.alert.Stage.DUE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.TestDatabase;
import dev.punctual.alert.slack.StrictSlack;
import dev.punctual.alert.slack.StrictSlack.Message;
import dev.punctual.ledger.Act;
import dev.punctual.ledger.SourceLedger;
import dev.punctual.rule.RuleSet.Team;
import io.micronaut.serde.ObjectMapper;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who hears in which language, and that a message keeps its own. */
class LanguageTest {

  private StrictSlack slack;
  private @Nullable Stage stage;

  @BeforeEach
  void open() {
    slack = StrictSlack.start();
    slack.channel("data-sla");
    slack.channel("partner-sla");
  }

  @AfterEach
  void close() {
    if (stage != null) {
      stage.close();
    }
    assertThat(slack.violations()).isEmpty();
    slack.close();
  }

  private Stage stage(String language) {
    Map<String, Object> properties = new HashMap<>(TestDatabase.h2());
    properties.put("punctual.alerts.language", language);
    Stage opened = Stage.open(properties, slack);
    stage = opened;
    return opened;
  }

  @SuppressWarnings("NullAway") // Does not see "Promise.@Nullable Span" in a class file.
  private static Team partner(@Nullable Locale language) {
    return new Team(
        "partner", "#partner-sla", "<!here>", List.of(), null, null, null, null, language);
  }

  @Test
  void a_card_and_its_thread_speak_the_language_of_the_deployment() {
    Stage ja = stage("ja").rule("rosters", "学校名簿", null, "10:00").start();
    ja.overdue(DUE, "rosters");
    ja.run(DUE);
    Message card = slack.messages("data-sla").getFirst();
    assertThat(card.text).isEqualTo("✕ *学校名簿* が期限を過ぎても届いていません");
    assertThat(card.all())
        .contains("期限は *10:00* （Asia/Tokyo、11月20日）です。", "待っている利用先：CRM dashboard")
        .contains("未達枠の使用 1 / 4", "手順書", "開く");
    ja.act(DUE.plusSeconds(60), "rosters", new Act.Acknowledgement(""));
    Instant late = DUE.plus(Duration.ofMinutes(84));
    ja.arrived(late, "rosters");
    ja.run(late);
    assertThat(card.text).isEqualTo("✕ *学校名簿* は 11:24 に届きました（1時間24分の遅れ）");
    assertThat(slack.replies(card).getFirst().all())
        .contains("K. Tanaka が確認：学校名簿", "✕ 遅れて到着：学校名簿 11:24");
  }

  @Test
  void a_team_may_have_a_language_of_its_own() {
    Stage both = stage("en").team(partner(Locale.JAPANESE));
    both.rule("a", "A", "partner", "10:00").rule("b", "B", null, "10:00").start();
    both.overdue(DUE, "a", "b");
    both.run(DUE);
    assertThat(slack.messages("partner-sla").getFirst().text)
        .isEqualTo("✕ *A* が期限を過ぎても届いていません <!here>");
    assertThat(slack.messages("data-sla").getFirst().text).isEqualTo("✕ *B* is overdue");
  }

  @Test
  void a_message_keeps_the_language_it_began_with() {
    Stage turned = stage("en").team(partner(null));
    turned.rule("a", "A", "partner", "10:00").rule("b", "B", "partner", "11:00").start();
    turned.overdue(DUE, "a");
    turned.run(DUE);
    turned.team(partner(Locale.JAPANESE)).start();
    Instant eleven = DUE.plus(Duration.ofHours(1));
    turned.arrived(eleven, "a");
    turned.overdue(eleven, "b");
    turned.run(eleven);
    List<Message> cards = slack.messages("partner-sla");
    assertThat(cards.getFirst().text).isEqualTo("✕ *A* is there since 11:00, 1 h late <!here>");
    assertThat(slack.replies(cards.getFirst()).getFirst().text)
        .isEqualTo("✕ Arrived late: A 11:00");
    assertThat(cards.getLast().text).startsWith("✕ *B* が期限を");
  }

  @Test
  void what_was_stored_before_there_were_two_languages_is_english() {
    Outbox outbox = new Outbox(ObjectMapper.getDefault());
    String stored =
        """
        {"tone":"OVERDUE","headline":{"spans":[{"style":"PLAIN","text":"x"}]},
         "lines":[],"notes":[],"buttons":[]}
        """;
    assertThat(outbox.read(stored).language()).isEqualTo("en");
  }

  @Test
  void what_sources_said_is_put_into_the_language_where_it_has_a_form() {
    Stage ja = stage("ja").rule("rosters", "学校名簿", null, "10:00").start();
    var sources = ja.context.getBean(SourceLedger.class);
    sources.went(
        "push",
        false,
        DUE,
        null,
        "did not answer within 30 s; shorten its own time-outs or ask it less",
        DUE);
    ja.run(DUE);
    assertThat(slack.messages("data-sla").getFirst().all())
        .contains("*push が 10:00 から応答していません*", "ルール1件を確認できません")
        .contains("最後のエラー：30 s以内に応答がありませんでした");
  }

  @Test
  void a_language_nobody_speaks_is_refused_at_start() {
    Assertions.assertThatThrownBy(() -> stage("fr"))
        .hasStackTraceContaining("punctual.alerts.language is “fr”: en and ja are spoken");
  }
}
