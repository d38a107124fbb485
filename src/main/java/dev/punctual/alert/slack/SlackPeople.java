package dev.punctual.alert.slack;

import com.slack.api.methods.MethodsClient;
import com.slack.api.methods.SlackApiException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Who presses: asked of Slack, and remembered for a while. */
final class SlackPeople {

  private static final Duration KEPT = Duration.ofMinutes(10);

  private final MethodsClient slack;
  private final Map<String, Known> known = new ConcurrentHashMap<>();
  private volatile @Nullable String workspace;

  SlackPeople(MethodsClient slack) {
    this.slack = slack;
  }

  private record Known(SlackPerson person, Instant until) {}

  /**
   * A person by id.
   *
   * @throws IOException when Slack does not answer
   */
  SlackPerson who(String user, Instant now) throws IOException, SlackApiException {
    Known before = known.get(user);
    if (before != null && now.isBefore(before.until())) {
      return before.person();
    }
    var answer = slack.usersInfo(r -> r.user(user).includeLocale(true));
    if (!answer.isOk()) {
      return SlackPerson.unknown(user, answer.getError());
    }
    SlackPerson person = SlackPerson.of(answer.getUser(), workspace());
    known.put(user, new Known(person, now.plus(KEPT)));
    return person;
  }

  /** A person who pressed before; null for others, and nobody is asked. */
  @Nullable SlackPerson known(String user) {
    Known before = known.get(user);
    return before == null ? null : before.person();
  }

  /** The workspace the app is installed in. */
  private String workspace() throws IOException, SlackApiException {
    String asked = workspace;
    if (asked == null) {
      var answer = slack.authTest(r -> r);
      if (!answer.isOk()) {
        throw new IOException("auth.test: " + answer.getError());
      }
      asked = answer.getTeamId();
      workspace = asked;
    }
    return asked;
  }
}
