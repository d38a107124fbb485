package dev.punctual.observe.kafka;

import dev.punctual.observe.Source;
import dev.punctual.observe.SourceType;
import jakarta.inject.Singleton;
import java.util.Set;

/** {@code type: kafka}. */
@Singleton
final class KafkaType implements SourceType {

  @Override
  public String type() {
    return "kafka";
  }

  @Override
  public Set<String> targets() {
    return Set.of("topic");
  }

  @Override
  public Source open(Settings settings) {
    return new KafkaSource(KafkaSettings.of(settings));
  }
}
