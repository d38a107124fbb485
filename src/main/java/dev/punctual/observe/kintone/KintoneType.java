package dev.punctual.observe.kintone;

import dev.punctual.observe.Source;
import dev.punctual.observe.SourceType;
import jakarta.inject.Singleton;
import java.util.Set;

/** {@code type: kintone}. */
@Singleton
final class KintoneType implements SourceType {

  @Override
  public String type() {
    return "kintone";
  }

  @Override
  public Set<String> targets() {
    return Set.of("app");
  }

  @Override
  public Source open(Settings settings) {
    return new KintoneSource(KintoneSettings.of(settings));
  }
}
