package dev.punctual.observe.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Google's side of a service account's login, for a local server: a key file as the console hands
 * it out, and the exchange of what is signed with it for a token. The real auth library runs
 * against it.
 */
public final class GoogleLogin {

  public static final String EMAIL = "punctual@acme-warehouse.iam.gserviceaccount.com";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final KeyPair KEYS = keys();

  private final String scope;
  private int tokens;
  private volatile boolean deleted;

  /**
   * A login that nothing was asked of.
   *
   * @param scope the only one that may be asked for
   */
  public GoogleLogin(String scope) {
    this.scope = scope;
  }

  /** What came of a request: a status and a JSON body. */
  public record Outcome(int status, Map<String, Object> body) {}

  private static KeyPair keys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Writes a key whose tokens are had from an address. */
  public static Path keyFile(Path folder, String tokenUri) throws IOException {
    Map<String, String> key =
        Map.of(
            "type", "service_account",
            "project_id", "acme-warehouse",
            "private_key_id", "0123456789abcdef",
            "private_key", pem(),
            "client_email", EMAIL,
            "client_id", "1234567890",
            "token_uri", tokenUri);
    return Files.writeString(folder.resolve("key.json"), JSON.writeValueAsString(key));
  }

  private static String pem() {
    String base64 =
        Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(KEYS.getPrivate().getEncoded());
    return "-----BEGIN PRIVATE KEY-----\n" + base64 + "\n-----END PRIVATE KEY-----\n";
  }

  /** Words of the key and of its tokens that nobody may read. */
  public static List<String> secrets() {
    String base64 = Base64.getEncoder().encodeToString(KEYS.getPrivate().getEncoded());
    return List.of("ya29.", base64.substring(100, 150));
  }

  /** The token that is valid now, as the header has it. */
  public synchronized String bearer() {
    return "Bearer ya29.token-" + tokens;
  }

  /** Whoever holds a token needs a new one. */
  public synchronized void revoke() {
    tokens++;
  }

  public synchronized int tokens() {
    return tokens;
  }

  /** The account is gone: no token is given any more. */
  public void delete() {
    deleted = true;
    revoke();
  }

  /** Answers {@code POST /token}. */
  public synchronized Outcome exchange(String form) throws IOException, GeneralSecurityException {
    if (deleted) {
      return new Outcome(
          400,
          Map.of(
              "error", "invalid_grant", "error_description", "Invalid grant: account not found"));
    }
    String assertion = "";
    for (String pair : form.split("&", -1)) {
      String value = URLDecoder.decode(pair.replaceFirst("^[^=]*=", ""), StandardCharsets.UTF_8);
      assertion = pair.startsWith("assertion=") ? value : assertion;
    }
    if (!form.contains("grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer")
        || !isSigned(assertion)) {
      return new Outcome(400, Map.of("error", "invalid_grant"));
    }
    tokens++;
    String token = bearer().substring("Bearer ".length());
    return new Outcome(
        200, Map.of("access_token", token, "expires_in", 3600, "token_type", "Bearer"));
  }

  private boolean isSigned(String assertion) throws IOException, GeneralSecurityException {
    String[] parts = assertion.split("\\.", -1);
    Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initVerify(KEYS.getPublic());
    signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
    JsonNode claims = JSON.readTree(Base64.getUrlDecoder().decode(parts[1]));
    return signature.verify(Base64.getUrlDecoder().decode(parts[2]))
        && Objects.equals(claims.path("iss").asText(), EMAIL)
        && Objects.equals(claims.path("scope").asText(), scope);
  }
}
