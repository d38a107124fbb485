package dev.punctual.poll;

import dev.punctual.observe.Archive;
import dev.punctual.observe.Archive.Memory;
import dev.punctual.observe.Archive.Recall;
import dev.punctual.observe.Archive.Remembered;
import dev.punctual.observe.Observation;
import dev.punctual.observe.Reruns;
import dev.punctual.observe.Reruns.Rerun;
import dev.punctual.observe.Source;
import dev.punctual.observe.Source.Answer;
import dev.punctual.observe.Source.Finding;
import dev.punctual.observe.Source.Round;
import dev.punctual.observe.SourceFailure;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Takes what is configured as a secret out of everything a source says. Sources do not say secrets;
 * but they pass on what servers say, and a server may repeat what it was sent.
 */
final class Discretion {

  private static final String HIDDEN = "•••";

  /** A shorter one would be found in ordinary words. */
  private static final int SHORTEST = 6;

  private static final Pattern SECRET = Pattern.compile("(.*-)?(password|token|secret|passphrase)");

  private final List<String> secrets;

  private Discretion(List<String> secrets) {
    this.secrets = secrets;
  }

  /** The source, as all who ask it know it. */
  static Source of(Source source, Map<String, String> settings) {
    List<String> secrets =
        settings.entrySet().stream()
            .filter(setting -> SECRET.matcher(setting.getKey()).matches())
            .flatMap(setting -> Stream.of(setting.getValue().split(",", -1)))
            .map(String::strip)
            .filter(secret -> secret.length() >= SHORTEST)
            .flatMap(secret -> Stream.of(secret, basic(settings.get("username"), secret)))
            .sorted((one, two) -> two.length() - one.length())
            .toList();
    return secrets.isEmpty() ? source : new Discretion(secrets).around(source);
  }

  /** As Basic sends it. */
  private static String basic(@Nullable String username, String secret) {
    byte[] pair = (username + ":" + secret).getBytes(StandardCharsets.UTF_8);
    return Base64.getEncoder().encodeToString(pair);
  }

  private Source around(Source source) {
    Class<?>[] abilities =
        Stream.of(Source.class, Archive.class, Reruns.class)
            .filter(ability -> ability.isInstance(source))
            .toArray(Class<?>[]::new);
    return (Source)
        Proxy.newProxyInstance(
            Discretion.class.getClassLoader(),
            abilities,
            (proxy, method, arguments) -> call(source, method, arguments));
  }

  private @Nullable Object call(Source source, Method method, Object @Nullable [] arguments)
      throws Throwable {
    try {
      return said(method.invoke(source, arguments));
    } catch (InvocationTargetException e) {
      throw e.getCause() instanceof SourceFailure failure ? said(failure) : e.getCause();
    }
  }

  private @Nullable Object said(@Nullable Object answer) {
    return switch (answer) {
      case String text -> text(text);
      case Round round -> said(round);
      case Recall recall ->
          new Recall(recall.days().stream().map(this::said).toList(), recall.queries());
      case Rerun.Cleared cleared -> new Rerun.Cleared(text(cleared.words()));
      case Rerun.Refused refused -> new Rerun.Refused(text(refused.words()));
      case List<?> list -> list.stream().map(this::finding).toList();
      case null, default -> answer;
    };
  }

  private Object finding(Object item) {
    return item instanceof Finding finding
        ? new Finding(finding.ok(), text(finding.tried()), text(finding.outcome()))
        : item;
  }

  private Round said(Round round) {
    List<Answer> answers =
        round.answers().stream()
            .map(answer -> new Answer(answer.probe(), said(answer.observation())))
            .toList();
    return new Round(
        answers, round.remember(), round.queries(), round.clockOffset(), text(round.note()));
  }

  private Remembered said(Remembered day) {
    return new Remembered(
        day.probe(),
        switch (day.memory()) {
          case Memory.Told told -> new Memory.Told(said(told.observation()), told.basis());
          case Memory.Untold untold -> new Memory.Untold(text(untold.reason()));
        });
  }

  /** The cause would say in a log what the message does not. */
  private SourceFailure said(SourceFailure failure) {
    String message = String.valueOf(failure.getMessage());
    String told = text(message);
    return told.equals(message) ? failure : new SourceFailure(told, null, failure.retryAfter());
  }

  private Observation said(Observation seen) {
    return text(seen.text()).equals(seen.text()) ? seen : rewritten(seen, text(seen.text()));
  }

  private static Observation rewritten(Observation seen, String text) {
    return switch (seen) {
      case Observation.Arrived a ->
          new Observation.Arrived(a.earliest(), a.latest(), a.strength(), text);
      case Observation.Present p -> new Observation.Present(p.strength(), p.measure(), text);
      case Observation.NotYet n -> new Observation.NotYet(n.failedGate(), text, n.likelyAt());
      case Observation.Failed f -> new Observation.Failed(f.at(), text);
      case Observation.Skipped s -> new Observation.Skipped(s.at(), text);
      case Observation.Absent a -> new Observation.Absent(text);
      case Observation.Unreachable u -> new Observation.Unreachable(text);
      case Observation.Newest n -> new Observation.Newest(n.newest(), n.strength(), text);
    };
  }

  private String text(String text) {
    String told = text;
    for (String secret : secrets) {
      told = told.replace(secret, HIDDEN);
    }
    return told;
  }
}
