package dev.punctual.alert;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import dev.punctual.TestDatabase;
import dev.punctual.alert.slack.StrictSlack;
import dev.punctual.judge.State;
import io.micronaut.data.connection.jdbc.DelegatingDataSourceResolver;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every button and form, pressed as Slack does. Rules a and b are overdue on one card. */
class SlackInteractionsTest {

  private static final Instant NOW = Stage.DUE.plusSeconds(60);
  private static final Duration SOON = Duration.ofSeconds(30);

  private StrictSlack slack;
  private Stage stage;
  private SignedSlack signed;
  private String uid;

  @BeforeEach
  void open() {
    slack = StrictSlack.start();
    slack.channel("data-sla");
    Map<String, Object> properties = new HashMap<>(TestDatabase.h2());
    properties.put("punctual.slack.signing-secret", SignedSlack.SECRET);
    properties.put("punctual.slack.operators", List.of("U2", "UJA2"));
    properties.put("datasources.default.allow-pool-suspension", "true");
    stage = Stage.open(properties, slack, List.of(Clock.fixed(NOW, ZoneOffset.UTC)));
    stage.rule("a", "A", null, "10:00").rule("b", "B", null, "10:00");
    stage.fresh("stream", "Event stream", null).start();
    signed = SignedSlack.of(stage, NOW);
    stage.overdue(Stage.DUE, "a", "b");
    stage.run(Stage.DUE);
    uid = stage.cards("card").getFirst().uid();
  }

  @AfterEach
  void close() {
    stage.close();
    assertThat(slack.violations()).isEmpty();
    slack.close();
  }

  @Test
  void the_acknowledge_button_names_the_slack_user_on_every_open_deadline() throws Exception {
    assertThat(signed.press("U1", "acknowledge", uid).statusCode()).isEqualTo(200);
    assertThat(acts())
        .containsExactly("a acknowledgement K. Tanaka slack", "b acknowledgement K. Tanaka slack");
  }

  @Test
  void a_recorded_request_that_is_sent_again_is_refused() throws Exception {
    String payload = signed.pressed("U1", SignedSlack.choice("snooze", uid + " 1h"));
    assertThat(signed.send(payload, SignedSlack.SECRET, NOW).statusCode()).isEqualTo(200);
    assertThat(signed.send(payload, SignedSlack.SECRET, NOW).statusCode()).isEqualTo(409);
    assertThat(acts()).hasSize(2);
  }

  @Test
  void a_request_slack_did_not_sign_or_signed_long_ago_is_refused() throws Exception {
    String payload = signed.pressed("U1", SignedSlack.button("acknowledge", uid));
    assertThat(signed.send(payload, "other", NOW).statusCode()).isEqualTo(401);
    Instant old = NOW.minusSeconds(301);
    assertThat(signed.send(payload, SignedSlack.SECRET, old).statusCode()).isEqualTo(401);
    assertThat(signed.send("no json", SignedSlack.SECRET, NOW).statusCode()).isEqualTo(400);
    assertThat(acts()).isEmpty();
  }

  @Test
  void a_second_person_is_told_who_was_first() throws Exception {
    signed.press("U1", "acknowledge", uid);
    signed.press("U2", "acknowledge", uid);
    assertThat(whispered()).isEqualTo("K. Tanaka looks after A. K. Tanaka looks after B.");
    assertThat(acts()).hasSize(2);
  }

  @Test
  void of_two_who_press_at_once_one_is_first_on_everything() throws Exception {
    CyclicBarrier together = new CyclicBarrier(2);
    try (var people = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Integer>> both = List.of(pressing(together, "U1"), pressing(together, "U2"));
      assertThat(people.invokeAll(both)).extracting(Future::resultNow).containsOnly(200);
    }
    assertThat(acts()).hasSize(2);
    assertThat(whispered()).contains("looks after");
  }

  private Callable<Integer> pressing(CyclicBarrier together, String user) {
    return () -> {
      together.await();
      return signed.press(user, "acknowledge", uid).statusCode();
    };
  }

  @Test
  void an_old_button_never_reopens_what_is_settled_and_says_so_to_the_one_who_pressed()
      throws Exception {
    stage.arrived(NOW, "a");
    stage.arrived(NOW, "b");
    signed.press("U1", "acknowledge", uid);
    assertThat(whispered()).contains("is settled; nothing was written");
    assertThat(acts()).isEmpty();
    assertThat(stage.entry("a").progress().state()).isEqualTo(State.LATE);
  }

  @Test
  void an_unknown_button_and_an_unknown_card_are_answered_in_words() throws Exception {
    signed.press("U1", "explode", uid);
    assertThat(whispered()).contains("does not know this button");
    signed.press("U1", "acknowledge", "no-such-card");
    slack.await(SOON, s -> s.whispers().size() == 2);
    assertThat(slack.whispers().getLast()).contains("does not know this card");
  }

