package dev.punctual.cli;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The service that holds the embedded database. That database has one process; a command that needs
 * it meanwhile asks the service, whose address stands in a file beside the database.
 */
record RunningServer(URI url) {

  private static final String FILE_URL = "jdbc:h2:file:";

  /** H2: the database file is open in another process. */
  private static final int IN_USE = 90020;

  static boolean isInUse(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql && sql.getErrorCode() == IN_USE) {
        return true;
      }
    }
    return false;
  }

  /** The embedded database's file; null when the database is another one. */
  static @Nullable Path databaseFile(String databaseUrl) {
    return databaseUrl.startsWith(FILE_URL)
        ? Path.of(databaseUrl.substring(FILE_URL.length()).split(";", 2)[0] + ".mv.db")
        : null;
  }

  /** The file with the address, for a database URL; null when it is not an embedded file. */
  static @Nullable Path addressFile(String databaseUrl) {
    if (!databaseUrl.startsWith(FILE_URL)) {
      return null;
    }
    String path = databaseUrl.substring(FILE_URL.length()).split(";", 2)[0];
    return Path.of(path + ".url");
  }

  /**
   * Finds the service.
   *
   * @throws Main.BadInput when its address is not known
   */
  static RunningServer find(@Nullable Path config) throws IOException {
    Path file = addressFile(Service.databaseUrl(config));
    if (file == null || !Files.isReadable(file)) {
      throw new Main.BadInput(
          "The database is in use by another process, and its address is not known. "
              + "Stop that process, or ask it over HTTP.");
    }
    return new RunningServer(URI.create(Files.readString(file).strip()));
  }

  String get(String path) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(url.resolve(path)).timeout(Duration.ofSeconds(60));
    String token = System.getenv("PUNCTUAL_TOKEN");
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> answer = client.send(request.build(), BodyHandlers.ofString());
      if (answer.statusCode() == 401 || answer.statusCode() == 403) {
        throw new Main.BadInput(
            "The running service at "
                + url
                + " wants a token: set PUNCTUAL_TOKEN to one that may read.");
      }
      if (answer.statusCode() != 200) {
        throw new Main.BadInput("The running service at " + url + " answered: " + answer.body());
      }
      return answer.body();
    }
  }
}
