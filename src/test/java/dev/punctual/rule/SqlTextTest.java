package dev.punctual.rule;

import static dev.punctual.rule.SqlText.Parameter.DATA_DATE;
import static dev.punctual.rule.SqlText.Parameter.DUE_AT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.punctual.rule.SqlText.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SqlTextTest {

  @Test
  void parameters_become_question_marks_in_their_order() {
    SqlText sql =
        SqlText.parse("a = :data_date and b < :due_at or c = :data_date", Shape.EXPRESSION);
    assertThat(sql.bound().sql()).isEqualTo("a = ? and b < ? or c = ?");
    assertThat(sql.bound().parameters()).containsExactly(DATA_DATE, DUE_AT, DATA_DATE);
    assertThat(sql.parameters()).containsExactly(DATA_DATE, DUE_AT);
    assertThat(sql).hasToString("a = :data_date and b < :due_at or c = :data_date");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a = 'x :due_at; -- (' and b = 1",
        "\"odd :due_at;)\" = 1",
        "`odd :due_at;)` = 1",
        "a = $$ :due_at; ( $$",
        "a = $tag$ :due_at; $$ -- $tag$",
        "a = E'it\\'s :due_at; ('",
        "a = 'it''s :due_at; ('",
        "a::date = b::timestamptz",
        "a = '10:00:00'",
        "a[1:2] = b",
        "price$usd > 1 and a - -1 > 0 and a / 2 > 1"
      })
  void what_stands_in_strings_names_and_casts_is_no_parameter(String text) {
    SqlText sql = SqlText.parse(text, Shape.EXPRESSION);
    assertThat(sql.bound().sql()).isEqualTo(text);
    assertThat(sql.parameters()).isEmpty();
  }

  @Test
  void literals_stand_in_for_parameters_and_for_nothing_else() {
    SqlText sql =
        SqlText.parse("a = :data_date and b <> ':data_date?' and c < :due_at", Shape.EXPRESSION);
    assertThat(sql.with(parameter -> "<" + parameter.word() + ">"))
        .isEqualTo("a = <data_date> and b <> ':data_date?' and c < <due_at>");
  }

  @Test
  void a_parameter_may_be_cast() {
    assertThat(SqlText.parse("dt = :data_date::text", Shape.EXPRESSION).bound().sql())
        .isEqualTo("dt = ?::text");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "a = 1;|5",
        "a = 1; select 2|5",
        "a = 1 -- b|6",
        "a = /* b */ 1|4",
        "a = (1|4",
        "a = 1)|5",
        "a = :nothing|4",
        "a = 'x|4",
        "a = $x$ y|4",
        "a ? b|2",
        "where a = 1|0",
        "a = 1 limit 1|6",
        "a = 1 union select 2|6"
      })
  void what_could_change_the_statement_around_it_is_refused_in_its_place(String text, int offset) {
    BadScalarException refused =
        catchThrowableOfType(BadScalarException.class, () -> SqlText.parse(text, Shape.EXPRESSION));
    assertThat(refused).as(text).isNotNull();
    assertThat(refused.offset()).as(refused.getMessage()).isEqualTo(offset);
  }

  @ParameterizedTest
  @ValueSource(strings = {"delete from t", "a = 1", "(select 1)", "explain select 1"})
  void a_select_begins_with_select_or_with(String text) {
    assertThat(
            catchThrowableOfType(BadScalarException.class, () -> SqlText.parse(text, Shape.SELECT)))
        .isNotNull();
  }

  @Test
  void a_select_may_use_every_clause() {
    SqlText.parse(
        "with x as (select 1 as n) select count(*) from x group by n order by 1 limit 1",
        Shape.SELECT);
  }

  @Test
  void a_parameter_alone_is_read_by_its_name() {
    assertThat(SqlText.parseParameter(":data_date")).isEqualTo(DATA_DATE);
    assertThat(
            catchThrowableOfType(
                BadScalarException.class, () -> SqlText.parseParameter(":data_date::text")))
        .isNotNull();
  }

  @Test
  void a_long_text_takes_time_in_proportion_to_its_length() {
    String text = "a = " + "$".repeat(10_000) + " or ((".repeat(5_000) + "))".repeat(5_000);
    assertThat(
            catchThrowableOfType(
                BadScalarException.class, () -> SqlText.parse(text, Shape.EXPRESSION)))
        .isNull();
  }
}
