package dev.punctual.observe.jdbc;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What differs between the databases beyond their catalogues.
 *
 * <p>Branches per statement: each one takes locks on its table and the table's indexes until the
 * transaction ends; a PostgreSQL server has room for about 6,400 locks as shipped. H2 nests the
 * branches of a union, so a long one exhausts the stack.
 */
enum Dialect {
  POSTGRESQL("postgresql", "PostgreSQL", "jdbc:postgresql:", 250),
  H2("h2", "H2", "jdbc:h2:", 100);

  private final String type;
  private final String title;
  private final String urlPrefix;
  private final int branches;

  Dialect(String type, String title, String urlPrefix, int branches) {
    this.type = type;
    this.title = title;
    this.urlPrefix = urlPrefix;
    this.branches = branches;
  }

  /** The value of {@code type:} in the deployment configuration. */
  String type() {
    return type;
  }

  String title() {
    return title;
  }

  String urlPrefix() {
    return urlPrefix;
  }

  /** The most questions one statement may hold. */
  int branches() {
    return branches;
  }

  /** An identifier as it stands in a catalogue, safe in any SQL text. */
  String quote(String identifier) {
    return '"' + identifier.replace("\"", "\"\"") + '"';
  }

  String quote(List<String> path) {
    return path.stream().map(this::quote).collect(Collectors.joining("."));
  }

  Catalog catalog() {
    return switch (this) {
      case POSTGRESQL -> new PostgresqlCatalog();
      case H2 -> new H2Catalog();
    };
  }
}
