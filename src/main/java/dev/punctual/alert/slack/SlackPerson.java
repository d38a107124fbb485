package dev.punctual.alert.slack;

import com.slack.api.model.User;
import dev.punctual.alert.SlackConfig;
import dev.punctual.ledger.Act;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who pressed a button.
 *
 * @param stranger why it is not a full member of the workspace, null for one
 */
record SlackPerson(String id, String name, @Nullable String stranger) {

  static SlackPerson of(User user, String team) {
    String real = user.getRealName();
    String name = real == null || real.isBlank() ? user.getName() : real;
    return new SlackPerson(user.getId(), name == null ? user.getId() : name, stranger(user, team));
  }

  private static @Nullable String stranger(User user, String team) {
    if (user.isRestricted() || user.isUltraRestricted()) {
      return "Guests of the workspace may look here, not act.";
    }
    if (user.isStranger() || !isOf(user, team)) {
      return "Only members of this workspace may act here.";
    }
    return user.isDeleted() || user.isBot() ? "Only people of this workspace may act here." : null;
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
    return new SlackPerson(
        id,
        id,
        "Punctual could not ask Slack who you are ("
            + error
            + "). The app needs the scope users:read for its buttons.");
  }

  Act.Author author() {
    return new Act.Author(name, "slack");
  }

  /**
   * Why this person may not do it, null when they may.
   *
   * @param grave whether it changes what counts
   */
  @Nullable String refusal(SlackConfig config, boolean grave) {
    if (stranger != null) {
      return stranger;
    }
    List<String> operators = config.operators();
    return grave && operators != null && !operators.isEmpty() && !operators.contains(id)
        ? "Only operators excuse, name causes and re-run: punctual.slack.operators lists them."
        : null;
  }
}
