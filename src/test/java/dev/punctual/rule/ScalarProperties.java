package dev.punctual.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.function.Consumer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds for every reader of a scalar, whatever a file holds. */
final class ScalarProperties {

  record Reader(String name, Consumer<String> reads) {}

  private static final List<Reader> READERS =
      List.of(
          new Reader("time", DayTime::parse),
          new Reader("opens", DayTime::parseOpens),
          new Reader("clock", LocalClock::parse),
          new Reader("span", Spans::parse),
          new Reader("duration", Durations::parse),
          new Reader("zone", Zones::parse),
          new Reader("percentage", Percentages::parse),
          new Reader("rows", Comparisons::parse),
          new Reader("dates", DateRange::parse),
          new Reader("cron", CronDates::parse));

  private static final List<String> CRUMBS =
      List.of(
          "0",
          "1",
          "9",
          "10",
          "24",
          "60",
          "99",
          "2026",
          "-",
          "/",
          ":",
          ",",
          ".",
          " ",
          "+",
          "*",
          "%",
          "d",
          "h",
          "m",
          "M",
          "s",
          "P",
          "T",
          "W",
          "L",
          "#",
          "?",
          "@",
          ">=",
          "=",
          "<",
          "of",
          "last_week",
          "MON",
          "jan",
          "Asia",
          "Tokyo",
          "UTC",
          "\u3042",
          "\ud83d\ude00",
          "\u0000",
          "\t",
          "\n",
          "٣");

  @Property(tries = 5_000)
  void a_scalar_is_read_or_refused_at_a_place_within_it(
      @ForAll("readers") Reader reader, @ForAll("texts") String text) {
    String outcome = Refusals.of(() -> reader.reads().accept(text));
    if (!outcome.equals("was read")) {
      assertThat(Integer.parseInt(outcome.substring(0, outcome.indexOf(':'))))
          .as(outcome)
          .isBetween(0, text.length());
    }
  }

  @Property
  void a_refusal_is_one_sentence_or_more(
      @ForAll("readers") Reader reader, @ForAll("texts") String text) {
    assertThat(Refusals.of(() -> reader.reads().accept(text))).matches("was read|[0-9]+: .*[.?]");
  }

  @Example
  void hidden_characters_are_shown_as_their_code() {
    assertThat(Refusals.of(() -> Zones.parse("Asia\n\u202eTokyo")))
        .isEqualTo(
            "0: There is no time zone \"Asia<U+000A><U+202E>Tokyo\". Did you mean \"Asia/Tokyo\"?");
  }

  @Example
  void a_megabyte_is_refused_unread() {
    assertThat(READERS)
        .allSatisfy(
            reader ->
                assertThatThrownBy(() -> reader.reads().accept("1,000".repeat(200_000)))
                    .hasMessage(
                        "\"1,0001,0001,0001,000…\" is 1000000 characters long; at most 500 are read here."));
  }

  @Provide
  Arbitrary<Reader> readers() {
    return Arbitraries.of(READERS);
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.of(CRUMBS).list().ofMaxSize(9).map(crumbs -> String.join("", crumbs));
  }
}
