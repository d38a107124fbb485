package dev.punctual.observe.jdbc;

import dev.punctual.observe.jdbc.Question.Row;

/** Brackets, no truth values, and times that print in ISO only when told so. */
final class SqlserverGrammar implements Grammar {

  @Override
  public String quote(String identifier) {
    return "[" + identifier.replace("]", "]]") + "]";
  }

  /** A {@code count(*)} ends in an error beyond 2³¹ rows. */
  @Override
  public String count() {
    return "count_big(*)";
  }

  @Override
  public String noText() {
    return "cast(null as nvarchar(4000))";
  }

  @Override
  public Sql text(Sql value) {
    return Sql.of("convert(nvarchar(4000), ").add(value).add(", 121)").build();
  }

  @Override
  public Row inWords(Row row) {
    return row.withAnswerInWords();
  }
}