  @Test
  void who_pressed_is_answered_in_the_language_of_their_own_slack() throws Exception {
    signed.press("UJA1", "explode", uid);
    assertThat(whispered()).isEqualTo("このボタンは Punctual の知らないものです。古いメッセージかもしれません。");
    signed.press("UJA2", "excuse", uid);
    assertThat(slack.views().getFirst().toString()).contains("集計に入れない理由", "計画的な変更", "閉じる");
    String body = signed.submit("UJA2", "excuse", uid, List.of(id("b")), "maintenance", "").body();
    assertThat(body).contains("理由を入力してください");
  }

  @Test
  void snoozing_until_tomorrow_is_nine_in_the_teams_zone() throws Exception {
    signed.press("U1", SignedSlack.choice("snooze", uid + " tomorrow"));
    assertThat(
            stage.query(
                "select distinct lasts_until from act",
                row -> Rows.someInstant(row, "lasts_until")))
        .containsExactly(Instant.parse("2026-11-21T00:00:00Z"));
  }

  @ParameterizedTest
  @CsvSource({"30m, 30", "1h, 60", "4h, 240"})
  void snoozing_lasts_as_long_as_was_chosen(String choice, int minutes) throws Exception {
    signed.press("U1", SignedSlack.choice("snooze", uid + " " + choice));
    assertThat(
            stage.query(
                "select distinct lasts_until from act",
                row -> Rows.someInstant(row, "lasts_until")))
        .containsExactly(NOW.plus(Duration.ofMinutes(minutes)));
  }

  @Test
  void snoozing_what_is_settled_is_answered_and_writes_nothing() throws Exception {
    stage.arrived(NOW, "a");
    stage.arrived(NOW, "b");
    signed.press("U1", SignedSlack.choice("snooze", uid + " 1h"));
    assertThat(whispered()).contains("is settled; nothing was written");
    assertThat(acts()).isEmpty();
  }

  @Test
  void a_link_that_is_followed_is_answered_and_does_nothing() throws Exception {
    assertThat(signed.press("U1", "open-4", "").statusCode()).isEqualTo(200);
    assertThat(slack.whispers()).isEmpty();
    assertThat(acts()).isEmpty();
  }

  @Test
  void a_form_nobody_knows_is_answered_in_its_place() throws Exception {
    assertThat(signed.submit("U2", "explode", uid, List.of(id("a")), "other", "x").body())
        .contains("Punctual does not know this form");
    assertThat(acts()).isEmpty();
  }

  @Test
  void of_two_who_excuse_at_once_both_stand_in_the_ledger_and_one_holds() throws Exception {
    long a = id("a");
    CyclicBarrier together = new CyclicBarrier(2);
    try (var people = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Integer>> both =
          List.of(excusing(together, "U2", a), excusing(together, "UJA2", a));
      assertThat(people.invokeAll(both)).extracting(Future::resultNow).containsOnly(200);
    }
    assertThat(acts()).hasSize(2).allMatch(act -> act.startsWith("a excusal"));
    assertThat(
            stage.query(
                "select count(*) from deadline where excusal_category is not null",
                row -> row.getInt(1)))
        .containsExactly(1);
  }

  private Callable<Integer> excusing(CyclicBarrier together, String user, long deadline) {
    return () -> {
      together.await();
      return signed.submit(user, "excuse", uid, List.of(deadline), "other", user).statusCode();
    };
  }

  @Test
  void guests_and_people_of_other_workspaces_may_not_act_and_are_told_so() throws Exception {
    signed.press("UGUEST1", "acknowledge", uid);
    signed.press("UOTHER1", "acknowledge", uid);
    slack.await(SOON, s -> s.whispers().size() == 2);
    assertThat(slack.whispers())
        .containsExactlyInAnyOrder(
            "Guests of the workspace may look here, not act.",
            "Only members of this workspace may act here.");
    assertThat(acts()).isEmpty();
  }

  @Test
  void only_operators_excuse_name_causes_and_rerun() throws Exception {
    for (String act : List.of("excuse", "cause", "rerun")) {
      signed.press("U1", act, uid);
    }
    slack.await(SOON, s -> s.whispers().size() == 3);
    assertThat(slack.views()).isEmpty();
    assertThat(slack.whispers()).allMatch(words -> words.startsWith("Only operators"));
    assertThat(signed.submit("U1", "excuse", uid, List.of(id("a")), "other", "x").body())
        .contains("errors", "Only operators");
    assertThat(acts()).isEmpty();
  }

