package dev.punctual.board;

import dev.punctual.board.BoardRow.FreshNow;
import dev.punctual.board.BoardRow.SlotsToday;
import dev.punctual.board.Typical.Band;
import dev.punctual.judge.State;
import dev.punctual.ledger.Allowance;
import dev.punctual.ledger.Rows;
import dev.punctual.ledger.RuleBook;
import dev.punctual.report.Reports;
import dev.punctual.report.Successions;
import dev.punctual.rule.Promise;
import dev.punctual.rule.Rule;
import dev.punctual.rule.RuleSet;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads what stands on the board: every deadline of today, and what is still open from before. */
@Singleton
class Board {

  private static final String TODAY =
      "select "
          + Due.COLUMNS
          + """
           from deadline where due_at >= ? and due_at < ? and (due_at < ? or business_date <= ?)\
          """;

  /** In two halves: with {@code or} between them H2 walks through the whole table. */
  private static final String STILL_OPEN =
      "select "
          + Due.COLUMNS
          + " from deadline where state = 'overdue' and due_at < ? union all select "
          + Due.COLUMNS
          + " from deadline where verdict is null and state = 'unknown' and due_at < ?";

  private static final String FRESHNESS =
      "select rule_id, state, newest_at, since, reason from freshness";

  private static final String DOWN = "select source, since from source_health where not up";

  /** A promise may fall due long after its business date; seen from a day and a half before. */
  private static final int HOURS_AHEAD = 36;

  private final Rows rows;
  private final RuleBook book;
  private final Reports reports;
  private final Typical typical;
  private final Successions successions;

  Board(Rows rows, RuleBook book, Reports reports, Typical typical, Successions successions) {
    this.rows = rows;
    this.book = book;
    this.reports = reports;
    this.typical = typical;
    this.successions = successions;
  }

  /**
   * The board of a moment.
   *
   * @param rows in no order
   * @param down sources that do not answer, since when
   * @param idle rules in force that promise nothing today
   */
  record Today(
      List<BoardRow> rows, Strips strips, Map<String, Instant> down, int idle, LocalDate date) {}

  /**
   * Reads it.
   *
   * @param zone of the service: which day is today, where a rule does not say
   */
  Today today(Instant now, ZoneId zone) {
    RuleSet rules = book.rules();
    Map<String, Band> bands = typical.bands(now);
    return rows.together(
        () -> {
          LocalDate date = now.atZone(zone).toLocalDate();
          Map<String, Allowance> allowances = reports.allowances(now);
          Strips strips = Strips.read(rows, successions, date);
          List<Due> dues = dues(rules, now, zone);
          UnaryOperator<String> heirs = successions.heirs(dues.stream().map(Due::rule).toList());
          Assembly assembly = new Assembly(rules, bands, strips, allowances, heirs, now);
          dues.forEach(assembly::add);
          freshness(assembly, rules);
          List<BoardRow> all = assembly.rows();
          Set<String> shown = all.stream().map(BoardRow::rule).collect(Collectors.toSet());
          int idle = (int) rules.rules().keySet().stream().filter(r -> !shown.contains(r)).count();
          return new Today(all, strips, down(), idle, date);
        });
  }

  private List<Due> dues(RuleSet rules, Instant now, ZoneId zone) {
    Instant from = startOfDay(now, zone);
    Instant to = endOfDay(now, zone);
    LocalDate latest = now.atZone(zone).toLocalDate();
    for (ZoneId other : zones(rules)) {
      from = startOfDay(now, other).isBefore(from) ? startOfDay(now, other) : from;
      to = endOfDay(now, other).isAfter(to) ? endOfDay(now, other) : to;
      LocalDate date = now.atZone(other).toLocalDate();
      latest = date.isAfter(latest) ? date : latest;
    }
    Instant far = to.plusSeconds(HOURS_AHEAD * 3_600L);
    List<Due> dues =
        new ArrayList<>(
            rows.list(TODAY, Due::read, from, far, to, latest).stream()
                .filter(due -> due.isOf(now.atZone(due.zone()).toLocalDate()) || isOpen(due, now))
                .toList());
    dues.addAll(rows.list(STILL_OPEN, Due::read, from, from));
    return dues;
  }

  private static boolean isOpen(Due due, Instant now) {
    return due.dueAt().isBefore(now)
        && (due.state() == State.OVERDUE || (due.state() == State.UNKNOWN && !due.settled()));
  }

  private static Set<ZoneId> zones(RuleSet rules) {
    return rules.rules().values().stream().map(Rule::timezone).collect(Collectors.toSet());
  }

  private static Instant startOfDay(Instant now, ZoneId zone) {
    return now.atZone(zone).toLocalDate().atStartOfDay(zone).toInstant();
  }

  private static Instant endOfDay(Instant now, ZoneId zone) {
    return now.atZone(zone).toLocalDate().plusDays(1).atStartOfDay(zone).toInstant();
  }

