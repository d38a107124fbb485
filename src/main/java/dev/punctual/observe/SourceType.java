package dev.punctual.observe;

import java.util.Map;
import java.util.Set;

/** A technology; beans of this type are all there is to a new source. */
public interface SourceType {

  /** The value of {@code type:} in the deployment configuration. */
  String type();

  /** The target words its sources answer: {@code table}, {@code task}, … */
  Set<String> targets();

  /**
   * Opens a source without talking to it.
   *
   * @throws SettingException when a setting is missing, unknown or unusable
   */
  Source open(Settings settings);

  /**
   * One entry of {@code punctual.sources}.
   *
   * @param values by kebab-case key, without {@code type}; placeholders are resolved
   */
  record Settings(String name, Map<String, String> values) {
    public Settings {
      values = Map.copyOf(values);
    }
  }

  /** A setting is wrong; the message names the key and says what to do. Never holds a secret. */
  class SettingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public SettingException(String message) {
      super(message);
    }
  }
}
