package dev.punctual.rule;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The target words for what a source names in its own way. A source takes up the word its users
 * have for it; a new one needs a new word only where none of these is theirs.
 */
public enum ItemWord {
  /** An application of a no-code platform. */
  APP("app", "kintone.12"),
  /** What a job writes, as lineage and transformation tools call it. */
  DATASET("dataset", "dbt.model.shop.orders"),
  /** An address that answers with JSON. */
  ENDPOINT("path", null),
  /** A job known to a lineage backend; the short form is a job of the push inbox. */
  JOB("job", null),
  /** A time series, or an expression over several. */
  METRIC("expr", "prometheus.export_last_success_timestamp_seconds"),
  /** A kind of record of a CRM. */
  OBJECT("object", "crm.Opportunity"),
  /** A topic of a message broker; with a group, how far that has read it. */
  TOPIC("topic", "kafka.orders");

  private final String nameKey;
  private final @Nullable String example;

  ItemWord(String nameKey, @Nullable String example) {
    this.nameKey = nameKey;
    this.example = example;
  }

  /** As written in a rule. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The key of the name in the long form. */
  String nameKey() {
    return nameKey;
  }

  /** A short form, {@code source.name}; null where there is none. */
  @Nullable String example() {
    return example;
  }

  /** The further keys of the long form; none is required. */
  List<String> details() {
    return keys().names().stream()
        .filter(key -> !key.equals("source") && !key.equals(nameKey))
        .toList();
  }

  /** Whether the name may hold {@code {data_date}} and its kin. */
  boolean hasPlaceholders() {
    return this == ENDPOINT;
  }

  /** The word written so; null when it is none of these. */
  static @Nullable ItemWord of(String word) {
    for (ItemWord item : values()) {
      if (item.word().equals(word)) {
        return item;
      }
    }
    return null;
  }

  /** The keys of the long form. */
  Keys keys() {
    return switch (this) {
      case APP -> Keys.APP;
      case DATASET -> Keys.DATASET;
      case ENDPOINT -> Keys.ENDPOINT;
      case JOB -> Keys.JOB;
      case METRIC -> Keys.METRIC;
      case OBJECT -> Keys.OBJECT;
      case TOPIC -> Keys.TOPIC;
    };
  }
}
