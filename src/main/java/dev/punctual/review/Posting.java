package dev.punctual.review;

import dev.punctual.alert.Bulletins;
import dev.punctual.alert.Bulletins.Standing;
import dev.punctual.ledger.Act;
import dev.punctual.ledger.Audits;
import dev.punctual.ledger.ServiceConfig;
import dev.punctual.respond.Checks;
import dev.punctual.web.Words;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Optional;

/** Posts the summary of a review: one message a week and team, brought up to date when repeated. */
@Singleton
class Posting {

  private final Bulletins bulletins;
  private final Audits audits;
  private final ServiceConfig service;

  Posting(Bulletins bulletins, Audits audits, ServiceConfig service) {
    this.bulletins = bulletins;
    this.audits = audits;
    this.service = service;
  }

  void post(Review review, Act.Author author, Instant now) {
    Checks.author(author);
    String name = Bulletin.name(review.week(), review.team());
    String team = review.team().isEmpty() ? null : review.team();
    Words words = bulletins.words(name, team);
    bulletins.post(name, team, Bulletin.of(review, service.url(), words), now);
    audits.note("review_post", Marks.about(review.week(), review.team()), author, now);
  }

  /** Where the message stands; empty when nobody posted it. */
  Optional<Standing> standing(Week week, String team) {
    return bulletins.find(Bulletin.name(week, team), team.isEmpty() ? null : team);
  }
}
