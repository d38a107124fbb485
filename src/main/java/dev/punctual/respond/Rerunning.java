package dev.punctual.respond;

import dev.punctual.ledger.Act;
import dev.punctual.ledger.Acted;
import dev.punctual.ledger.Entry;
import dev.punctual.ledger.Ledger;
import dev.punctual.ledger.RuleBook;
import dev.punctual.observe.Probe;
import dev.punctual.observe.Reruns;
import dev.punctual.observe.Reruns.Rerun;
import dev.punctual.observe.SourceFailure;
import dev.punctual.observe.Sources;
import dev.punctual.rule.Rule;
import dev.punctual.rule.Schedule;
import jakarta.inject.Singleton;
import java.time.Instant;

/**
 * Has what failed run again, where rule and source allow it. That somebody asked is written before
 * the source hears of it, what came of it after: no crash leaves an act without its author.
 */
@Singleton
public class Rerunning {

  private final Ledger ledger;
  private final RuleBook book;
  private final Sources sources;

  Rerunning(Ledger ledger, RuleBook book, Sources sources) {
    this.ledger = ledger;
    this.book = book;
    this.sources = sources;
  }

  /**
   * Clears what failed in the run of a deadline.
   *
   * @return what came of it, in words
   * @throws Refusal when it is not allowed or there is nothing to re-run
   */
  public String rerun(Entry deadline, Act.Author author, Instant now) {
    Checks.author(author);
    Rule rule = book.rules().rules().get(deadline.rule());
    if (rule == null || !rule.notices().rerun()) {
      throw Refusal.invalid(
          "act", "Rule " + deadline.rule() + " does not allow it: rerun: true in its file would.");
    }
    if (!(sources.source(rule.source()) instanceof Reruns source) || !source.mayRerun()) {
      throw Refusal.invalid(
          "act",
          "Source "
              + rule.source()
              + " does not allow it: rerun: true in its settings would, where it is an Airflow.");
    }
    if (ledger.act(deadline, new Act.RerunAsked(), author, now) instanceof Acted.Over) {
      throw Refusal.invalid("act", "It is settled; there is nothing to re-run for it.");
    }
    Rerun came = rerun(source, probe(rule, deadline), now);
    ledger.act(deadline, new Act.Rerun(came.words()), author, now);
    return came.words();
  }

  private static Probe probe(Rule rule, Entry deadline) {
    return new Probe(
        rule, deadline.deadline(), Schedule.nextOpens(rule, deadline.deadline()), true);
  }

  private static Rerun rerun(Reruns source, Probe probe, Instant now) {
    try {
      return source.rerun(probe, now);
    } catch (SourceFailure e) {
      return new Rerun.Refused("nothing is known to be cleared: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Rerun.Refused("interrupted; nothing is known to be cleared");
    }
  }
}
