package dev.punctual.rule;

import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads {@code teams}: who hears, and when not. */
final class TeamReader {

  private static final int LONGEST_CHANNEL = 80;
  private static final int LONGEST_MENTION = 200;

  private static final Map<String, Locale> LANGUAGES =
      Map.of("en", Locale.ENGLISH, "ja", Locale.JAPANESE);

  private TeamReader() {}

  static RuleSet.Team read(String name, Value value) {
    Fields fields = value.fields(Keys.TEAM);
    if (fields == null) {
      return new RuleSet.Team(name, null, null, List.of(), null, null, null, null, null);
    }
    List<RuleSet.Escalation> escalate = fields.read("escalate", TeamReader::escalations);
    ZoneId timezone = fields.read("timezone", Value::zone);
    return new RuleSet.Team(
        name,
        fields.read("slack", TeamReader::channel),
        fields.read("mention", TeamReader::mention),
        escalate == null ? List.of() : escalate,
        timezone,
        fields.read("quiet_hours", v -> v.scalar(Spans::parse)),
        fields.read("digest", TeamReader::digest),
        fields.read("webhook", v -> v.scalar(Ids::parseName)),
        fields.read("language", v -> v.oneOf(LANGUAGES)));
  }

  /** Reads {@code #name} or the id of a channel. */
  static @Nullable String channel(Value value) {
    return value.scalar(TeamReader::parseChannel);
  }

  private static String parseChannel(String text) {
    if (isChannelId(text)) {
      return text;
    }
    if (!text.startsWith("#")) {
      String name = text.startsWith("@") ? "data-sla" : text;
      throw new BadScalarException(
          "A channel is written with #, in quotes, for example \"#" + name + "\", or as its id.",
          0);
    }
    if (text.length() == 1 || text.length() > LONGEST_CHANNEL + 1) {
      throw new BadScalarException(
          "A channel's name has 1 to " + LONGEST_CHANNEL + " characters after #.", 1);
    }
    for (int i = 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isWhitespace(c) || Character.isUpperCase(c) || "#@,.<>".indexOf(c) >= 0) {
        throw new BadScalarException(
            "A channel's name has no blanks, capitals or dots. Write it as \"#data-sla\".", i);
      }
    }
    return text;
  }

  private static boolean isChannelId(String text) {
    return text.length() >= 9
        && "CGD".indexOf(text.charAt(0)) >= 0
        && text.chars().allMatch(c -> (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'));
  }

  private static @Nullable String mention(Value value) {
    String text = value.text(LONGEST_MENTION);
    if (text == null) {
      return null;
    }
    for (String word : text.split("\\s+", -1)) {
      if (!(word.startsWith("<@") || word.startsWith("<!")) || !word.endsWith(">")) {
        value.wrong(
            "\""
                + word
                + "\" notifies nobody. Write Slack's markup: <!subteam^S0123> for a group,"
                + " <@U0123> for a person, <!here> or <!channel>.");
        return null;
      }
    }
    return text;
  }

  private static List<RuleSet.Escalation> escalations(Value value) {
    List<RuleSet.Escalation> escalations = new ArrayList<>();
    for (Value item : value.items()) {
      Fields fields = item.fields(Keys.ESCALATION);
      if (fields == null) {
        continue;
      }
      Duration after = fields.require("after", Value::duration);
      String slack = fields.read("slack", TeamReader::channel);
      String mention = fields.read("mention", TeamReader::mention);
      if (!fields.has("slack") && !fields.has("mention")) {
        item.wrong("This escalation tells nobody. Add slack: \"#data-leads\" or mention:.");
      }
      if (after != null) {
        escalations.add(new RuleSet.Escalation(after, slack, mention));
      }
    }
    return escalations;
  }

  private static RuleSet.@Nullable Digest digest(Value value) {
    if ("off".equals(value.text())) {
      return new RuleSet.Digest(null);
    }
    DayTime at = value.scalar(text -> new DayTime(LocalClock.parse(text), 0));
    return at == null ? null : new RuleSet.Digest(at);
  }
}
