package dev.punctual.rule;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * A piece of SQL from a rule with named parameters such as {@code :data_date}. It is one expression
 * or one SELECT: second statements, comments and unbalanced parentheses are refused, so that it can
 * stand inside a larger statement. Strings, quoted names, dollar quotes and {@code ::} casts are
 * told apart from parameters.
 */
public final class SqlText {

  /** What a rule's SQL may name, with what it is. */
  public enum Parameter {
    /** Date of the promised data. */
    DATA_DATE,
    /** Local date the promise is for. */
    BUSINESS_DATE,
    /** Instant from which undated evidence counts. */
    OPENS_AT,
    /** The due instant. */
    DUE_AT,
    /** Instant at which the slot begins. */
    SLOT_START,
    /** Instant at which the slot ends. */
    SLOT_END,
    /** Date and time on the rule's clock at which the slot begins. */
    SLOT_START_LOCAL,
    /** Date and time on the rule's clock at which the slot ends. */
    SLOT_END_LOCAL;

    /** As written after the colon. */
    public String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }

    /** Whether it has a value only with {@code every}. */
    public boolean ofSlot() {
      return name().startsWith("SLOT");
    }

    private static final Map<String, Parameter> BY_WORD = byWord();

    private static Map<String, Parameter> byWord() {
      Map<String, Parameter> words = new LinkedHashMap<>();
      for (Parameter parameter : values()) {
        words.put(parameter.word(), parameter);
      }
      return words;
    }
  }

  /** What the piece is. */
  public enum Shape {
    /** One condition, to stand after WHERE. */
    EXPRESSION,
    /** One SELECT. */
    SELECT
  }

  /**
   * The piece as a driver takes it.
   *
   * @param sql with {@code ?} for each use of a parameter
   * @param parameters in the order of the question marks
   */
  public record Bound(String sql, List<Parameter> parameters) {
    public Bound {
      parameters = List.copyOf(parameters);
    }
  }

  private static final Set<String> NOT_IN_EXPRESSION =
      Set.of("union", "intersect", "except", "group", "order", "having", "limit");

  private final String text;
  private final Bound bound;
  private final Map<Parameter, Integer> firstUse;

  private SqlText(String text, Bound bound, Map<Parameter, Integer> firstUse) {
    this.text = text;
    this.bound = bound;
    this.firstUse = firstUse;
  }

  /**
   * Reads a piece of SQL.
   *
   * @throws BadScalarException at what is refused
   */
  public static SqlText parse(String text, Shape shape) {
    List<SqlToken> tokens = SqlToken.split(text);
    refuseOutside(tokens);
    balance(tokens);
    begins(tokens, shape);
    StringBuilder sql = new StringBuilder();
    List<Parameter> parameters = new ArrayList<>();
    Map<Parameter, Integer> firstUse = new LinkedHashMap<>();
    for (SqlToken token : tokens) {
      if (token.kind() == SqlToken.Kind.PARAMETER) {
        Parameter parameter = parameter(token);
        parameters.add(parameter);
        firstUse.putIfAbsent(parameter, token.offset());
        sql.append('?');
      } else {
        sql.append(token.text());
      }
    }
    return new SqlText(text, new Bound(sql.toString(), parameters), firstUse);
  }

  /**
   * Reads a parameter that stands alone, such as the value of {@code partition}.
   *
   * @param text with its colon
   * @throws BadScalarException when it is anything else
   */
  public static Parameter parseParameter(String text) {
    List<SqlToken> tokens = SqlToken.split(text);
    if (tokens.size() != 1 || tokens.getFirst().kind() != SqlToken.Kind.PARAMETER) {
      throw new BadScalarException(
          "\"" + text + "\" is not a parameter. Write one alone, such as \":data_date\".", 0);
    }
    return parameter(tokens.getFirst());
  }

  /** The parameters that are used, each once, in the order of their first use. */
  public Set<Parameter> parameters() {
    return Collections.unmodifiableSet(firstUse.keySet());
  }

  /** Where a parameter is used first, 0-based. */
  int offsetOf(Parameter parameter) {
    return firstUse.getOrDefault(parameter, 0);
  }

  /** With question marks, for a prepared statement. */
  public Bound bound() {
    return bound;
  }

  /**
   * With a text in place of each parameter, for systems that bind no typed values.
   *
   * @param literal what stands for a parameter: SQL that is written here, never somebody's text
   */
  public String with(Function<Parameter, String> literal) {
    StringBuilder sql = new StringBuilder();
    for (SqlToken token : SqlToken.split(text)) {
      sql.append(
          token.kind() == SqlToken.Kind.PARAMETER ? literal.apply(parameter(token)) : token.text());
    }
    return sql.toString();
  }

  /** As written. */
  @Override
  public String toString() {
    return text;
  }

  private static Parameter parameter(SqlToken token) {
    String name = token.text().substring(1);
    Parameter parameter = Parameter.BY_WORD.get(name);
    if (parameter == null) {
      String near = DidYouMean.suggest(name, Parameter.BY_WORD.keySet());
      throw new BadScalarException(
          "There is no parameter \""
              + token.text()
              + "\". "
              + (near == null
                  ? "Known are "
                      + Wording.and(Parameter.BY_WORD.keySet().stream().map(w -> ":" + w).toList())
                      + "."
                  : "Did you mean \":" + near + "\"?"),
          token.offset());
    }
    return parameter;
  }

  private static void refuseOutside(List<SqlToken> tokens) {
    for (int i = 0; i < tokens.size(); i++) {
      SqlToken token = tokens.get(i);
      switch (token.kind()) {
        case COMMENT ->
            throw new BadScalarException(
                "Comments are not read in SQL. Write them in YAML, after #.", token.offset());
        case SEMICOLON ->
            throw new BadScalarException(
                tokens.subList(i + 1, tokens.size()).stream()
                        .allMatch(rest -> rest.kind() == SqlToken.Kind.BLANK)
                    ? "Leave out the semicolon at the end."
                    : "One statement is read, not two. What follows the semicolon is refused.",
                token.offset());
        case QUESTION ->
            throw new BadScalarException(
                "A ? is refused: values come in by name, such as :data_date (for the operator ?"
                    + " of jsonb write jsonb_exists(column, key)).",
                token.offset());
        case BLANK, WORD, STRING, NAME, OPEN, CLOSE, PARAMETER, OTHER -> {}
      }
    }
  }

  private static void balance(List<SqlToken> tokens) {
    List<SqlToken> open = new ArrayList<>();
    for (SqlToken token : tokens) {
      if (token.kind() == SqlToken.Kind.OPEN) {
        open.add(token);
      } else if (token.kind() == SqlToken.Kind.CLOSE) {
        if (open.isEmpty()) {
          throw new BadScalarException(
              "This parenthesis closes none that was opened.", token.offset());
        }
        open.removeLast();
      }
    }
    if (!open.isEmpty()) {
      throw new BadScalarException("This parenthesis is never closed.", open.getLast().offset());
    }
  }

  private static void begins(List<SqlToken> tokens, Shape shape) {
    SqlToken first = firstWord(tokens);
    switch (shape) {
      case SELECT -> {
        if (!first.isWord("select") && !first.isWord("with")) {
          throw new BadScalarException(
              "This is one SELECT: it begins with select or with.", first.offset());
        }
      }
      case EXPRESSION -> {
        if (first.isWord("where") || first.isWord("select") || first.isWord("with")) {
          throw new BadScalarException(
              "This is the condition alone, such as \"dt = :data_date\", without the word "
                  + first.text()
                  + ".",
              first.offset());
        }
        oneExpression(tokens);
      }
    }
  }

  private static SqlToken firstWord(List<SqlToken> tokens) {
    for (SqlToken token : tokens) {
      if (token.kind() != SqlToken.Kind.BLANK) {
        return token;
      }
    }
    throw new BadScalarException("The SQL is missing.", 0);
  }

  private static void oneExpression(List<SqlToken> tokens) {
    int depth = 0;
    for (SqlToken token : tokens) {
      depth += token.kind() == SqlToken.Kind.OPEN ? 1 : 0;
      depth -= token.kind() == SqlToken.Kind.CLOSE ? 1 : 0;
      if (depth == 0
          && token.kind() == SqlToken.Kind.WORD
          && NOT_IN_EXPRESSION.contains(token.text().toLowerCase(java.util.Locale.ROOT))) {
        throw new BadScalarException(
            "This is one condition; \"" + token.text() + "\" does not belong in it.",
            token.offset());
      }
    }
  }
}
