package dev.punctual.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.TestDatabase;
import dev.punctual.ledger.Act;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Transitions are committed in any order; what a card says is the same. */
class FoldOrderTest {

  private Stage stage;

  @BeforeEach
  void open() {
    stage = Stage.open(TestDatabase.h2(), null);
    stage.rule("a", "A", null, "10:00").rule("b", "B", null, "10:00").rule("c", "C", null, "10:00");
    stage.start();
    Instant due = Stage.DUE;
    stage.reminded(due.minusSeconds(1800), "a");
    stage.arrived(due.minusSeconds(60), "a");
    stage.reminded(due.minusSeconds(1800), "b");
    stage.overdue(due, "b");
    stage.unknown(due, "c");
    stage.act(due.plusSeconds(60), "b", new Act.Acknowledgement("on it"));
    stage.arrived(due.plusSeconds(600), "b");
  }

  @AfterEach
  void close() {
    stage.close();
  }

  @Test
  void the_order_of_commits_does_not_matter() {
    List<Long> ids = stage.query("select id from transition order by id", row -> row.getLong(1));
    String expected = outcome(ids);
    Random random = new Random(20261120);
    for (int i = 0; i < 40; i++) {
      List<Long> shuffled = new ArrayList<>(ids);
      Collections.shuffle(shuffled, random);
      assertThat(outcome(shuffled)).as("order %s", shuffled).isEqualTo(expected);
    }
  }

  /** Folds the transitions as if each were committed after the one before was folded. */
  private String outcome(List<Long> order) {
    for (String table : List.of("message_event", "message_member", "message")) {
      stage.update("delete from " + table);
    }
    stage.update("update transition set folded = true");
    Instant now = Stage.DUE.plusSeconds(700);
    for (long id : order) {
      stage.update("update transition set folded = false where id = ?", id);
      stage.fold.fold(now);
    }
    stage.deliver(now, java.time.Duration.ofSeconds(10));
    return String.join(
        "\\n",
        stage.query(
            "select name_key, content from message order by name_key",
            row ->
                row.getString(1)
                    + " "
                    + row.getString(2).replaceAll("[0-9a-f]{8}-[0-9a-f-]{27}", "")));
  }
}
