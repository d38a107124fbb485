package dev.punctual.alert;

import dev.punctual.alert.CardView.Line;
import dev.punctual.alert.CardView.Span;
import dev.punctual.web.Words;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What messages say, in one language: the texts of {@code i18n/message}, times, counts and lists.
 * In a text {@code *…*} is strong and {@code `…`} is code.
 */
record Wording(Words words) {

  private static final Pattern STYLED = Pattern.compile("\\*([^*]+)\\*|`([^`]+)`");

  static Wording of(String language) {
    return new Wording(Words.of(Locale.of(language)));
  }

  /** {@code en} or {@code ja}. */
  String language() {
    return words.language();
  }

  String say(String key, Object... arguments) {
    return words.say("message." + key, arguments);
  }

  /** The text for so many; the number is its first hole. */
  String count(String key, long number, Object... more) {
    return words.count("message." + key, number, more);
  }

  Line line(String key, Object... arguments) {
    return new Line(spans(key, arguments));
  }

  /** The line for so many; the number is its first hole. */
  Line counted(String key, long number, Object... more) {
    Object[] all = Stream.concat(Stream.of(number), Stream.of(more)).toArray();
    return new Line(styled(words.form("message." + key, number), all));
  }

  /** A text as it is styled; the list may be added to. */
  List<Span> spans(String key, Object... arguments) {
    return styled("message." + key, arguments);
  }

  private List<Span> styled(String key, Object... arguments) {
    String text = words.say(key);
    List<Span> spans = new ArrayList<>();
    Matcher styled = STYLED.matcher(text);
    int from = 0;
    while (styled.find()) {
      plain(spans, text.substring(from, styled.start()), arguments);
      spans.add(
          styled.group(1) != null
              ? Span.strong(words.fill(styled.group(1), arguments))
              : Span.code(words.fill(styled.group(2), arguments)));
      from = styled.end();
    }
    plain(spans, text.substring(from), arguments);
    return spans;
  }

  private void plain(List<Span> spans, String text, Object... arguments) {
    if (!text.isEmpty()) {
      spans.add(Span.plain(words.fill(text, arguments)));
    }
  }

  /** What the ledger gives as a reason, to stand inside a sentence. */
  String reason(String reason) {
    return words.reason(reason);
  }

  /** The same as a sentence of its own; empty for a blank one. */
  String sentence(String reason) {
    return ReasonText.sentence(reason, words);
  }

  /** Sentences one after the other; blank ones are left out. */
  String sentences(String... sentences) {
    return Stream.of(sentences).filter(s -> !s.isBlank()).collect(Collectors.joining(say("gap")));
  }

  /** What people said of a miss: {@code upstream late}. */
  String category(String word) {
    String key = "category." + word;
    return words.has(key) ? words.say(key) : word.replace('_', ' ');
  }

  String number(long number) {
    return words.number(number);
  }

  String time(Instant instant, ZoneId zone) {
    return words.time(instant, zone);
  }

  String seconds(Instant instant, ZoneId zone) {
    return words.seconds(instant, zone);
  }

  /** {@code 20 November}. */
  String date(Instant instant, ZoneId zone) {
    return words.monthDay(instant.atZone(zone).toLocalDate());
  }

  /** {@code Friday 20 November}. */
  String day(LocalDate date) {
    return words.say("message.day", words.monthDay(date), words.weekdayName(date));
  }

  /** {@code 11:24}, with the date where it is another one than that of {@code beside}. */
  String timeBeside(Instant instant, Instant beside, ZoneId zone) {
    boolean sameDay = instant.atZone(zone).toLocalDate().equals(beside.atZone(zone).toLocalDate());
    return sameDay ? time(instant, zone) : say("timeOn", time(instant, zone), date(instant, zone));
  }

  /**
   * {@code 45 s}, {@code 21 min}, {@code 1 h 24}, {@code 2 d 3 h}; rounded down, never negative.
   */
  String span(Duration span) {
    return words.duration(span.isNegative() ? Duration.ZERO : span);
  }

  /** {@code A, B, C and 3 more}. */
  String list(List<String> names, int most) {
    return names.size() <= most
        ? all(names)
        : say("more", all(names.subList(0, most)), names.size() - most);
  }

  /** {@code A, B, C}. */
  String all(List<String> names) {
    return String.join(words.say("list.comma"), names);
  }
}
