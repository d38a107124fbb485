package dev.punctual.web;

import io.micronaut.context.MessageSource;
import jakarta.inject.Singleton;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Makes {@link Words} what {@code #{…}} of a template says. */
@Singleton
class WordSource implements MessageSource {

  @Override
  public Optional<String> getRawMessage(String code, MessageContext context) {
    Words words = Words.of(context.getLocale(Locale.ENGLISH));
    return words.has(code) ? Optional.of(words.say(code)) : Optional.empty();
  }

  @Override
  public String interpolate(String template, MessageContext context) {
    Map<String, Object> variables = context.getVariables();
    Object[] arguments = new Object[variables.size()];
    for (int i = 0; i < arguments.length; i++) {
      Object value = variables.get(Integer.toString(i));
      arguments[i] = value == null ? "" : value;
    }
    return Words.of(context.getLocale(Locale.ENGLISH)).fill(template, arguments);
  }
}
