package dev.punctual.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.TestDatabase;
import dev.punctual.alert.Channel.Parcel;
import dev.punctual.alert.Outcome.Posted;
import dev.punctual.alert.Outcome.Sent;
import dev.punctual.alert.Specimens.Specimen;
import dev.punctual.alert.slack.StrictSlack;
import dev.punctual.web.Words;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kind of message, of 1 to 1,000 rules with awkward names, is one that Slack takes. */
class SpecimensTest {

  private static final String JAPANESE = "受講者別の学習進捗と請求明細を突き合わせた日次集計テーブル（改訂版）";

  private static final List<Invented.Names> AWKWARD =
      List.of(
          Invented.Names.USUAL,
          (number, words) -> JAPANESE.repeat(8) + number,
          (number, words) -> "🚚".repeat(90) + number,
          (number, words) -> "<!channel> & <https://evil.example|*x*> `y` | ~z~ _" + number + "_",
          (number, words) -> "a-long-identifier.of-a.table_".repeat(7) + number);

  private StrictSlack slack;
  private Stage stage;
  private Channel channel;

  @BeforeEach
  void open() {
    slack = StrictSlack.start();
    slack.channel("data-sla");
    stage = Stage.open(TestDatabase.h2(), slack);
    channel =
        stage.context.getBeansOfType(Channel.class).stream()
            .filter(each -> each.scheme().equals("slack"))
            .findFirst()
            .orElseThrow();
  }

  @AfterEach
  void close() {
    stage.close();
    slack.close();
  }

  private static Stream<Arguments> everything() {
    return Words.LANGUAGES.stream()
        .flatMap(language -> AWKWARD.stream().map(names -> Arguments.of(language, names)));
  }

  @ParameterizedTest
  @MethodSource("everything")
  void slack_takes_every_message(Locale language, Invented.Names names) {
    Words words = Words.of(language);
    List<Specimen> all = new ArrayList<>(new CardSpecimens(names).of(words));
    all.addAll(new OtherSpecimens(names).of(words));
    Sent first = (Sent) channel.post(parcel(all.getFirst().view(), null));
    for (Specimen each : all) {
      Outcome outcome = channel.post(parcel(each.view(), each.reply() ? first.posted() : null));
      assertThat(outcome).as(each.name()).isInstanceOf(Sent.class);
    }
    assertThat(slack.violations()).isEmpty();
  }

  private static Parcel parcel(CardView view, @Nullable Posted thread) {
    String uid = UUID.randomUUID().toString();
    return new Parcel(uid, uid, "#data-sla", null, "card", 1, view, thread, thread != null);
  }

  @Test
  void every_kind_of_message_is_shown_and_in_its_language() {
    for (Locale language : Words.LANGUAGES) {
      Words words = Words.of(language);
      List<Specimen> shown =
          stage.context.getBeansOfType(Specimens.class).stream()
              .flatMap(those -> those.of(words).stream())
              .toList();
      assertThat(shown)
          .allSatisfy(
              each -> {
                assertThat(words.has("looks.of." + each.name())).as(each.name()).isTrue();
                assertThat(each.view().language()).isEqualTo(language.getLanguage());
              });
      assertThat(shown.stream().map(Specimen::name).distinct()).hasSize(shown.size());
      Stream<String> kinds = Arrays.stream(Card.Kind.values()).map(Card.Kind::word);
      assertThat(kinds.map(SpecimensTest::specimen))
          .isSubsetOf(shown.stream().map(Specimen::name).toList());
    }
  }

  /** A specimen of a kind of message. */
  private static String specimen(String kind) {
    return switch (kind) {
      case "card" -> "overdue";
      case "breach" -> "stale";
      case "escalation" -> "escalated";
      case "source" -> "source.down";
      case "rules" -> "rules.refused";
      case "announce" -> "there";
      case "bulletin" -> "review";
      case "refusal" -> "refused";
      case "reply" -> "thread.acts";
      default -> kind;
    };
  }

  @Test
  void a_japanese_message_has_no_english_sentence_of_ours() {
    Words japanese = Words.of(Locale.JAPANESE);
    assertThat(
            stage.context.getBeansOfType(Specimens.class).stream()
                .flatMap(those -> those.of(japanese).stream())
                .flatMap(
                    each ->
                        Stream.concat(each.view().lines().stream(), each.view().notes().stream()))
                .map(CardView.Line::text)
                .filter(text -> !text.startsWith("sla-rules/"))
                .filter(text -> text.matches("(?s).*\\b[a-z]{2,} [a-z]{2,} [a-z]{2,}\\b.*"))
                .filter(text -> !text.contains("duplicate learner_id after two schools merged")))
        .isEmpty();
  }
}
