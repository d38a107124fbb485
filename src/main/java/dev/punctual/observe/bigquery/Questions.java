package dev.punctual.observe.bigquery;

import dev.punctual.observe.Observation;
import dev.punctual.observe.Observation.Absent;
import dev.punctual.observe.Probe;
import dev.punctual.observe.Source.Ask;
import dev.punctual.observe.bigquery.Question.Proof;
import dev.punctual.observe.bigquery.TableCard.Column;
import dev.punctual.observe.sql.BadQuestion;
import dev.punctual.observe.sql.Parameters;
import dev.punctual.observe.sql.Scale;
import dev.punctual.observe.sql.Words;
import dev.punctual.rule.Deadline;
import dev.punctual.rule.DidYouMean;
import dev.punctual.rule.Promise;
import dev.punctual.rule.Readiness.Evidence;
import dev.punctual.rule.RowsRule;
import dev.punctual.rule.Target;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts probes into SQL. A condition on a column is written so that BigQuery can leave partitions
 * out: what is not read is not billed. Evidence and {@code check} of a probe are one SELECT, so
 * they hold in one snapshot; a check is asked only once there is something to check.
 */
final class Questions {

  /** How far a freshness rule looks back at least; older is "none", and stale either way. */
  private static final Duration LOOK_BACK = Duration.ofDays(7);

  private final BigQuerySettings settings;
  private final Ask ask;

  Questions(BigQuerySettings settings, Ask ask) {
    this.settings = settings;
    this.ask = ask;
  }

  /** The question of a query target. */
  Question query(Probe probe, Target.Query query) throws BadQuestion {
    Sql answer = Sql.of("CAST(").add(selected(probe, query.sql())).add(" AS STRING)").build();
    Sql select = Sql.of("NULL, NULL, NULL, ").add(answer).build();
    Proof proof = new Proof.Value(Scale.of(probe, ask.now(), settings.timezone()));
    return new Question(probe, settings.billing().location(), select, proof, false);
  }

  /** Rows that match. */
  Question where(Probe probe, TableId table, @Nullable String location, boolean checked)
      throws BadQuestion {
    String where = ((Evidence.Where) probe.rule().readiness().evidence()).expression();
    Parameters parameters = parameters(probe);
    Sql condition = UserSql.condition(where, parameters);
    Sql earlier = comparesWeeks(probe) ? UserSql.condition(where, parameters.weekEarlier()) : null;
    Sql.Builder select =
        Sql.of("q.c, ")
            .add(earlier == null ? Sql.plain("NULL") : counted(table, earlier))
            .add(", NULL, ")
            .add(check(probe, checked))
            .add(" FROM (SELECT COUNT(*) AS c FROM " + table.sql() + " WHERE ")
            .add(condition)
            .add(") q");
    Proof proof = new Proof.Matching(UserSql.shown(where, parameters));
    return new Question(probe, location, select.build(), proof, checked);
  }

  private static Sql counted(TableId table, Sql condition) {
    return Sql.of("(SELECT COUNT(*) FROM " + table.sql() + " WHERE ")
        .add(condition)
        .add(")")
        .build();
  }

  /**
   * The newest value of a column that could prove anything.
   *
   * @throws BadQuestion when it is no date or time
   */
  Question column(Probe probe, TableId table, TableCard card, boolean checked) throws BadQuestion {
    String written = ((Evidence.Column) probe.rule().readiness().evidence()).name();
    Column column = card.column(written);
    if (column == null) {
      List<String> names = card.columns().values().stream().map(Column::name).toList();
      String near = DidYouMean.suggest(written, names);
      throw new BadQuestion(
          "it has no column " + written + (near == null ? "" : "; did you mean " + near + "?"));
    }
    Scale scale = Scale.of(probe, ask.now(), settings.timezone());
    Range range = range(probe, column, scale);
    Sql earlier =
        comparesWeeks(probe) ? counted(table, range.weekEarlier(scale).sql(column)) : null;
    Sql.Builder select =
        Sql.of("q.c, ")
            .add(earlier == null ? Sql.plain("NULL") : earlier)
            .add(", CAST(q.m AS STRING), ")
            .add(check(probe, checked))
            .add(" FROM (SELECT COUNT(*) AS c, MAX(" + column.sql() + ") AS m FROM ")
            .add(table.sql() + " WHERE ")
            .add(range.sql(column))
            .add(") q");
    Proof proof = new Proof.NewestOf(column.name(), scale, range.since(scale));
    return new Question(probe, location(card), select.build(), proof, checked);
  }

