package dev.punctual.alert.slack;

import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * The manifest of the Slack app, with exactly the scopes that the methods Punctual calls ask for. A
 * test holds the list of methods against the code.
 */
public final class SlackManifest {

  private static final List<String> ROOMS = List.of("channels:read", "groups:read");
  private static final List<String> HISTORY = List.of("channels:history", "groups:history");

  /** Scopes by the method that needs them, as Slack documents it for bots. */
  static final Map<String, List<String>> METHODS =
      Map.ofEntries(
          Map.entry("auth.test", List.of()),
          Map.entry("chat.delete", List.of("chat:write")),
          Map.entry("chat.getPermalink", List.of()),
          Map.entry("chat.postEphemeral", List.of("chat:write")),
          Map.entry("chat.postMessage", List.of("chat:write")),
          Map.entry("chat.update", List.of("chat:write")),
          Map.entry("conversations.history", HISTORY),
          Map.entry("conversations.list", ROOMS),
          Map.entry("conversations.replies", HISTORY),
          Map.entry("users.info", List.of("users:read")),
          Map.entry("views.open", List.of()));

  private SlackManifest() {}

  /** The scopes the bot asks for. */
  static NavigableSet<String> scopes() {
    NavigableSet<String> scopes = new TreeSet<>();
    METHODS.values().forEach(scopes::addAll);
    return scopes;
  }

  /**
   * The manifest as YAML, as Slack takes it.
   *
   * @param url where people and Slack reach this service
   */
  public static String yaml(String url) {
    StringBuilder text = new StringBuilder();
    text.append(
        """
        display_information:
          name: Punctual
          description: Tells when promised data is not there in time
        features:
          bot_user:
            display_name: Punctual
            always_online: true
        oauth_config:
          scopes:
            bot:
        """);
    scopes().forEach(scope -> text.append("      - ").append(scope).append('\n'));
    return text.append(
            """
            settings:
              interactivity:
                is_enabled: true
                request_url: %s/slack/interactions
              org_deploy_enabled: false
              socket_mode_enabled: false
              token_rotation_enabled: false
            """
                .formatted(url))
        .toString();
  }
}
