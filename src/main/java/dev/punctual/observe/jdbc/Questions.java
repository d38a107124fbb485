package dev.punctual.observe.jdbc;

import dev.punctual.observe.Observation.Absent;
import dev.punctual.observe.Observation.Unreachable;
import dev.punctual.observe.Probe;
import dev.punctual.observe.Source.Ask;
import dev.punctual.observe.SourceFailure;
import dev.punctual.observe.jdbc.Dialect.LastWrite;
import dev.punctual.observe.jdbc.Partitioning.Partition;
import dev.punctual.observe.jdbc.Relation.Column;
import dev.punctual.observe.jdbc.Relation.Kind;
import dev.punctual.observe.jdbc.Relation.Time;
import dev.punctual.observe.sql.BadQuestion;
import dev.punctual.observe.sql.Parameters;
import dev.punctual.observe.sql.Scale;
import dev.punctual.rule.Deadline;
import dev.punctual.rule.Readiness.Evidence;
import dev.punctual.rule.RowsRule;
import dev.punctual.rule.Target;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Puts probes into SQL: evidence and gates of a probe are one SELECT, so they hold in one snapshot.
 */
final class Questions {

  private final JdbcSettings settings;
  private final Session session;
  private final Grammar grammar;
  private final UserSql texts;
  private final Catalog.Server server;
  private final Ask ask;

  Questions(JdbcSettings settings, Session session, UserSql texts, Catalog.Server server, Ask ask) {
    this.settings = settings;
    this.session = session;
    this.grammar = settings.dialect().grammar();
    this.texts = texts;
    this.server = server;
    this.ask = ask;
  }

  /** The question of a query target. */
  Step query(Probe probe, Target.Query query) throws SourceFailure {
    try {
      Sql asked = bound(probe, query.sql());
      Time answers =
          grammar.hidesZones() ? session.answerOf(Sql.of("select ").add(asked).build()) : Time.NONE;
      Sql select = columns("null", "null", "null", "null", grammar.text(asked, answers));
      return asked(probe, select, new Proof.Value(Scale.of(probe, ask.now(), settings.timezone())));
    } catch (BadQuestion e) {
      return new Step.Said(new Unreachable("the query cannot be asked: " + e.getMessage()));
    }
  }

  /** The question of a table whose evidence lies in the table itself. */
  Step table(Probe probe, Relation relation) {
    try {
      return switch (probe.rule().readiness().evidence()) {
        case Evidence.Where where -> where(probe, relation, where);
        case Evidence.Partition partition -> partition(probe, relation, partition);
        case Evidence.Column column -> column(probe, relation, column.name());
        case Evidence.Modified m ->
            switch (settings.dialect().lastWrite()) {
              case LastWrite.OfRows(String newest) -> modified(probe, relation, newest);
              case LastWrite.Counted _, LastWrite.OfStatement _ ->
                  throw new BadQuestion("changes are counted, not asked");
            };
        case Evidence.Changed c -> throw new BadQuestion("changes are counted, not asked");
        case Evidence.Best b -> throw new BadQuestion("changes are counted, not asked");
        case Evidence.Completion c ->
            throw new BadQuestion("a table does not say itself that it is done; write ready_when");
      };
    } catch (BadQuestion e) {
      return new Step.Said(
          new Unreachable(relation.name().shown() + " cannot be asked: " + e.getMessage()));
    }
  }

  /** Gates of a table that the counters have seen written. */
  Step gates(Probe probe, Relation relation, Counters.Verdict.Yes evidence) {
    try {
      RowsRule rows = probe.rule().readiness().rows();
      if (rows != null && rows.relativeToLastWeek()) {
        return new Step.Said(
            new Absent(
                "last week's rows of "
                    + relation.name().shown()
                    + " cannot be counted without a date; write where or column under ready_when"));
      }
      String counted =
          rows == null ? "null" : "(select " + grammar.count() + " from " + from(relation) + ")";
      Sql check = check(probe);
      Sql select =
          columns(counted, "null", "null", "null", check == null ? plain("null") : text(check));
      return asked(probe, select, new Proof.Written(evidence));
    } catch (BadQuestion e) {
      return new Step.Said(
          new Unreachable(relation.name().shown() + " cannot be asked: " + e.getMessage()));
    }
  }

  private Step where(Probe probe, Relation relation, Evidence.Where where) throws BadQuestion {
    Parameters parameters = parameters(probe);
    Sql condition = texts.condition(where.expression(), parameters);
    Sql earlier =
        comparesWeeks(probe) ? texts.condition(where.expression(), parameters.weekEarlier()) : null;
    String shown = texts.shown(where.expression(), parameters);
    return asked(
        probe,
        counting(
            probe,
            matching(relation, condition),
            earlier == null ? null : matching(relation, earlier)),
        new Proof.Matching(shown));
  }