  private void freshness(Assembly assembly, RuleSet rules) {
    if (rules.rules().values().stream().noneMatch(Rule::isFreshness)) {
      return;
    }
    rows.list(
        FRESHNESS,
        row -> {
          assembly.addFresh(
              Rows.text(row, "rule_id"),
              Rows.text(row, "state"),
              Rows.orNull(row, "newest_at"),
              Rows.instant(row, "since"),
              Rows.text(row, "reason"));
          return true;
        });
  }

  private Map<String, Instant> down() {
    Map<String, Instant> down = new TreeMap<>();
    rows.list(DOWN, row -> down.put(Rows.text(row, "source"), Rows.instant(row, "since")));
    return down;
  }

  /** Deadlines on their way to rows. */
  private static final class Assembly {
    private final RuleSet rules;
    private final Map<String, Band> bands;
    private final Strips strips;
    private final Map<String, Allowance> allowances;
    private final UnaryOperator<String> heirs;
    private final Instant now;
    private final List<BoardRow> done = new ArrayList<>();
    private final Map<String, List<Due>> slotted = new LinkedHashMap<>();

    Assembly(
        RuleSet rules,
        Map<String, Band> bands,
        Strips strips,
        Map<String, Allowance> allowances,
        UnaryOperator<String> heirs,
        Instant now) {
      this.rules = rules;
      this.bands = bands;
      this.strips = strips;
      this.allowances = allowances;
      this.heirs = heirs;
      this.now = now;
    }

    void add(Due due) {
      if (due.slot() == null) {
        done.add(row(due, null, null));
      } else {
        slotted.computeIfAbsent(due.rule(), _ -> new ArrayList<>()).add(due);
      }
    }

    void addFresh(String id, String state, @Nullable Instant newest, Instant since, String reason) {
      Rule rule = rules.rules().get(id);
      if (rule != null && rule.promise() instanceof Promise.FreshWithin promise) {
        FreshNow fresh = new FreshNow(promise.freshWithin(), newest, since);
        done.add(row(present(rule, state, reason), null, fresh));
      }
    }

    private Due present(Rule rule, String state, String reason) {
      State shown =
          switch (state) {
            case "fresh" -> State.MET;
            case "stale" -> State.OVERDUE;
            case "unknown" -> State.UNKNOWN;
            default -> State.WAITING;
          };
      LocalDate today = now.atZone(rule.timezone()).toLocalDate();
      return new Due(
          0,
          rule.id(),
          today,
          null,
          now,
          rule.timezone(),
          rule.source(),
          rule.team(),
          rule.counting().trial(),
          shown,
          false,
          null,
          false,
          reason,
          null,
          null,
          null,
          null,
          null);
    }

    List<BoardRow> rows() {
      slotted.forEach((rule, dues) -> done.add(row(speaking(dues), count(dues), null)));
      return done;
    }

    /**
     * The slot that says most: one that is in trouble now, else the newest judged, else the next.
     */
    private Due speaking(List<Due> dues) {
      return dues.stream()
          .filter(due -> due.look() == Look.OVERDUE || due.look() == Look.AT_RISK)
          .min(Comparator.comparing(Due::look).thenComparing(Due::dueAt))
          .or(
              () ->
                  dues.stream()
                      .filter(due -> !due.dueAt().isAfter(now))
                      .max(Comparator.comparing(Due::dueAt)))
          .orElseGet(() -> dues.stream().min(Comparator.comparing(Due::dueAt)).orElseThrow());
    }

    private static SlotsToday count(List<Due> dues) {
      Map<Look, Integer> looks = new HashMap<>();
      dues.forEach(due -> looks.merge(due.look(), 1, Integer::sum));
      int missed =
          looks.entrySet().stream()
              .filter(look -> look.getKey().isMiss())
              .mapToInt(Map.Entry::getValue)
              .sum();
      return new SlotsToday(
          dues.size(),
          looks.getOrDefault(Look.MET, 0),
          missed,
          looks.getOrDefault(Look.UNKNOWN, 0));
    }

    private BoardRow row(Due due, @Nullable SlotsToday slots, @Nullable FreshNow fresh) {
      String heir = heirs.apply(due.rule());
      Rule rule = rules.rules().get(heir);
      boolean atRisk = due.look() == Look.AT_RISK;
      LocalDate dataDate = rule == null ? due.businessDate() : dataDate(rule, due.businessDate());
      return new BoardRow(
          rule == null ? due.rule() : rule.title(),
          rule == null ? "" : rule.target().kind(),
          rule == null ? due.source() : Targets.name(rule, due.businessDate(), dataDate),
          rule == null ? new TreeMap<>() : rule.about().labels(),
          due,
          slots,
          fresh,
          bands.get(heir),
          strips.of(heir, atRisk),
          due.trial() || fresh != null ? null : allowances.get(heir));
    }

    private static LocalDate dataDate(Rule rule, LocalDate date) {
      return switch (rule.promise()) {
        case Promise.ReadyBy promise -> promise.dataDate().of(date);
        case Promise.ReadyWithin promise -> promise.dataDate().of(date);
        case Promise.FreshWithin _ -> date;
      };
    }
  }
}
