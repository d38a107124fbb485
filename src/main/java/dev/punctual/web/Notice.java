package dev.punctual.web;

import java.time.Instant;
import java.util.List;

/** Says what every page has to show on top; a feature contributes a bean. */
public interface Notice {

  /** The banners of this moment; empty when all is well. Cheap: asked for every page. */
  List<Banner> banners(Words words, Instant now);

  /** Whether it does; a problem page goes without it then, as the database may be the problem. */
  default boolean asksDatabase() {
    return false;
  }
}
