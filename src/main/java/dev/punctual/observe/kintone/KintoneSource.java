package dev.punctual.observe.kintone;

import dev.punctual.observe.LastChange;
import dev.punctual.observe.Observation;
import dev.punctual.observe.Observation.Absent;
import dev.punctual.observe.Observation.Newest;
import dev.punctual.observe.Observation.NotYet;
import dev.punctual.observe.Observation.Present;
import dev.punctual.observe.Observation.Strength;
import dev.punctual.observe.Observation.Unreachable;
import dev.punctual.observe.Probe;
import dev.punctual.observe.Source;
import dev.punctual.observe.SourceFailure;
import dev.punctual.observe.Trial;
import dev.punctual.observe.kintone.Api.Answer.Found;
import dev.punctual.observe.kintone.Api.Answer.Refused;
import dev.punctual.observe.wire.Crew;
import dev.punctual.observe.wire.Json;
import dev.punctual.rule.Deadline;
import dev.punctual.rule.Target;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The newest record of each app, a request an app and condition: Kintone has no question about
 * several. The field of the last update is looked up once, as its code differs by language.
 */
final class KintoneSource implements Source {

  private static final int AT_ONCE = 5;

  /** Kintone writes times in whole minutes. */
  private static final Duration CUT_TO = Duration.ofMinutes(1);

  private final KintoneSettings settings;
  private final Api api;

  /** By app and, where the rule names one, field. */
  private final Map<String, Field> fields = new ConcurrentHashMap<>();

  KintoneSource(KintoneSettings settings) {
    this.settings = settings;
    this.api = new Api(settings);
  }

  /** What several rules may ask alike. */
  private record Question(String app, @Nullable String field, @Nullable String condition) {
    static Question of(Target target) {
      return target instanceof Target.Item item
          ? new Question(item.name(), item.details().get("field"), item.details().get("query"))
          : new Question(target.path(), null, null);
    }

    String shown() {
      return condition == null ? "app " + app : "app " + app + " where " + condition;
    }
  }

  /** A value of a field, or what the lack of one means. */
  private sealed interface Seen {
    record Value(Field field, @Nullable String value) implements Seen {}

    record Nothing(Observation observation) implements Seen {}
  }

  @Override
  public String name() {
    return settings.name();
  }

  @Override
  public String description() {
    return "Kintone, " + settings.address();
  }

  @Override
  public Duration lag(Probe probe) {
    return Duration.ZERO;
  }

  @Override
  public Round observe(List<Probe> probes, Ask ask) throws SourceFailure, InterruptedException {
    api.takeSent();
    List<Question> questions =
        probes.stream().map(probe -> Question.of(probe.rule().target())).distinct().toList();
    List<Seen> seen = Crew.ask(questions, AT_ONCE, this::seen);
    Map<Question, Seen> byQuestion = new HashMap<>();
    for (int i = 0; i < questions.size(); i++) {
      byQuestion.put(questions.get(i), seen.get(i));
    }
    List<Answer> answers = new ArrayList<>(probes.size());
    for (Probe probe : probes) {
      Question question = Question.of(probe.rule().target());
      answers.add(
          new Answer(
              probe,
              switch (byQuestion.get(question)) {
                case Seen.Value value -> read(probe, question, value, ask);
                case Seen.Nothing nothing -> nothing.observation();
                case null -> new Unreachable("not asked");
              }));
    }
    int sent = api.takeSent();
    String note = questions.size() + " apps, " + sent + " requests";
    return new Round(answers, Map.of(), sent, api.clockOffset(), note);
  }

  private Seen seen(Question question) throws SourceFailure, InterruptedException {
    if (!question.app().matches("[1-9][0-9]{0,9}")) {
      return new Seen.Nothing(
          new Absent("\"" + question.app() + "\" is not the number of an app; write kintone.12"));
    }
    String condition = question.condition();
    if (condition != null && condition.matches("(?is).*\\b(order\\s+by|limit|offset)\\b.*")) {
      return new Seen.Nothing(
          new Absent("query is a condition alone; leave order by, limit and offset out"));
    }
    String key = question.app() + "/" + question.field();
    Field known = fields.get(key);
    if (known == null) {
      switch (api.fields(question.app())) {
        case Refused refused -> {
          return new Seen.Nothing(refused.observation());
        }
        case Found found -> {
          Field field = field(question, found.json().get("properties"));
          if (field == null) {
            return new Seen.Nothing(noField(question));
          }
          fields.put(key, field);
          known = field;
        }
      }
    }
    return switch (api.newest(question.app(), known, condition)) {
      case Refused refused -> {
        // The field may have been renamed or taken out.
        fields.remove(key);
        yield new Seen.Nothing(refused.observation());
      }
      case Found found -> value(known, found.json());
    };
  }

  private static @Nullable Field field(Question question, Json properties) {
    if (!(properties.value() instanceof Map<?, ?> all)) {
      return null;
    }
    return all.keySet().stream()
        .map(String::valueOf)
        .map(code -> new Field(code, properties.get(code).text("type", "")))
        .filter(
            field ->
                question.field() == null
                    ? field.type().equals("UPDATED_TIME")
                    : field.code().equals(question.field()) && field.isTime())
        .findFirst()
        .orElse(null);
  }

  private static Observation noField(Question question) {
    return new Absent(
        question.field() == null
            ? "app " + question.app() + " tells no time of its last update; name a field"
            : "app "
                + question.app()
                + " has no date or time field with the code "
                + question.field()
                + "; correct field in the rule");
  }

  private static Seen value(Field field, Json answer) {
    List<Json> records = answer.items("records");
    if (records == null) {
      return new Seen.Nothing(new Unreachable("the answer holds no records"));
    }
    return new Seen.Value(
        field, records.isEmpty() ? null : records.getFirst().get(field.code()).text("value"));
  }

  private static Observation read(Probe probe, Question question, Seen.Value seen, Ask ask) {
    String value = seen.value();
    // A time that the rule names says whose data it is; any edit moves that of the last update.
    Strength strength = question.field() == null ? Strength.WEAK : Strength.STRONG;
    if (value == null || value.isBlank()) {
      return probe.deadline() == null
          ? new Newest(null, strength, question.shown() + " has no record with a time")
          : NotYet.because(question.shown() + " has no record with a time");
    }
    try {
      return seen.field().isDate()
          ? day(probe, question, LocalDate.parse(value))
          : LastChange.of(probe, question.shown(), Instant.parse(value), CUT_TO, strength, ask);
    } catch (DateTimeException e) {
      return new Unreachable("the answer holds no time: " + value);
    }
  }

  private static Observation day(Probe probe, Question question, LocalDate date) {
    String says = question.shown() + " has records up to " + date;
    Deadline deadline = probe.deadline();
    if (deadline == null) {
      Instant start = date.atStartOfDay(probe.rule().timezone()).toInstant();
      return new Newest(start, Strength.STRONG, says);
    }
    return date.isBefore(deadline.dataDate())
        ? NotYet.because(says + ", and " + deadline.dataDate() + " is promised")
        : new Present(Strength.STRONG, null, says);
  }

  @Override
  public List<Finding> check(List<Probe> probes) throws InterruptedException {
    fields.clear();
    return Trial.of(this, "ask " + settings.address() + " as " + settings.login(), probes);
  }

  @Override
  public void close() {
    api.close();
  }
}
