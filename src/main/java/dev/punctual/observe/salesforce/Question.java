package dev.punctual.observe.salesforce;

import dev.punctual.rule.Target;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What several rules may ask alike.
 *
 * @param object API name
 * @param field API name of the time that counts; null for the time of the last change
 * @param where a SOQL condition; null where all records count
 */
record Question(String object, @Nullable String field, @Nullable String where) {

  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,79}");
  private static final Pattern MORE =
      Pattern.compile("(?is).*\\b(group\\s+by|order\\s+by|limit|offset|having|for\\s+view)\\b.*");

  static Question of(Target target) {
    return target instanceof Target.Item item
        ? new Question(item.name(), item.details().get("field"), item.details().get("where"))
        : new Question(target.path(), null, null);
  }

  /** Why it cannot be asked; null where it can. */
  @Nullable String mistake() {
    if (!NAME.matcher(object).matches()) {
      return "\"" + object + "\" is not the API name of an object; write crm.Opportunity";
    }
    if (field != null && !NAME.matcher(field).matches()) {
      return "\"" + field + "\" is not the API name of a field; write SystemModstamp";
    }
    return where != null && MORE.matcher(where).matches()
        ? "where is a condition alone; leave order by, group by and limit out"
        : null;
  }

  /** The newest time that is not later than now. */
  String soql(Instant now) {
    String time = field == null ? "SystemModstamp" : field;
    String soql = "select max(" + time + ") newest from " + object;
    if (where != null) {
      soql += " where (" + where + ")";
    }
    if (field != null) {
      soql += (where == null ? " where " : " and ") + field + " <= " + literal(now);
    }
    return soql;
  }

  /** SOQL knows no year of five digits. */
  private static String literal(Instant now) {
    return now.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  String shown() {
    return object + (where == null ? "" : " where " + where);
  }
}
