package dev.punctual.board;

import dev.punctual.ledger.RuleBook;
import dev.punctual.ledger.RuleBook.Edition;
import dev.punctual.web.Banner;
import dev.punctual.web.Notice;
import dev.punctual.web.Words;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Says on every page that an edit of the rules is not in force. */
@Singleton
class ServiceNotice implements Notice {

  private final RuleBook book;

  ServiceNotice(RuleBook book) {
    this.book = book;
  }

  @Override
  public List<Banner> banners(Words words, Instant now) {
    Edition edition = book.edition();
    List<Banner> banners = new ArrayList<>();
    if (!edition.problems().isEmpty()) {
      String text = words.count("notice.refused", edition.problems().size());
      banners.add(Banner.red(text, "/rules", words.say("notice.see")));
    }
    if (!edition.heldRemovals().isEmpty()) {
      String text = words.count("notice.held", edition.heldRemovals().size());
      banners.add(Banner.amber(text, "/rules", words.say("notice.confirm")));
    }
    return banners;
  }
}