  @Nullable String location(TableCard card) {
    String set = settings.billing().location();
    return set != null ? set : card.location().isEmpty() ? null : card.location();
  }

  /** Values from one to another, both included, as the column has them. */
  private record Range(Object from, Object to) {

    Sql sql(Column column) {
      return Sql.of("(" + column.sql() + " >= ")
          .bind(from)
          .add(" AND " + column.sql() + " <= ")
          .bind(to)
          .add(")")
          .build();
    }

    Range weekEarlier(Scale scale) {
      return new Range(earlier(from, scale), earlier(to, scale));
    }

    private static Object earlier(Object value, Scale scale) {
      return switch (value) {
        case LocalDate date -> date.minusWeeks(1);
        case LocalDateTime time -> time.minusWeeks(1);
        case OffsetDateTime time ->
            Parameters.utc(
                ZonedDateTime.ofInstant(time.toInstant(), scale.zone()).minusWeeks(1).toInstant());
        default -> value;
      };
    }

    String since(Scale scale) {
      return switch (from) {
        case LocalDate date -> date.toString();
        case LocalDateTime time ->
            Words.time(time.atZone(scale.localZone()).toInstant(), scale.zone());
        case OffsetDateTime time -> Words.time(time.toInstant(), scale.zone());
        default -> from.toString();
      };
    }
  }

  private Range range(Probe probe, Column column, Scale scale) throws BadQuestion {
    Deadline deadline = probe.deadline();
    Instant from = deadline == null ? ask.now().minus(lookBack(probe)) : deadline.opensAt();
    Instant to = ask.now();
    return switch (column.type()) {
      case "DATE" ->
          new Range(
              deadline == null ? LocalDate.ofInstant(from, scale.zone()) : deadline.dataDate(),
              scale.today());
      case "DATETIME" ->
          new Range(
              LocalDateTime.ofInstant(from, scale.localZone()),
              LocalDateTime.ofInstant(to, scale.localZone()));
      case "TIMESTAMP" -> new Range(Parameters.utc(from), Parameters.utc(to));
      default ->
          throw new BadQuestion(
              column.name()
                  + " is of type "
                  + column.type()
                  + ", neither a date nor a time; name another column, or write where");
    };
  }

  private static Duration lookBack(Probe probe) {
    Duration twice =
        probe.rule().promise() instanceof Promise.FreshWithin fresh
            ? fresh.freshWithin().multipliedBy(2)
            : LOOK_BACK;
    return twice.compareTo(LOOK_BACK) > 0 ? twice : LOOK_BACK;
  }

  /** What {@code check} answers about a table of which metadata said yes. */
  Question check(Probe probe, @Nullable String location, Observation yes) throws BadQuestion {
    Sql select = Sql.of("NULL, NULL, NULL, ").add(check(probe, true)).build();
    return new Question(probe, location, select, new Proof.Seen(yes), true);
  }

  private Sql check(Probe probe, boolean checked) throws BadQuestion {
    String check = probe.rule().readiness().check();
    return check == null || !checked
        ? Sql.plain("NULL")
        : Sql.of("CAST(").add(selected(probe, check)).add(" AS STRING)").build();
  }

  private Sql selected(Probe probe, String sql) throws BadQuestion {
    return probe.deadline() == null ? UserSql.select(sql) : UserSql.select(sql, parameters(probe));
  }

  Parameters parameters(Probe probe) throws BadQuestion {
    Deadline deadline = probe.deadline();
    if (deadline == null) {
      throw new BadQuestion("a freshness rule has no dates to ask for; it needs column");
    }
    return Parameters.of(
        deadline, settings.timezone() == null ? deadline.timezone() : settings.timezone());
  }

  static boolean comparesWeeks(Probe probe) {
    RowsRule rows = probe.rule().readiness().rows();
    return rows != null && rows.relativeToLastWeek();
  }

  /** What is wrong with the rule, whatever its table holds. */
  static Observation broken(String target, BadQuestion e) {
    return new Absent(target + " cannot be asked: " + e.getMessage());
  }
}
