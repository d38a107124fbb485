package dev.punctual.ledger;

import dev.punctual.observe.Reruns;
import dev.punctual.observe.Sources;
import dev.punctual.rule.Rule;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** Which rules may be re-run: the rule has to say so, and the source's settings. */
@Singleton
public class RerunRights {

  private final Sources sources;

  RerunRights(Sources sources) {
    this.sources = sources;
  }

  public boolean allows(@Nullable Rule rule) {
    return rule != null
        && rule.notices().rerun()
        && sources.source(rule.source()) instanceof Reruns source
        && source.mayRerun();
  }
}
