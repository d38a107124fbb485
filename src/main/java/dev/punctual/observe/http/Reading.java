package dev.punctual.observe.http;

import com.fasterxml.jackson.core.JsonPointer;
import dev.punctual.observe.LastChange;
import dev.punctual.observe.Observation;
import dev.punctual.observe.Observation.Absent;
import dev.punctual.observe.Observation.Arrived;
import dev.punctual.observe.Observation.Newest;
import dev.punctual.observe.Observation.NotYet;
import dev.punctual.observe.Observation.Present;
import dev.punctual.observe.Observation.Strength;
import dev.punctual.observe.Observation.Unreachable;
import dev.punctual.observe.Source.Ask;
import dev.punctual.observe.wire.Http.Reply;
import dev.punctual.observe.wire.Json;
import dev.punctual.observe.wire.Outages;
import dev.punctual.rule.Deadline;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an answer proves. */
final class Reading {

  private final HttpSettings settings;
  private final Question question;
  private final Ask ask;

  private Reading(HttpSettings settings, Question question, Ask ask) {
    this.settings = settings;
    this.question = question;
    this.ask = ask;
  }

  static Observation of(HttpSettings settings, Question question, Reply reply, Ask ask) {
    return new Reading(settings, question, ask).read(reply);
  }

  private Observation read(Reply reply) {
    int status = reply.status();
    if (status == 404 || status == 410) {
      return nothingThere(status);
    }
    if (status == 204) {
      return NotYet.because(question.path() + " answers without content");
    }
    if (status != 200) {
      return new Unreachable(question.path() + " " + refused(reply));
    }
    if (!reply.isJson() && !reply.text().strip().equals("null")) {
      return new Unreachable(
          question.path()
              + " answers something that is not JSON ("
              + reply.header("Content-Type").orElse("untyped")
              + "); correct the path");
    }
    return value(Moment.of(at(reply.json()), settings.timezone()));
  }

  /** Of a path that names the date it is not there yet; another is mistyped or gone. */
  private Observation nothingThere(int status) {
    String text = question.path() + " answers " + status;
    return question.dated()
        ? NotYet.because(text + ": nothing is there for that date")
        : new Absent(text + "; correct the path in the rule");
  }

  private static String refused(Reply reply) {
    int status = reply.status();
    if (status == 403) {
      return "is forbidden (403); let the configured login read it";
    }
    if (status >= 300 && status < 400) {
      return "redirects to "
          + Outages.host(reply.header("Location").orElse("elsewhere"))
          + " ("
          + status
          + "); write the address it leads to";
    }
    return "failed (" + status + "); look at the log of that server";
  }

  private @Nullable Object at(Json json) {
    Object value = json.value();
    JsonPointer rest = JsonPointer.compile(question.pointer());
    while (!rest.matches() && value != null) {
      value =
          value instanceof List<?> list && rest.mayMatchElement()
              ? element(list, rest.getMatchingIndex())
              : new Json(value).get(rest.getMatchingProperty()).value();
      rest = rest.tail();
    }
    return value;
  }

  private static @Nullable Object element(List<?> list, int index) {
    return index < list.size() ? list.get(index) : null;
  }

  private Observation value(Moment moment) {
    String where = question.shown();
    return switch (moment) {
      case Moment.Time time -> time(time.instant());
      case Moment.Day day -> day(day.date());
      case Moment.Flag flag -> flag(flag.ready());
      case Moment.Nothing nothing ->
          question.probe().deadline() == null
              ? new Newest(null, Strength.STRONG, where + " holds nothing")
              : NotYet.because(where + " holds nothing yet");
      case Moment.Other other ->
          new Unreachable(where + " holds " + other.what() + ", which is neither a time nor true");
    };
  }

  /** A path that names the date tells of that date alone; another may tell of any. */
  private Observation time(Instant at) {
    String where = question.shown();
    Deadline deadline = question.probe().deadline();
    if (deadline == null || !question.dated() || at.isAfter(ask.now())) {
      return LastChange.of(question.probe(), where, at, Strength.STRONG, ask);
    }
    return Arrived.at(at, where + " says " + LastChange.time(at, deadline.timezone()));
  }

  private Observation day(LocalDate date) {
    Deadline deadline = question.probe().deadline();
    String says = question.shown() + " says " + date;
    if (deadline == null) {
      Instant start = date.atStartOfDay(question.probe().rule().timezone()).toInstant();
      return start.isAfter(ask.now())
          ? new Newest(null, Strength.STRONG, says + ", which lies ahead and is left out")
          : new Newest(start, Strength.STRONG, says);
    }
    if (date.isAfter(ask.now().atZone(deadline.timezone()).toLocalDate())) {
      return NotYet.because(says + ", which lies ahead and is left out");
    }
    return date.isBefore(deadline.dataDate())
        ? NotYet.because(says + ", and " + deadline.dataDate() + " is promised")
        : new Present(Strength.STRONG, null, says);
  }

  /** True at a path without a date may be that of another day. */
  private Observation flag(boolean ready) {
    String where = question.shown();
    if (question.probe().deadline() == null) {
      return new Absent(where + " holds true or false, which has no age; point at a time");
    }
    return ready
        ? new Present(
            question.dated() ? Strength.STRONG : Strength.WEAK, null, where + " says true")
        : NotYet.because(where + " says false");
  }
}
