package dev.punctual.observe.wire;

import com.google.auth.oauth2.GoogleCredentials;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A Google login: a service account's key, or the application default credentials (workload
 * identity, the metadata server, {@code GOOGLE_APPLICATION_CREDENTIALS}). Read at the first use.
 */
public final class GoogleAccount {

  private final @Nullable Path keyFile;
  private final List<String> scopes;
  private @Nullable GoogleCredentials credentials;

  /**
   * Reads nothing yet.
   *
   * @param keyFile JSON key of a service account or a workload identity configuration; null for the
   *     application default credentials
   */
  public GoogleAccount(@Nullable Path keyFile, String... scopes) {
    this.keyFile = keyFile;
    this.scopes = List.of(scopes);
  }

  /**
   * A token that is not over.
   *
   * @throws IOException when there are no credentials, or Google gives none for them; the message
   *     holds no secret
   */
  public synchronized String token() throws IOException {
    try {
      GoogleCredentials account = credentials;
      if (account == null) {
        account = read().createScoped(scopes);
        credentials = account;
      }
      account.refreshIfExpired();
      return account.getAccessToken().getTokenValue();
    } catch (RuntimeException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private GoogleCredentials read() throws IOException {
    if (keyFile == null) {
      return GoogleCredentials.getApplicationDefault();
    }
    try (InputStream key = Files.newInputStream(keyFile)) {
      return GoogleCredentials.fromStream(key);
    }
  }

  /** Has the key read and the token asked for anew. */
  public synchronized void forget() {
    credentials = null;
  }

  @Override
  public String toString() {
    return keyFile == null ? "the Google account of this service" : "the key in " + keyFile;
  }
}
