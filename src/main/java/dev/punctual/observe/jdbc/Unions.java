package dev.punctual.observe.jdbc;

import java.util.List;
import java.util.function.Function;

/** One look-up for each of many things, in one statement. */
final class Unions {

  private Unions() {}

  /**
   * A branch for each item.
   *
   * @param branch whose {@code :n} becomes the number of the item, from 0
   * @param binds what each {@code ?} takes
   */
  static <T> Sql of(List<T> items, String branch, Function<T, List<Object>> binds) {
    Sql.Builder sql = Sql.of("");
    for (int i = 0; i < items.size(); i++) {
      sql.add(i == 0 ? "" : "\nunion all\n");
      sql.add(branch.strip().replace(":n", Integer.toString(i)));
      binds.apply(items.get(i)).forEach(sql::value);
    }
    return sql.build();
  }
}
