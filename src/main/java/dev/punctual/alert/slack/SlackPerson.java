package dev.punctual.alert.slack;

import com.slack.api.model.User;
import dev.punctual.alert.SlackConfig;
import dev.punctual.ledger.Act;
import dev.punctual.web.Words;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who pressed a button.
 *
 * @param locale the language Slack speaks to this person, {@code ja-JP}; null when it is not known
 * @param stranger why it is not a full member of the workspace, null for one
 */
record SlackPerson(String id, String name, @Nullable String locale, @Nullable Stranger stranger) {

  /** Why somebody may not act: a message, and what Slack said. */
  record Stranger(String key, String detail) {}

  static SlackPerson of(User user, String team) {
    String real = user.getRealName();
    String name = real == null || real.isBlank() ? user.getName() : real;
    String stranger = stranger(user, team);
    return new SlackPerson(
        user.getId(),
        name == null ? user.getId() : name,
        user.getLocale(),
        stranger == null ? null : new Stranger(stranger, ""));
  }

  private static @Nullable String stranger(User user, String team) {
    if (user.isRestricted() || user.isUltraRestricted()) {
      return "slack.guest";
    }
    if (user.isStranger() || !isOf(user, team)) {
      return "slack.stranger";
    }
    return user.isDeleted() || user.isBot() ? "slack.noPerson" : null;
  }

  /** In a grid of workspaces a person may belong to several. */
  private static boolean isOf(User user, String team) {
    return user.getTeamId() == null
        || user.getTeamId().equals(team)
        || (user.getEnterpriseUser() != null
            && user.getEnterpriseUser().getTeams() != null
            && user.getEnterpriseUser().getTeams().contains(team));
  }

  static SlackPerson unknown(String id, @Nullable String error) {
    return new SlackPerson(id, id, null, new Stranger("slack.unasked", String.valueOf(error)));
  }

  /** The words of this person's Slack, where Punctual speaks its language; else the usual ones. */
  Words words(Words usual) {
    String language = locale == null ? "" : Locale.forLanguageTag(locale).getLanguage();
    return Words.LANGUAGES.stream()
        .filter(known -> known.getLanguage().equals(language))
        .findFirst()
        .map(Words::of)
        .orElse(usual);
  }

  Act.Author author() {
    return new Act.Author(name, "slack");
  }

  /**
   * Why this person may not do it, null when they may.
   *
   * @param grave whether it changes what counts
   */
  @Nullable String refusal(SlackConfig config, boolean grave, Words words) {
    if (stranger != null) {
      return words.say(stranger.key(), stranger.detail());
    }
    List<String> operators = config.operators();
    return grave && operators != null && !operators.isEmpty() && !operators.contains(id)
        ? words.say("slack.operators")
        : null;
  }
}
