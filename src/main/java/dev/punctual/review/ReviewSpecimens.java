package dev.punctual.review;

import dev.punctual.alert.Specimens;
import dev.punctual.judge.State;
import dev.punctual.report.Figures;
import dev.punctual.report.Noise;
import dev.punctual.review.Lapse.Said;
import dev.punctual.review.Review.Found;
import dev.punctual.review.Review.Happenings;
import dev.punctual.review.WeekFigures.Count;
import dev.punctual.web.Words;
import io.micronaut.core.annotation.Order;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The summary of a review as it looks, about rules that do not exist. */
@Singleton
@Order(3)
class ReviewSpecimens implements Specimens {

  private static final ZoneId TOKYO = ZoneId.of("Asia/Tokyo");
  private static final Week WEEK = new Week(LocalDate.of(2026, 11, 9));

  /** 10:00 in Tokyo on the first day. */
  private static final Instant DUE = Instant.parse("2026-11-09T01:00:00Z");

  @Override
  public List<Specimen> of(Words words) {
    return List.of(
        Specimen.of("review", Bulletin.of(review(words), "https://sla.example.com", words)));
  }

  private static Review review(Words words) {
    Map<String, String> titles =
        IntStream.range(0, 6)
            .boxed()
            .collect(Collectors.toMap(i -> "rule-" + i, i -> words.say("looks.title." + i)));
    Instant now = DUE.plus(Duration.ofDays(7));
    Action action =
        new Action(
            1,
            WEEK,
            null,
            null,
            words.say("looks.action"),
            "Y. Mori",
            WEEK.plus(1).sunday(),
            "Y. Mori",
            now,
            null,
            null,
            false);
    return new Review(
        WEEK,
        TOKYO,
        now,
        "",
        IntStream.range(0, 14).mapToObj(ReviewSpecimens::lapse).toList(),
        new Count(new Figures(82, 13, 7, 1, 0, 0, 1, 0), 0),
        null,
        List.of(action),
        List.of(),
        new Happenings(List.of(), List.of()),
        List.of(),
        Noise.NONE,
        List.of(),
        titles);
  }

  private static Found lapse(int number) {
    Instant due = DUE.plus(Duration.ofHours(12L * number));
    Said cause = number % 3 == 0 ? new Said("upstream_late", "", "Y. Mori", due) : null;
    Said excusal = number == 1 ? new Said("maintenance", "DWH upgrade", "A. Ito", due) : null;
    return new Found(
        late(number, due, excusal, cause), List.of(), List.of(), null, null, null, null, "", "");
  }

  private static Lapse late(int number, Instant due, @Nullable Said excusal, @Nullable Said cause) {
    Instant arrived = number % 2 == 0 ? due.plus(Duration.ofMinutes(21)) : null;
    return new Lapse.Late(
        number,
        "rule-" + number % 6,
        null,
        LocalDate.ofInstant(due, TOKYO),
        null,
        due.minus(Duration.ofHours(10)),
        due,
        TOKYO,
        "dwh",
        arrived == null ? State.MISSED : State.LATE,
        "missed",
        arrived,
        arrived,
        null,
        "",
        null,
        null,
        null,
        excusal,
        cause,
        false);
  }
}
