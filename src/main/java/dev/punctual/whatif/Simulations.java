package dev.punctual.whatif;

import dev.punctual.judge.Arrival;
import dev.punctual.judge.Verdict;
import dev.punctual.ledger.Rows;
import dev.punctual.ledger.RuleParts;
import dev.punctual.ledger.ServiceConfig;
import dev.punctual.observe.Observation.Strength;
import dev.punctual.rule.Rule;
import dev.punctual.rule.RuleSet;
import dev.punctual.whatif.PastDay.Frame;
import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Simulates rules over what the ledger has of them. */
@Singleton
public class Simulations {

  /** Business dates that are looked at where nobody says: a half-year. */
  public static final int DAYS = 184;

  private static final int FETCH_SIZE = 2_000;

  /**
   * The rules come as a table: H2 takes {@code rule_id = any (?)} for a look at every row, and a
   * join for a range of the key.
   */
  private static final String READ =
      """
      select rule_id, business_date, slot, slotted, opens_at, due_at, timezone, objective, verdict,
        arrival_earliest, arrival_at, last_no_at, excusal_category, backfilled_at
      from unnest (?) wanted (id) join deadline on rule_id = wanted.id
      where business_date >= ? and business_date <= ? and verdict is not null
      order by rule_id, business_date, slot\
      """;

  private final TransactionOperations<Connection> transactions;

  private final ServiceConfig service;

  Simulations(TransactionOperations<Connection> transactions, ServiceConfig service) {
    this.transactions = transactions;
    this.service = service;
  }

  /** One rule with what is to be different about it. */
  record Wish(Rule rule, Variation variation) {}

  /**
   * What was asked, by rule.
   *
   * @throws BadVariation when it cannot be answered
   */
  public List<Simulation> answer(Asked asked, RuleSet rules, Instant now) {
    LocalDate wanted = asked.to();
    LocalDate to =
        wanted == null ? now.atZone(ZoneId.of(service.timezone())).toLocalDate() : wanted;
    LocalDate from = asked.from() == null ? to.minusDays(DAYS - 1L) : asked.from();
    return of(asked.wishes(rules), from, to, now);
  }

  /** All of them, in the order of the wishes; rows are read once. */
  List<Simulation> of(List<Wish> wishes, LocalDate from, LocalDate to, Instant now) {
    Map<String, List<PastDay>> days = read(wishes, from, to);
    List<Simulation> simulations = new ArrayList<>(wishes.size());
    for (Wish wish : wishes) {
      simulations.add(
          Simulation.of(wish.rule(), wish.variation(), history(wish.rule(), days), from, to, now));
    }
    return simulations;
  }

  /** A renamed rule has the days of its former id before its own. */
  private static List<PastDay> history(Rule rule, Map<String, List<PastDay>> days) {
    List<PastDay> own = days.getOrDefault(rule.id(), List.of());
    String was = rule.counting().was();
    List<PastDay> former = was == null ? List.of() : days.getOrDefault(was, List.of());
    if (former.isEmpty()) {
      return own;
    }
    List<PastDay> both = new ArrayList<>(former);
    both.addAll(own);
    both.sort(java.util.Comparator.comparing(PastDay::dueAt));
    return both;
  }

  private Map<String, List<PastDay>> read(Collection<Wish> wishes, LocalDate from, LocalDate to) {
    List<Rule> rules = wishes.stream().map(Wish::rule).toList();
    return transactions.executeRead(
        status -> {
          Map<String, List<PastDay>> days = new HashMap<>();
          try (PreparedStatement read = status.getConnection().prepareStatement(READ)) {
            read.setFetchSize(FETCH_SIZE);
            for (List<String> ids : RuleParts.of(rules, from, to)) {
              Rows.bind(read, ids, from, to);
              add(days, read);
            }
          }
          return days;
        });
  }

  private static void add(Map<String, List<PastDay>> days, PreparedStatement read)
      throws SQLException {
    Map<String, ZoneId> zones = new HashMap<>();
    try (ResultSet row = read.executeQuery()) {
      while (row.next()) {
        ZoneId zone = zones.computeIfAbsent(row.getString("timezone"), ZoneId::of);
        days.computeIfAbsent(row.getString("rule_id"), r -> new ArrayList<>()).add(day(row, zone));
      }
    }
  }

  private static PastDay day(ResultSet row, ZoneId zone) throws SQLException {
    Frame frame =
        new Frame(
            row.getObject("business_date", LocalDate.class),
            row.getBoolean("slotted") ? instant(row, "slot") : null,
            Objects.requireNonNull(instant(row, "opens_at")),
            Objects.requireNonNull(instant(row, "due_at")),
            zone,
            row.getBigDecimal("objective"));
    Instant earliest = instant(row, "arrival_earliest");
    Instant at = instant(row, "arrival_at");
    Arrival arrival =
        earliest == null || at == null ? null : new Arrival(earliest, at, Strength.STRONG);
    return PastDay.of(
        frame,
        Verdict.of(Objects.requireNonNull(row.getString("verdict"))),
        row.getString("excusal_category") != null,
        arrival,
        instant(row, "last_no_at"),
        instant(row, "backfilled_at") != null);
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    OffsetDateTime moment = row.getObject(column, OffsetDateTime.class);
    return moment == null ? null : moment.toInstant();
  }
}
