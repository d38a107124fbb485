package dev.punctual.respond;

import dev.punctual.ledger.Act;
import dev.punctual.ledger.RuleBook;
import dev.punctual.ledger.Window;
import dev.punctual.ledger.Windows;
import dev.punctual.rule.RulePattern;
import dev.punctual.rule.RuleSet.Maintenance;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes what people say of maintenance: a window with its end, an early end, a withdrawal. What is
 * over excuses nothing, so a window has to end in the future.
 */
@Singleton
public class WindowResponses {

  private static final Duration LONGEST = Duration.ofDays(31);
  private static final int MOST_PATTERNS = 50;

  private final Windows windows;
  private final RuleBook book;

  WindowResponses(Windows windows, RuleBook book) {
    this.windows = windows;
    this.book = book;
  }

  /**
   * Declares a window.
   *
   * @param patterns of rule ids, with {@code *}
   * @throws Refusal when it says too little or excuses nothing
   */
  public Window declare(
      @Nullable Instant from,
      @Nullable Instant to,
      List<String> patterns,
      String reason,
      Act.Author author,
      Instant now) {
    Checks.author(author);
    if (from == null) {
      throw Refusal.invalid("from", "Say when it begins.");
    }
    if (to == null) {
      throw Refusal.invalid("to", "Say when it ends: a window without an end hides misses.");
    }
    if (!from.isBefore(to)) {
      throw Refusal.invalid("to", "The window ends before it begins.");
    }
    if (!to.isAfter(now)) {
      throw Refusal.invalid(
          "to", "The window is over: after the fact nothing is excused by it. Excuse deadlines.");
    }
    if (Duration.between(from, to).compareTo(LONGEST) > 0) {
      throw Refusal.invalid("to", "At most 31 days, please; longer ones belong in a rule file.");
    }
    Maintenance wish =
        new Maintenance(from, to, known(patterns), Checks.required("reason", reason), "");
    return windows.write(wish, book.rules(), author, now);
  }

  private List<String> known(List<String> patterns) {
    List<String> wanted =
        patterns.stream().map(String::strip).filter(p -> !p.isEmpty()).distinct().toList();
    if (wanted.isEmpty()) {
      throw Refusal.invalid("rules", "Say which rules: ids, with * for several.");
    }
    if (wanted.size() > MOST_PATTERNS) {
      throw Refusal.invalid("rules", "At most " + MOST_PATTERNS + " ids; use * for several.");
    }
    for (String pattern : wanted) {
      if (book.rules().rules().keySet().stream()
          .noneMatch(id -> RulePattern.matches(pattern, id))) {
        throw Refusal.invalid("rules", "No rule matches “" + pattern + "”.");
      }
    }
    return wanted;
  }

  /**
   * Ends a window now: what fell due in it stays excused, the rest counts.
   *
   * @throws Refusal when it is over, withdrawn or not there
   */
  public Window end(long id, Act.Author author, Instant now) {
    Checks.author(author);
    if (!windows.end(id, book.rules(), author, now)) {
      throw Refusal.absent("There is no open window " + id + ".");
    }
    return find(id);
  }

  /**
   * Takes a window back: everything it excused counts again.
   *
   * @throws Refusal when it was taken back before or is not there
   */
  public Window withdraw(long id, String reason, Act.Author author, Instant now) {
    Checks.author(author);
    if (!windows.withdraw(id, Checks.required("reason", reason), book.rules(), author, now)) {
      throw Refusal.absent("There is no window " + id + " that stands.");
    }
    return find(id);
  }

  private Window find(long id) {
    Window window = windows.find(id);
    if (window == null) {
      throw Refusal.absent("There is no window " + id + ".");
    }
    return window;
  }
}
