package dev.punctual.poll;

import dev.punctual.ledger.Act;
import dev.punctual.ledger.Ledger;
import dev.punctual.ledger.RuleBook;
import dev.punctual.ledger.RuleBook.Edition;
import dev.punctual.ledger.RuleVersions;
import dev.punctual.ledger.RuleVersions.Published;
import dev.punctual.ledger.TransitionKind;
import dev.punctual.rule.CalendarEnd;
import dev.punctual.rule.Problem;
import dev.punctual.rule.Reading;
import dev.punctual.rule.Rule;
import dev.punctual.rule.RuleSet;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Keeps the rules in force what the files say. A set is taken whole or not at all; a refused edit
 * leaves the last good rules in force and is told once; an edit that drops a large part of them
 * waits until somebody confirms it. Whoever sees a good edit publishes it, every replica takes the
 * newest published set; a start publishes what it finds.
 */
@Singleton
public class RuleWatch {

  private static final Logger LOG = LoggerFactory.getLogger(RuleWatch.class);

  /** A loss is large when it is more rules than this, and more than this part of them. */
  private static final int FEW = 5;

  private static final int PART = 5;

  private final RuleReader reader;
  private final RuleBook book;
  private final RuleVersions versions;
  private final Ledger ledger;
  private final FormerRules former;
  private final Materialiser materialiser;
  private final Set<CalendarEnd> toldCalendars = new HashSet<>();
  private @Nullable FolderPrint seen;

  /** Hash of what was last taken from the folder here, whoever published since. */
  private @Nullable String taken;

  private @Nullable Reading refused;
  private @Nullable String heldHash;
  private @Nullable String confirmedHash;

  RuleWatch(
      RuleReader reader,
      RuleBook book,
      RuleVersions versions,
      Ledger ledger,
      FormerRules former,
      Materialiser materialiser) {
    this.reader = reader;
    this.book = book;
    this.versions = versions;
    this.ledger = ledger;
    this.former = former;
    this.materialiser = materialiser;
  }

  /**
   * Puts in force what the folder holds, whatever was in force before.
   *
   * @throws RefusedStart with every problem when it cannot be used
   */
  public synchronized void start(Instant now) {
    FolderPrint print = FolderPrint.of(reader.folder(), now);
    switch (reader.read()) {
      case Reading.Rejected rejected ->
          throw new RefusedStart(rejected.problems().stream().map(Problem::toString).toList());
      case Reading.Accepted accepted -> {
        adopt(accepted, inForce(accepted.rules()), now);
        seen = print;
      }
    }
  }

  /** What was in force before a start; empty when that cannot be read any more. */
  private RuleSet inForce(RuleSet found) {
    Published before = versions.current();
    if (before == null) {
      return RuleSet.empty();
    }
    // As a rule nothing changed while the process was away.
    RuleSet known = before.hash().equals(found.hash()) ? found : reader.reread(before);
    return known == null ? RuleSet.empty() : known;
  }

  /**
   * Looks whether the files changed, here or at another replica, and takes them when they are good.
   *
   * @return whether other rules are in force than before
   */
  public synchronized boolean look(Instant now) {
    String before = book.rules().hash();
    follow(now);
    FolderPrint print = FolderPrint.of(reader.folder(), now);
    FolderPrint last = seen;
    if (last == null || !print.sameAs(last)) {
      take(now);
      seen = print;
    }
    tellCalendars(now);
    return !before.equals(book.rules().hash());
  }

  /** Said once, and again when it gets worse. */
  private void tellCalendars(Instant now) {
    LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
    List<CalendarEnd> ends = book.rules().calendarEnds(today);
    for (CalendarEnd end : ends) {
      if (toldCalendars.add(end)) {
        LOG.atLevel(end.isPast(today) ? Level.ERROR : Level.WARN).log("{}", end.problem());
      }
    }
    toldCalendars.retainAll(ends);
  }

  /**
   * Takes a held edit after all, and writes down who wanted it.
   *
   * @return false when none is held
   */
  public synchronized boolean confirm(Act.Author author, Instant now) {
    if (heldHash == null) {
      return false;
    }
    List<String> lost = book.edition().heldRemovals();
    versions.confirmed(heldHash, lost, author, now);
    LOG.info("{} confirmed the edit that drops {} rules", author.name(), lost.size());
    confirmedHash = heldHash;
    take(now);
    return true;
  }

  /** Another replica may have published newer rules. */
  private void follow(Instant now) {
    String hash = versions.currentHash();
    RuleSet rules = book.rules();
    if (hash == null || hash.equals(rules.hash())) {
      return;
    }
    Published published = versions.current();
    RuleSet newer = published == null ? null : reader.reread(published);
    if (newer != null) {
      LOG.info("Taking the rules another replica published: {}", newer.hash());
      turnTo(newer, List.of(), rules, now);
      materialiser.run(now);
    }
  }

