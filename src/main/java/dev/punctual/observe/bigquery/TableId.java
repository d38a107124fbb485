package dev.punctual.observe.bigquery;

import dev.punctual.observe.sql.BadQuestion;
import dev.punctual.rule.Target;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/** A table by its full name. */
record TableId(String project, String dataset, String table) {

  private static final Pattern PROJECT = Pattern.compile("[A-Za-z0-9.:-]{1,100}");
  private static final Pattern DATASET = Pattern.compile("[A-Za-z0-9_]{1,1024}");
  private static final Pattern TABLE =
      Pattern.compile("[\\p{L}\\p{M}\\p{N}\\p{Pc}\\p{Pd}\\p{Zs}*]{1,1024}");

  /**
   * The table a rule names.
   *
   * @param project of one named without
   * @throws BadQuestion where it cannot be a name of BigQuery
   */
  static TableId of(Target.Table target, String project) throws BadQuestion {
    List<String> names = target.relation();
    int last = names.size() - 1;
    if (last < 1) {
      throw new BadQuestion(
          "a table of BigQuery is written source.dataset.table or source.project.dataset.table");
    }
    TableId id =
        new TableId(last == 2 ? names.getFirst() : project, names.get(last - 1), names.get(last));
    if (!PROJECT.matcher(id.project).matches()
        || !DATASET.matcher(id.dataset).matches()
        || !TABLE.matcher(id.table).matches()) {
      throw new BadQuestion(
          target.path()
              + " is no name of BigQuery; a partition after $ is written under ready_when");
    }
    return id;
  }

  /** In SQL; names are checked to hold nothing that could end it. */
  String sql() {
    return "`" + project + "." + dataset + "." + table + "`";
  }

  /** The dataset in SQL, to stand before INFORMATION_SCHEMA. */
  String datasetSql() {
    return "`" + project + "." + dataset + "`";
  }

  String datasetName() {
    return project + "." + dataset;
  }

  /** Whether a message of BigQuery's is about it. */
  boolean isNamedIn(String message) {
    String name = "[:.]" + Pattern.quote(dataset + "." + table) + "(?![\\p{L}\\p{N}_-])";
    return Pattern.compile(Pattern.quote(project) + name).matcher(message).find();
  }

  /** A family of tables, of which BigQuery makes a temporary union: its metadata is of now. */
  boolean isWildcard() {
    return table.indexOf('*') >= 0;
  }

  /** Below the address of the API. */
  String path() {
    return "projects/" + part(project) + "/datasets/" + part(dataset) + "/tables/" + part(table);
  }

  static String part(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
