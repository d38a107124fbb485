package dev.punctual.board;

import dev.punctual.ledger.Allowance;
import dev.punctual.web.Html;
import dev.punctual.web.Words;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The pieces that rows of several pages are made of. */
final class Cells {

  private static final int BAR = 76;

  private Cells() {}

  static Html used(@Nullable Allowance allowance, Words words) {
    Html html = Html.empty();
    if (allowance == null) {
      return html.put("<span class=\"used muted\">–</span>");
    }
    Allowance.Level level = allowance.level();
    html.put("<span class=\"used ").put(level.name().toLowerCase(Locale.ROOT)).put("\">");
    html.write(words.say("used.of", allowance.used(), allowance.allowed()));
    html.put("<svg width=\"76\" height=\"5\" aria-hidden=\"true\">");
    html.put("<rect class=\"track\" width=\"76\" height=\"5\" rx=\"2.5\"/>");
    int width = filled(allowance);
    if (width > 0) {
      html.put("<rect class=\"fill\" height=\"5\" rx=\"2.5\" width=\"").put(width).put("\"/>");
    }
    return html.put("</svg></span>");
  }

  private static int filled(Allowance allowance) {
    if (allowance.used() == 0) {
      return 0;
    }
    return allowance.used() >= allowance.allowed()
        ? BAR
        : Math.max(5, BAR * allowance.used() / allowance.allowed());
  }

  /** Title as a link to the rule, and the target under it. */
  static Html title(BoardRow row, Words words) {
    Html html = Html.empty();
    html.add("<a class=\"title\" href=\"/rules/{}\">{}</a>", row.rule(), row.title());
    if (row.due().trial()) {
      html.add("<span class=\"trial\">{}</span>", words.say("board.trial"));
    }
    html.put("<span class=\"target\">");
    if (!row.kind().isEmpty()) {
      html.add("<em>{}</em> ", words.say("target." + row.kind()));
    }
    return html.write(row.target()).put("</span>");
  }

  static Html state(BoardRow row, SecondLine second, Words words) {
    Look look = row.look();
    String text =
        row.isFreshness() && look != Look.UNKNOWN
            ? words.say("state.fresh." + look.word())
            : words.say("state." + look.word());
    return Html.empty()
        .put(look.pill(text))
        .put("<span class=\"second\">")
        .write(second.of(row))
        .put("</span>");
  }

  /** The due time in the rule's zone; another day's date and another zone are named. */
  static Html due(BoardRow row, LocalDate today, ZoneId zone, Words words) {
    Due due = row.due();
    if (row.fresh() != null) {
      return Html.of(
          "{}<small>{}</small>", words.duration(row.fresh().within()), words.say("board.age"));
    }
    Html html = Html.text(words.time(due.dueAt(), due.zone()));
    LocalDate date = due.dueAt().atZone(due.zone()).toLocalDate();
    if (!date.equals(today)) {
      html.add("<small>{}</small>", words.shortDate(date));
    }
    if (!due.zone()
        .getRules()
        .getOffset(due.dueAt())
        .equals(zone.getRules().getOffset(due.dueAt()))) {
      String id = due.zone().getId();
      html.add("<small title=\"{}\">{}</small>", id, id.substring(id.lastIndexOf('/') + 1));
    }
    return html;
  }

  static Html legend(Words words, List<String> entries) {
    Html html = Html.empty().put("<p class=\"legend\">");
    for (String entry : entries) {
      String[] parts = entry.split(":", 2);
      html.add("<span><i class=\"{}\"></i>{}</span>", parts[0], words.say("legend." + parts[1]));
    }
    return html.put("</p>");
  }

  /** Whole parts of a fraction as a pair, null where nothing is counted. */
  static @Nullable BigDecimal share(long part, long whole) {
    return whole == 0
        ? null
        : BigDecimal.valueOf(part).divide(BigDecimal.valueOf(whole), 9, RoundingMode.FLOOR);
  }
}
