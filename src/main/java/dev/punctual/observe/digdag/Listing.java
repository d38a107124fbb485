package dev.punctual.observe.digdag;

import dev.punctual.observe.Observation;
import dev.punctual.observe.SourceFailure;
import dev.punctual.observe.digdag.Api.Answer;
import dev.punctual.observe.wire.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The attempts of a workflow, page by page back in time. They come by when they were started, so a
 * backfill of old sessions stands before the sessions of today: only an attempt that was started
 * before the wanted time ends the search, as no session is started before its own time.
 */
final class Listing {

  static final int MOST_PAGES = 50;

  private final Api api;

  Listing(Api api) {
    this.api = api;
  }

  /** What was found. */
  sealed interface Found {

    /**
     * Sessions by session time.
     *
     * @param reachesTo nothing is known of attempts started before this
     */
    record Sessions(List<Session> sessions, Instant reachesTo) implements Found {}

    record Nothing(Observation observation) implements Found {}
  }

  /** All attempts started since an instant, and those that share their pages. */
  Found since(Workflow workflow, Instant from) throws SourceFailure, InterruptedException {
    List<Attempt> attempts = new ArrayList<>();
    for (int page = 0; page < MOST_PAGES; page++) {
      Long before = attempts.isEmpty() ? null : attempts.getLast().id();
      switch (api.attempts(workflow, before)) {
        case Answer.Refused refused -> {
          return new Found.Nothing(refused.observation());
        }
        case Answer.Rows some -> {
          attempts.addAll(read(some.rows()));
          if (some.rows().size() < Api.PAGE || attempts.getLast().createdAt().isBefore(from)) {
            return new Found.Sessions(Session.of(attempts), Instant.MIN);
          }
        }
      }
    }
    return new Found.Sessions(Session.of(attempts), attempts.getLast().createdAt());
  }

  private List<Attempt> read(List<Json> rows) throws SourceFailure {
    List<Attempt> attempts = new ArrayList<>(rows.size());
    for (Json row : rows) {
      Attempt attempt = Attempt.of(row);
      if (attempt == null) {
        throw api.oddRow("an attempt");
      }
      attempts.add(attempt);
    }
    return attempts;
  }
}