  @Test
  void a_form_lists_what_was_missed_with_the_unsettled_ticked() throws Exception {
    stage.arrived(NOW, "a");
    signed.press("U2", "excuse", uid);
    JsonObject view = slack.views().getFirst();
    JsonObject element =
        view.getAsJsonArray("blocks").get(0).getAsJsonObject().getAsJsonObject("element");
    assertThat(element.getAsJsonArray("options")).hasSize(2);
    assertThat(element.getAsJsonArray("initial_options").toString())
        .contains("\"" + id("b") + "\"")
        .doesNotContain("\"" + id("a") + "\"");
  }

  @Test
  void a_sent_form_excuses_or_explains_the_ticked_deadlines() throws Exception {
    HttpResponse<String> excused =
        signed.submit("U2", "excuse", uid, List.of(id("b")), "maintenance", "DWH upgrade");
    assertThat(excused.body()).isEmpty();
    signed.submit("U2", "cause", uid, List.of(id("a")), "upstream_late", "");
    assertThat(acts()).containsExactly("b excusal K. Tanaka slack", "a cause K. Tanaka slack");
    stage.run(NOW);
    assertThat(slack.replies(slack.messages("data-sla").getFirst()).getFirst().all())
        .contains("Excused by K. Tanaka: B: DWH upgrade", "Cause by K. Tanaka: A");
  }

  @Test
  void a_form_that_lacks_something_is_answered_at_its_field() throws Exception {
    assertThat(signed.submit("U2", "excuse", uid, List.of(id("b")), "maintenance", "").body())
        .contains("\"response_action\":\"errors\"", "\"note\"", "Give a reason");
    assertThat(signed.submit("U2", "excuse", uid, List.of(id("b")), "holiday", "x").body())
        .contains("\"category\"");
    assertThat(signed.submit("U2", "excuse", uid, List.of(), "other", "x").body())
        .contains("\"deadlines\"");
    assertThat(acts()).isEmpty();
  }

  @Test
  void a_breach_is_acknowledged_snoozed_excused_and_explained_like_a_deadline() throws Exception {
    stage.stale(NOW, "stream");
    stage.run(NOW);
    String breach = stage.cards("breach").getFirst().uid();
    assertThat(slack.messages("data-sla").getLast().all())
        .contains("Acknowledge", "Snooze", "Excuse…", "Cause…");
    signed.press("U1", "acknowledge", breach);
    signed.press("U1", SignedSlack.choice("snooze", breach + " 4h"));
    signed.press("U2", "cause", breach);
    assertThat(slack.views()).hasSize(1);
    long id = stage.query("select id from breach", row -> row.getLong(1)).getFirst();
    signed.submit("U2", "excuse", breach, List.of(id), "other", "agreed");
    assertThat(acts())
        .containsExactly(
            "stream acknowledgement K. Tanaka slack",
            "stream snooze K. Tanaka slack",
            "stream excusal K. Tanaka slack");
  }

  @Test
  void while_the_database_is_away_slack_is_answered_and_the_act_is_written_later()
      throws Exception {
    pool().suspendPool();
    assertThat(signed.press("U1", "acknowledge", uid).statusCode()).isEqualTo(200);
    assertThat(whispered()).startsWith("Not written yet");
    pool().resumePool();
    slack.await(SOON, s -> s.whispers().size() == 2);
    assertThat(slack.whispers().getLast()).isEqualTo("Written now: acknowledged A, B");
    assertThat(acts()).hasSize(2);
  }

  @Test
  void a_form_sent_while_the_database_is_away_says_so_in_its_place() throws Exception {
    long b = id("b");
    pool().suspendPool();
    String body = signed.submit("U2", "excuse", uid, List.of(b), "maintenance", "upgrade").body();
    assertThat(JsonParser.parseString(body).getAsJsonObject().get("response_action").getAsString())
        .isEqualTo("update");
    assertThat(body).contains("Not written yet");
    pool().resumePool();
    slack.await(SOON, s -> s.whispers().size() == 2);
    assertThat(acts()).containsExactly("b excusal K. Tanaka slack");
  }

  private HikariPoolMXBean pool() {
    DataSource source =
        new DelegatingDataSourceResolver().resolve(stage.context.getBean(DataSource.class));
    return ((HikariDataSource) source).getHikariPoolMXBean();
  }

  private String whispered() {
    slack.await(SOON, s -> !s.whispers().isEmpty());
    return slack.whispers().getFirst();
  }

  private long id(String rule) {
    return stage.entry(rule).id();
  }

  private List<String> acts() {
    return stage.query(
        "select rule_id, kind, author, origin from act order by id",
        row ->
            String.join(
                " ", row.getString(1), row.getString(2), row.getString(3), row.getString(4)));
  }
}
