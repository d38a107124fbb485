package dev.punctual.bench;

import dev.punctual.bench.KillPlan.Due;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The pipelines of a {@link KillRun}: rows and reports that come when the plan says. */
final class KillData implements AutoCloseable {

  private static final Duration AGAIN = Duration.ofMillis(200);

  private final ScheduledExecutorService clock =
      Executors.newScheduledThreadPool(4, Thread.ofVirtual().factory());
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
  private final String warehouse;
  private final List<URI> services;

  /**
   * Makes the table the plan's rules look at.
   *
   * @param services where reports may go; the one that answers has them
   */
  KillData(String warehouse, List<URI> services) throws SQLException {
    this.warehouse = warehouse;
    this.services = services;
    try (Connection connection = DriverManager.getConnection(warehouse, "postgres", "");
        Statement statement = connection.createStatement()) {
      statement.execute("create table landed (id text, at timestamptz default now())");
    }
  }

  void follow(KillPlan plan) {
    for (Due due : plan.due()) {
      Instant comes = due.comesAt();
      if (comes == null) {
        continue;
      }
      Runnable arrival =
          due.fate() == KillPlan.Fate.REPORTED ? () -> report(due, comes, 0) : () -> land(due);
      after(Duration.between(Instant.now(), comes), arrival);
    }
  }

  private void after(Duration pause, Runnable task) {
    var _ = clock.schedule(task, pause.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void land(Due due) {
    try (Connection connection = DriverManager.getConnection(warehouse, "postgres", "");
        PreparedStatement insert =
            connection.prepareStatement("insert into landed (id) values (?)")) {
      insert.setString(1, due.rule());
      insert.executeUpdate();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** As a job should: with a key, so that asking again is safe. */
  private void report(Due due, Instant at, int attempt) {
    URI service = services.get(attempt % services.size());
    HttpRequest request =
        HttpRequest.newBuilder(service.resolve("/api/v1/jobs/" + due.rule() + "/arrivals"))
            .timeout(Duration.ofSeconds(3))
            .header("Content-Type", "application/json")
            .POST(
                BodyPublishers.ofString(
                    "{\"at\": \"%s\", \"status\": \"success\", \"key\": \"%s\"}"
                        .formatted(at, due.rule())))
            .build();
    try {
      if (http.send(request, BodyHandlers.discarding()).statusCode() / 100 == 2) {
        return;
      }
    } catch (IOException e) {
      // Killed: said again below.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    after(AGAIN, () -> report(due, at, attempt + 1));
  }

  @Override
  public void close() {
    clock.shutdownNow();
    http.shutdownNow();
  }
}
