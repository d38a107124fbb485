package dev.punctual.respond;

import dev.punctual.judge.Verdict;
import dev.punctual.ledger.Act;
import dev.punctual.ledger.Acted;
import dev.punctual.ledger.Breach;
import dev.punctual.ledger.CauseCategory;
import dev.punctual.ledger.Entry;
import dev.punctual.ledger.ExcusalCategory;
import dev.punctual.ledger.Ledger;
import dev.punctual.ledger.Subject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Takes what people say, checks it, and has the ledger write it. Nothing here reopens a settled
 * deadline: only a correction changes a verdict, and it carries a name and a reason.
 */
@Singleton
public class Responses {

  private static final Duration LONGEST_SNOOZE = Duration.ofDays(7);

  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT);

  private final Ledger ledger;

  Responses(Ledger ledger) {
    this.ledger = ledger;
  }

  /**
   * Finds a deadline by its number.
   *
   * @throws Refusal when there is none
   */
  public Entry find(long id) {
    return there(ledger.find(id));
  }

  /**
   * Finds a breach by its number.
   *
   * @throws Refusal when there is none
   */
  public Breach breach(long id) {
    return there(ledger.findBreach(id));
  }

  private static <T> T there(@Nullable T found) {
    if (found == null) {
      throw Refusal.absent("That is not there any more.");
    }
    return found;
  }

  /**
   * Finds the deadline that is meant.
   *
   * @param slot start of the slot; needed for rules with {@code every}
   * @throws Refusal when there is none, or several and no slot says which
   */
  public Entry find(String rule, LocalDate businessDate, @Nullable Instant slot) {
    List<Entry> day = ledger.find(rule, businessDate);
    if (day.isEmpty()) {
      throw Refusal.absent("Rule " + rule + " has no deadline on " + businessDate + ".");
    }
    if (slot == null) {
      if (day.size() == 1) {
        return day.getFirst();
      }
      throw new Refusal(
          Refusal.Kind.AMBIGUOUS,
          "Rule "
              + rule
              + " has "
              + day.size()
              + " slots on "
              + businessDate
              + "; add ?slot=INSTANT.",
          day.stream().map(e -> Objects.requireNonNull(e.deadline().slot())).toList());
    }
    return day.stream()
        .filter(e -> slot.equals(e.deadline().slot()))
        .findFirst()
        .orElseThrow(
            () ->
                new Refusal(
                    Refusal.Kind.ABSENT,
                    "Rule " + rule + " has no slot " + slot + " on " + businessDate + ".",
                    day.stream().flatMap(e -> Stream.ofNullable(e.deadline().slot())).toList()));
  }

  /** Somebody looks after it; the first to say so stays named. */
  public Acted acknowledge(Subject on, @Nullable String note, Act.Author author, Instant now) {
    return write(on, new Act.Acknowledgement(Checks.optional(note)), author, now);
  }

  /** Silences reminders and escalation, nothing else. */
  public Acted snooze(Subject on, Instant until, Act.Author author, Instant now) {
    return write(on, snoozing(until, now), author, now);
  }

  /**
   * Checks a snooze.
   *
   * @throws Refusal when it ends in the past or too late
   */
  public static Act.Snooze snoozing(Instant until, Instant now) {
    if (!until.isAfter(now) || until.isAfter(now.plus(LONGEST_SNOOZE))) {
      throw Refusal.invalid("until", "A snooze ends in the future, at most seven days from now.");
    }
    return new Act.Snooze(until);
  }

  /**
   * Checks an excusal.
   *
   * @throws Refusal when its category is none or its reason is missing
   */
  public static Act.Excusal excusing(@Nullable String category, @Nullable String reason) {
    return new Act.Excusal(
        Checks.category("category", category, ExcusalCategory.values(), ExcusalCategory::word),
        Checks.required("reason", reason));
  }

  /**
   * Checks a cause.
   *
   * @throws Refusal when its category is none
   */
  public static Act.Cause causing(@Nullable String category, @Nullable String note) {
    return new Act.Cause(
        Checks.category("category", category, CauseCategory.values(), CauseCategory::word),
        Checks.optional(note));
  }

  /**
   * Does one act on several subjects, all or none, and once a request however often it is sent.
   *
   * @return what became of each, by the number of the subject; empty when the request was done
   *     before
   */
  public Map<Long, Acted> once(
      String request, List<? extends Subject> on, Act act, Act.Author author, Instant now) {
    Checks.author(author);
    return ledger.actOnce(request, on, act, author, now);
  }

  /** It does not count; the verdict underneath stays visible. */
  public Acted excuse(Subject on, String category, String reason, Act.Author author, Instant now) {
    return write(on, excusing(category, reason), author, now);
  }

  /** It counts after all. */
  public Acted withdrawExcusal(Subject on, String reason, Act.Author author, Instant now) {
    return write(on, new Act.ExcusalWithdrawal(Checks.optional(reason)), author, now);
  }

  /** Why it was missed. */
  public Acted cause(
      Subject on, String category, @Nullable String note, Act.Author author, Instant now) {
    return write(on, causing(category, note), author, now);
  }

  /**
   * The verdict was wrong.
   *
   * @param arrivalAt when the data arrived; needed for {@code met}, null for never
   */
  public Acted correct(
      Entry deadline,
      String verdict,
      @Nullable Instant arrivalAt,
      String reason,
      Act.Author author,
      Instant now) {
    Verdict known = Checks.category("verdict", verdict, Verdict.values(), Verdict::word);
    Instant due = deadline.deadline().dueAt();
    if (due.isAfter(now)) {
      throw Refusal.invalid("verdict", "The deadline is not due yet; there is nothing to correct.");
    }
    if (known == Verdict.MET && (arrivalAt == null || arrivalAt.isAfter(due))) {
      throw Refusal.invalid(
          "arrival_at", "Met needs the arrival, at or before " + local(deadline, due) + ".");
    }
    if (known == Verdict.MISSED && arrivalAt != null && !arrivalAt.isAfter(due)) {
      throw Refusal.invalid(
          "arrival_at", "An arrival at or before " + local(deadline, due) + " is met, not missed.");
    }
    return write(
        deadline,
        new Act.Correction(known, arrivalAt, Checks.required("reason", reason)),
        author,
        now);
  }

  /** The due instant by the clock of those who promised it. */
  private static String local(Entry deadline, Instant due) {
    ZoneId zone = deadline.deadline().timezone();
    return MINUTE.withZone(zone).format(due) + " " + zone.getId();
  }

  private Acted write(Subject on, Act act, Act.Author author, Instant now) {
    Checks.author(author);
    Acted acted = ledger.act(on, act, author, now);
    if (acted instanceof Acted.Gone) {
      throw Refusal.absent("That is not there any more.");
    }
    return acted;
  }
}
