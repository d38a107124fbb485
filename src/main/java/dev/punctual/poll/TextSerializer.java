package dev.punctual.poll;

import com.github.kagkarlsson.scheduler.serializer.Serializer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Data of tasks is text: what is stored can be read by eye and by the next version. */
final class TextSerializer implements Serializer {

  @Override
  public byte @Nullable [] serialize(@Nullable Object data) {
    if (data == null) {
      return null;
    }
    if (!(data instanceof String text)) {
      throw new IllegalArgumentException(
          "data of a task is text, not " + data.getClass().getName());
    }
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public <T> @Nullable T deserialize(Class<T> type, byte @Nullable [] stored) {
    if (stored == null || type == Void.class) {
      return null;
    }
    return type.cast(new String(stored, StandardCharsets.UTF_8));
  }
}
