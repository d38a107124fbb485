package dev.punctual.observe;

import org.jspecify.annotations.Nullable;

/** The sources that are open, for who needs one by its name. */
public interface Sources {

  /** Null when none of this name is configured. */
  @Nullable Source source(String name);
}