  private void take(Instant now) {
    switch (reader.read()) {
      case Reading.Rejected rejected -> refuse(rejected, now);
      case Reading.Accepted accepted -> consider(accepted, now);
    }
  }

  private void refuse(Reading.Rejected rejected, Instant now) {
    Edition edition = book.edition();
    book.turnTo(
        new Edition(
            edition.rules(),
            edition.inForceSince(),
            now,
            rejected.problems(),
            edition.warnings(),
            List.of()));
    heldHash = null;
    if (rejected.equals(refused)) {
      return;
    }
    refused = rejected;
    rejected.problems().forEach(problem -> LOG.error("{}", problem));
    int more = rejected.problems().size() - 1;
    tell(
        Integer.toHexString(rejected.problems().hashCode()),
        rejected.problems().getFirst() + (more == 0 ? "" : " (and " + more + " more)"),
        now);
  }

  private void tell(String hash, String reason, Instant now) {
    if (versions.noteReading(hash, now)) {
      ledger.tellRules(
          TransitionKind.RULES_REJECTED, reason + "; the last good rules stay in force", now);
    }
  }

  private void consider(Reading.Accepted accepted, Instant now) {
    if (accepted.rules().hash().equals(taken)) {
      settle(now);
      return;
    }
    RuleSet before = book.rules();
    List<String> lost = lost(before, accepted.rules());
    boolean large = lost.size() > FEW && lost.size() * PART > before.rules().size();
    if (large && !accepted.rules().hash().equals(confirmedHash)) {
      hold(accepted, lost, before.rules().size(), now);
    } else {
      adopt(accepted, before, now);
    }
  }

  /** The files are again, or still, what was taken from them; others may have published since. */
  private void settle(Instant now) {
    Edition edition = book.edition();
    if (!edition.lastReloadSuccessful()) {
      turnTo(edition.rules(), edition.warnings(), edition.rules(), now);
      tellGood(now);
    }
  }

  /** A renamed rule is not lost. */
  private static List<String> lost(RuleSet before, RuleSet after) {
    NavigableSet<String> lost = new TreeSet<>(before.rules().keySet());
    lost.removeAll(after.rules().keySet());
    after.rules().values().stream()
        .map(rule -> rule.counting().was())
        .filter(Objects::nonNull)
        .forEach(lost::remove);
    return List.copyOf(lost);
  }

  private void hold(Reading.Accepted accepted, List<String> lost, int all, Instant now) {
    Edition edition = book.edition();
    book.turnTo(
        new Edition(
            edition.rules(), edition.inForceSince(), now, List.of(), edition.warnings(), lost));
    String hash = accepted.rules().hash();
    if (!hash.equals(heldHash)) {
      heldHash = hash;
      refused = null;
      String reason =
          "the rule files would drop %d of %d rules; confirm on the Rules page, or restart"
              .formatted(lost.size(), all);
      LOG.error("{}", reason);
      tell("held " + hash.substring(0, Math.min(hash.length(), 40)), reason, now);
    }
  }

  private void adopt(Reading.Accepted accepted, RuleSet before, Instant now) {
    RuleSet rules = accepted.rules();
    accepted.warnings().forEach(warning -> LOG.warn("{}", warning));
    Map<String, Rule> known = before.rules();
    boolean news =
        versions.publish(rules, rule -> RuleChanges.words(known.get(rule.id()), rule), now);
    boolean other = news || !rules.hash().equals(book.rules().hash());
    turnTo(other ? rules : book.rules(), accepted.warnings(), before, now);
    if (other) {
      LOG.info("{} rules in {} files are in force", rules.rules().size(), rules.files().size());
      materialiser.run(now);
    }
    taken = rules.hash();
    tellGood(now);
  }

  private void tellGood(Instant now) {
    if (versions.noteReading(null, now)) {
      ledger.tellRules(TransitionKind.RULES_ACCEPTED, "the rule files are good again", now);
    }
  }

  private void turnTo(RuleSet rules, List<Problem> warnings, RuleSet before, Instant now) {
    Edition edition = book.edition();
    Instant since = edition.inForceSince();
    boolean same = rules.hash().equals(edition.rules().hash()) && since != null;
    former.remember(before, rules);
    book.turnTo(new Edition(rules, same ? since : now, now, List.of(), warnings, List.of()));
    refused = null;
    heldHash = null;
    confirmedHash = null;
  }
}
