package dev.punctual.poll;

import static org.assertj.core.api.Assertions.assertThat;

import dev.punctual.TestDatabase;
import dev.punctual.poll.Pulse.Beat;
import dev.punctual.poll.Pulse.Judging;
import dev.punctual.poll.ScriptedSources.Script;
import io.micronaut.runtime.server.EmbeddedServer;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PulseTest {

  private static final Instant NOW = Instant.parse("2026-11-20T02:21:00Z");

  @TempDir private Path folder;

  private static void beat(Desk desk, String at) {
    desk.write(
        "insert into scheduled_tasks (task_name, task_instance, execution_time, picked,"
            + " last_success, version) values ('watchdog', 'recurring', '2026-11-20T02:21:05Z',"
            + " false, '"
            + at
            + "', 1)");
  }

  @Test
  void without_a_sign_of_life_nobody_judges() {
    try (Desk desk = new Desk(TestDatabase.h2(), new Script())) {
      Pulse pulse = desk.context.getBean(Pulse.class);
      assertThat(pulse.at(NOW)).isEqualTo(new Beat(Judging.NOBODY, null));
      beat(desk, "2026-11-20T02:19:59Z");
      assertThat(pulse.at(NOW))
          .isEqualTo(new Beat(Judging.NOBODY, Instant.parse("2026-11-20T02:19:59Z")));
    }
  }

  @Test
  void a_process_without_loops_shows_what_another_one_judges() {
    try (Desk desk = new Desk(TestDatabase.h2(), new Script())) {
      beat(desk, "2026-11-20T02:20:50Z");
      assertThat(desk.context.getBean(Pulse.class).at(NOW).judging()).isEqualTo(Judging.HERE);
    }
  }

  @Test
  void loops_that_should_run_here_and_do_not_are_told_apart() {
    Map<String, Object> on =
        Map.of("punctual.engine.enabled", "true", "punctual.rules", folder.toString());
    try (Desk desk = new Desk(TestDatabase.postgres(), new Script(), on)) {
      beat(desk, "2026-11-20T02:20:50Z");
      assertThat(desk.context.getBean(Pulse.class).at(NOW).judging()).isEqualTo(Judging.ELSEWHERE);
    }
  }

  @Test
  void every_page_says_that_nothing_is_judged() throws Exception {
    try (Desk desk = new Desk(TestDatabase.h2(), new Script());
        HttpClient client = HttpClient.newHttpClient()) {
      EmbeddedServer server = desk.context.getBean(EmbeddedServer.class).start();
      for (String path : new String[] {"/", "/rules", "/sources", "/alerts", "/reports"}) {
        HttpRequest request =
            HttpRequest.newBuilder(server.getURI().resolve(path))
                .header("Accept", "text/html")
                .build();
        assertThat(client.send(request, BodyHandlers.ofString()).body())
            .as(path)
            .contains("Nothing is being judged");
      }
    }
  }
}
