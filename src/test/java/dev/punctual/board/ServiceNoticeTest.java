package dev.punctual.board;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.ledger.RuleBook;
import dev.punctual.rule.BusinessCalendar;
import dev.punctual.rule.RuleSet;
import dev.punctual.web.Banner;
import dev.punctual.web.Words;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ServiceNoticeTest {

  private static final RuleSet RULES =
      new RuleSet(
          "hash",
          new TreeMap<>(),
          Map.of(),
          Map.of(
              "jp",
              BusinessCalendar.of(
                  new BusinessCalendar.Definition(
                      "jp",
                      "JP",
                      BusinessCalendar.Definition.DEFAULT_WEEKEND,
                      List.of(),
                      List.of()))),
          List.of(),
          List.of());

  @Test
  void a_calendar_is_a_banner_from_ninety_days_before_its_end() {
    assertThat(banners("2030-10-02T00:00:00Z")).isEmpty();
    assertThat(banners("2030-10-03T00:00:00Z"))
        .containsExactly(
            Banner.amber(
                "Calendar jp knows the public holidays of JP only until the end of 2030; after that"
                    + " they count as business days.",
                "/rules",
                "See what is wrong"));
  }

  @Test
  void a_calendar_that_has_run_out_is_a_red_banner() {
    assertThat(banners("2031-01-01T00:00:00Z"))
        .extracting(Banner::tone, Banner::text)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                "missed",
                "Calendar jp has run out: the public holidays of JP are known until 2030 only, and"
                    + " now count as business days."));
  }

  private static List<Banner> banners(String now) {
    RuleBook book = new RuleBook();
    Instant at = Instant.parse(now);
    book.turnTo(new RuleBook.Edition(RULES, at, at, List.of(), List.of(), List.of()));
    return new ServiceNotice(book).banners(Words.of(Locale.ENGLISH), at);
  }
}
