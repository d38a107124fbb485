package dev.punctual.respond;

import dev.punctual.ledger.Act;
import dev.punctual.ledger.Entry;
import jakarta.inject.Singleton;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a form of a page says of a deadline: {@code act} names what is done, {@code category},
 * {@code note}, {@code verdict} and {@code arrival} go with it.
 */
@Singleton
public class Forms {

  private final Responses responses;
  private final Rerunning rerunning;

  Forms(Responses responses, Rerunning rerunning) {
    this.responses = responses;
    this.rerunning = rerunning;
  }

  /**
   * Does what the form says.
   *
   * @throws Refusal when it cannot be done, with the field that is wrong
   */
  public void take(Entry deadline, Map<String, String> form, Act.Author author, Instant now) {
    String note = form.getOrDefault("note", "");
    String category = form.getOrDefault("category", "");
    switch (form.getOrDefault("act", "")) {
      case "acknowledge" -> responses.acknowledge(deadline, note, author, now);
      case "excuse" -> responses.excuse(deadline, category, note, author, now);
      case "rerun" -> rerunning.rerun(deadline, author, now);
      case "withdraw" -> responses.withdrawExcusal(deadline, note, author, now);
      case "cause" -> responses.cause(deadline, category, note, author, now);
      case "correct" ->
          responses.correct(
              deadline,
              form.getOrDefault("verdict", ""),
              local("arrival", form.getOrDefault("arrival", ""), deadline.deadline().timezone()),
              note,
              author,
              now);
      default -> throw Refusal.invalid("act", "The form says nothing that could be done.");
    }
  }

  /**
   * Does what the form says of a breach.
   *
   * @throws Refusal when it cannot be done, with the field that is wrong
   */
  public void takeBreach(long breach, Map<String, String> form, Act.Author author, Instant now) {
    String note = form.getOrDefault("note", "");
    String category = form.getOrDefault("category", "");
    switch (form.getOrDefault("act", "")) {
      case "acknowledge" -> responses.acknowledge(responses.breach(breach), note, author, now);
      case "excuse" -> responses.excuse(responses.breach(breach), category, note, author, now);
      case "withdraw" -> responses.withdrawExcusal(responses.breach(breach), note, author, now);
      case "cause" -> responses.cause(responses.breach(breach), category, note, author, now);
      default -> throw Refusal.invalid("act", "The form says nothing that could be done.");
    }
  }

  /** A local time as a form has it, {@code 2026-11-20 09:58}; null when it is left out. */
  public static @Nullable Instant local(String field, String text, ZoneId zone) {
    if (text.isBlank()) {
      return null;
    }
    try {
      return LocalDateTime.parse(text.strip().replace(' ', 'T'))
          .atZone(zone)
          .toInstant()
          .truncatedTo(ChronoUnit.MICROS);
    } catch (DateTimeException unreadable) {
      throw Refusal.invalid(
          field, "“" + text.strip() + "” is not a date and time like 2026-11-20 09:58.");
    }
  }
}
