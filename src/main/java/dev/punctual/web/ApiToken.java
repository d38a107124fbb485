package dev.punctual.web;

import io.micronaut.context.annotation.EachProperty;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A token programs may use, known only by its hash.
 *
 * @param name the author of what is done with it
 * @param sha256 hexadecimal SHA-256 of the token
 * @param scopes {@code read}, {@code operate}, {@code lineage}, {@code push:<job pattern>} with
 *     {@code *}
 */
@EachProperty(value = "punctual.api.tokens", list = true)
record ApiToken(String name, String sha256, List<String> scopes) {

  private static final String PUSH = "push:";
  private static final String LINEAGE = "lineage";
  private static final Set<String> WORDS = Set.of("read", "operate", LINEAGE);

  ApiToken {
    scopes = List.copyOf(scopes);
    if (!sha256.toLowerCase(Locale.ROOT).matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException(
          "punctual.api.tokens: sha256 of token \""
              + name
              + "\" must be 64 hexadecimal digits;"
              + " make it with: printf %s \"$TOKEN\" | sha256sum");
    }
    for (String scope : scopes) {
      if (!WORDS.contains(scope) && !scope.startsWith(PUSH)) {
        throw new IllegalArgumentException(
            "punctual.api.tokens: scope \""
                + scope
                + "\" of token \""
                + name
                + "\" is unknown; scopes are read, operate, lineage and push:<job pattern>");
      }
    }
  }

  /** Compares in constant time. */
  boolean is(String token) {
    return MessageDigest.isEqual(
        hash(token), HexFormat.of().parseHex(sha256.toLowerCase(Locale.ROOT)));
  }

  private static byte[] hash(String token) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  boolean mayRead() {
    return scopes.contains("read") || scopes.contains("operate");
  }

  boolean mayOperate() {
    return scopes.contains("operate");
  }

  /** Whether it may hand in events of OpenLineage and artifacts of dbt. */
  boolean mayTell() {
    return scopes.contains(LINEAGE);
  }

  boolean mayPush(String job) {
    return scopes.stream()
        .filter(scope -> scope.startsWith(PUSH))
        .anyMatch(scope -> matches(scope.substring(PUSH.length()), job));
  }

  private static boolean matches(String pattern, String job) {
    StringBuilder regex = new StringBuilder();
    for (String part : pattern.split("\\*", -1)) {
      regex.append(regex.isEmpty() ? "" : ".*").append(java.util.regex.Pattern.quote(part));
    }
    return job.matches(regex.toString());
  }
}
