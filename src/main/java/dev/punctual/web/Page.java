package dev.punctual.web;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the layout shows around a page.
 *
 * @param title for the window; the name of the product follows
 * @param theme {@code light}, {@code dark} or {@code auto}
 * @param zone of the service; pages name it where they use another
 * @param checkedAt the newest answer of any source, null before the first
 * @param readAt when the rule files were last read, null before the first time
 * @param here path and query of this page, without {@code lang}
 */
public record Page(
    Tab tab,
    String title,
    Words words,
    String theme,
    ZoneId zone,
    Instant now,
    @Nullable Instant checkedAt,
    @Nullable Instant readAt,
    List<Banner> banners,
    String here) {

  private static final Duration FRESH = Duration.ofMinutes(5);

  public Page {
    banners = List.copyOf(banners);
  }

  /** The tabs of the navigation. */
  public static List<Tab> tabs() {
    return List.of(Tab.TODAY, Tab.REVIEW, Tab.REPORT, Tab.RULES, Tab.SOURCES, Tab.ALERTS);
  }

  /** {@code Checked 12 s ago}; {@code Looked 3 s ago} while no source was ever asked. */
  public String heard() {
    if (checkedAt != null) {
      return words.say("page.checked", ago(checkedAt));
    }
    return readAt == null ? words.say("page.unread") : words.say("page.looked", ago(readAt));
  }

  /** What a page says of itself once its refreshes are answered by nobody. */
  public String lost() {
    return words.say("page.lost", words.seconds(now, zone));
  }

  /** {@code 12 s ago}. */
  public String ago(Instant instant) {
    return words.duration(
        Duration.between(instant, now).isNegative()
            ? Duration.ZERO
            : Duration.between(instant, now));
  }

  /** {@code good} while something was heard within five minutes, else {@code quiet}. */
  public String pulse() {
    Instant last = checkedAt == null ? readAt : checkedAt;
    return last != null && Duration.between(last, now).compareTo(FRESH) < 0 ? "good" : "quiet";
  }

  /** This page in the other language. */
  public String otherLanguageLink() {
    return here + (here.contains("?") ? "&" : "?") + "lang=" + other().getLanguage();
  }

  /** {@code 日本語} on an English page. */
  public String otherLanguage() {
    return Words.of(other()).say("language.name");
  }

  public String otherLanguageTag() {
    return other().getLanguage();
  }

  private Locale other() {
    return words.language().equals("ja") ? Locale.ENGLISH : Locale.JAPANESE;
  }
}