  private Step partition(Probe probe, Relation relation, Evidence.Partition evidence)
      throws BadQuestion {
    Partitioning partitioning = relation.partitioning();
    if (partitioning == null) {
      return new Step.Said(
          new Absent(
              relation.name().shown()
                  + " is no partitioned table; write where or column under ready_when instead of"
                  + " partition"));
    }
    if (partitioning.refusal() != null) {
      throw new BadQuestion(partitioning.refusal());
    }
    Parameters parameters = parameters(probe);
    Object value = PartitionChoice.value(evidence.value(), parameters);
    List<Partition> chosen = new PartitionChoice(partitioning, value, parameters.zone()).chosen();
    if (chosen.isEmpty()) {
      return new Step.Said(
          dev.punctual.observe.Observation.NotYet.because(
              relation.name().shown() + " has no partition for " + value));
    }
    List<Partition> before =
        comparesWeeks(probe)
            ? new PartitionChoice(
                    partitioning,
                    PartitionChoice.value(evidence.value(), parameters.weekEarlier()),
                    parameters.zone())
                .chosen()
            : List.of();
    String name = chosen.stream().map(Partition::name).collect(Collectors.joining(", "));
    boolean exactly = probe.rule().readiness().rows() != null || isStable(probe);
    Sql earlier = before.isEmpty() ? null : grammar.rowsIn(relation, before);
    Sql rows = grammar.rowsIn(relation, chosen);
    Sql select = exactly ? counting(probe, rows, earlier) : existing(probe, rows);
    return asked(probe, select, new Proof.InPartition(name, exactly));
  }

  private Sql matching(Relation relation, Sql condition) {
    return Sql.of(from(relation) + " where ").add(condition).build();
  }

  /** Counts rows, and asks {@code check} only where there are some. */
  private Sql counting(Probe probe, Sql rows, @Nullable Sql earlier) throws BadQuestion {
    Sql before =
        earlier == null
            ? plain("null")
            : Sql.of("(select " + grammar.count() + " from ").add(earlier).add(")").build();
    Sql check = check(probe);
    if (check == null) {
      return Sql.of(grammar.count() + ", ")
          .add(before)
          .add(", null, null, null from ")
          .add(rows)
          .build();
    }
    return Sql.of("q.c, ")
        .add(before)
        .add(", null, null, ")
        .add(whereCounted(check))
        .add(" from (select " + grammar.count() + " as c from ")
        .add(rows)
        .add(") q")
        .build();
  }

  private Sql existing(Probe probe, Sql rows) throws BadQuestion {
    Sql check = check(probe);
    return Sql.of("q.c, null, null, null, ")
        .add(check == null ? plain("null") : whereCounted(check))
        .add(" from (select case when exists (select 1 from ")
        .add(rows)
        .add(") then 1 else 0 end as c) q")
        .build();
  }

  private Sql whereCounted(Sql check) {
    return Sql.of("case when q.c > 0 then ").add(text(check)).add(" end").build();
  }

  private Step column(Probe probe, Relation relation, String written) throws BadQuestion {
    Column column = relation.columns().get(written);
    if (column == null) {
      throw new BadQuestion("it has no column " + written);
    }
    if (column.time() == Time.NONE) {
      return new Step.Said(
          new Absent(
              relation.name().shown()
                  + "."
                  + column.name()
                  + " is of type "
                  + column.type()
                  + ", neither a date nor a time; name another column, or write where"));
    }
    Scale scale = Scale.of(probe, ask.now(), settings.timezone());
    String name = grammar.quote(column.name());
    String table = from(relation);
    Object now = bound(column.time(), scale, ask.now());
    Sql newest =
        Sql.of("case when p.m > ")
            .bind(now)
            .add(" then (select max(" + name + ") from " + table + " where " + name + " <= ")
            .bind(now)
            .add(") else p.m end")
            .build();
    Sql ahead = Sql.of("case when p.m > ").bind(now).add(" then p.m end").build();
    Sql check = check(probe);
    Deadline deadline = probe.deadline();
    boolean counts = probe.rule().readiness().rows() != null || isStable(probe) || check != null;
    Sql.Builder select = Sql.of("");
    if (counts && deadline != null) {
      Sql inside = between(relation, column, scale, deadline, false);
      select
          .add(inside)
          .add(", ")
          .add(
              comparesWeeks(probe)
                  ? between(relation, column, scale, deadline, true)
                  : plain("null"));
    } else {
      select.add("null, null");
    }
    select
        .add(", ")
        .add(grammar.text(newest, column.time()))
        .add(", ")
        .add(grammar.text(ahead, column.time()))
        .add(", ");
    if (check != null && deadline != null) {
      select
          .add("case when ")
          .add(between(relation, column, scale, deadline, false))
          .add(" > 0 then ")
          .add(text(check))
          .add(" end");
    } else {
      select.add("null");
    }
    select.add(" from (select max(" + name + ") as m from " + table + ") p");
    return asked(probe, select.build(), new Proof.NewestOf(column.name(), scale));
  }

  /** Rows whose column lies where the evidence wants it, or lay there a week before. */
  private Sql between(
      Relation relation, Column column, Scale scale, Deadline deadline, boolean weekEarlier) {
    String name = grammar.quote(column.name());
    Instant opens = back(deadline.opensAt(), scale, weekEarlier);
    Instant now = back(ask.now(), scale, weekEarlier);
    Object lower =
        column.time() == Time.DATE
            ? deadline.dataDate().minusWeeks(weekEarlier ? 1 : 0)
            : bound(column.time(), scale, opens);
    return Sql.of(
            "(select " + grammar.count() + " from " + from(relation) + " where " + name + " >= ")
        .bind(lower)
        .add(" and " + name + " <= ")
        .bind(bound(column.time(), scale, now))
        .add(")")
        .build();
  }

  private static Instant back(Instant instant, Scale scale, boolean week) {
    return week
        ? ZonedDateTime.ofInstant(instant, scale.zone()).minusWeeks(1).toInstant()
        : instant;
  }

  private static Object bound(Time time, Scale scale, Instant instant) {
    return switch (time) {
      case DATE -> java.time.LocalDate.ofInstant(instant, scale.zone());
      case LOCAL -> java.time.LocalDateTime.ofInstant(instant, scale.localZone());
      case INSTANT, NONE -> Parameters.utc(instant);
    };
  }

  private Step modified(Probe probe, Relation relation, String newestCommit) throws BadQuestion {
    Deadline deadline = probe.deadline();
    if (!server.commitTimes()) {
      return new Step.Said(
          new Absent(
              "PostgreSQL keeps no last-modified time of "
                  + relation.name().shown()
                  + " while track_commit_timestamp is off; switch it on (needs a restart), or use"
                  + " column, where or changed"));
    }
    if (relation.kind() == Kind.VIEW || relation.kind() == Kind.FOREIGN) {
      return new Step.Said(
          new Absent(
              relation.name().shown()
                  + " is a "
                  + relation.kind().words()
                  + " and has no commit times of its own; use column or where"));
    }
    boolean counts = probe.rule().readiness().rows() != null;
    Sql check = check(probe);
    Sql select =
        Sql.of(counts ? "q.c" : "null")
            .add(", null, ")
            .add(text(plain("q.m")))
            .add(", null, ")
            .add(check == null ? plain("null") : text(check))
            .add(" from (select count(*) as c, " + newestCommit + " as m from ")
            .add(from(relation) + " t) q")
            .build();
    Window window =
        deadline == null
            ? new Window(Instant.EPOCH, null, null, probe.rule().timezone())
            : Window.of(probe, deadline, ask);
    return asked(probe, select, new Proof.Commit(window));
  }

  private @Nullable Sql check(Probe probe) throws BadQuestion {
    String check = probe.rule().readiness().check();
    return check == null ? null : bound(probe, check);
  }

  private Sql bound(Probe probe, String sql) throws BadQuestion {
    return probe.deadline() == null && sql.indexOf(':') < 0
        ? plain("(" + sql + ")")
        : texts.select(sql, parameters(probe));
  }

  private Parameters parameters(Probe probe) throws BadQuestion {
    Deadline deadline = probe.deadline();
    if (deadline == null) {
      throw new BadQuestion("a freshness rule has no dates to ask for; it needs column or changed");
    }
    return Parameters.of(
        deadline, settings.timezone() == null ? deadline.timezone() : settings.timezone());
  }

  private static boolean comparesWeeks(Probe probe) {
    RowsRule rows = probe.rule().readiness().rows();
    return rows != null && rows.relativeToLastWeek();
  }

  private static boolean isStable(Probe probe) {
    return probe.rule().readiness().stableFor() != null;
  }

  private String from(Relation relation) {
    return grammar.quote(relation.name().path());
  }

  private Sql text(Sql value) {
    return grammar.text(value);
  }

  private static Sql columns(
      String counted, String lastWeek, String newest, String ahead, Sql answer) {
    return Sql.of(String.join(", ", counted, lastWeek, newest, ahead))
        .add(", ")
        .add(answer)
        .build();
  }

  private static Sql plain(String text) {
    return Sql.of(text).build();
  }

  private static Step asked(Probe probe, Sql select, Proof proof) {
    return new Step.Asked(new Question(probe, select, proof));
  }
}
