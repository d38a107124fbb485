package dev.punctual.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** What docs/what-if.md and docs/backfill.md show is run, and comes out as shown. */
class HistoryDocsTest {

  private static final Path WHAT_IF = Path.of("docs/what-if.md");
  private static final Path BACKFILL = Path.of("docs/backfill.md");
  private static final Pattern COMMANDS = Pattern.compile("```sh\\n(.*?)```", Pattern.DOTALL);
  private static final Pattern SHOWN =
      Pattern.compile("```console\\n\\$ (.*?)\\n(.*?)```", Pattern.DOTALL);
  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|\\S+");
  private static final Pattern OPTION = Pattern.compile("`(--[a-z-]+)");
  private static final Pattern ADDRESS = Pattern.compile("`GET (/api/v1/simulations[^`]*)`");

  @TempDir private static Path folder;

  private static PastDeployment deployment;

  @BeforeAll
  static void deploy() throws Exception {
    deployment = new PastDeployment(folder);
    deployment.run("backfill", "--from", "2026-10-20");
  }

  @TestFactory
  Stream<DynamicTest> every_command_line_is_taken() throws IOException {
    List<String> lines = new ArrayList<>();
    for (Path page : List.of(WHAT_IF, BACKFILL)) {
      all(COMMANDS, page).forEach(block -> lines.addAll(block.group(1).lines().toList()));
    }
    assertThat(lines).hasSize(8).allMatch(line -> line.startsWith("./punctual "));
    return lines.stream()
        .map(line -> dynamicTest(line, () -> assertThat(run(deployment, line).code()).isZero()));
  }

  @TestFactory
  Stream<DynamicTest> what_a_command_prints_is_what_is_shown() throws IOException {
    return Stream.of(WHAT_IF, BACKFILL)
        .flatMap(HistoryDocsTest::shown)
        .map(
            shown ->
                dynamicTest(
                    shown.group(1),
                    () ->
                        assertThat(run(fresh(shown.group(1)), shown.group(1)).out())
                            .isEqualTo(shown.group(2))));
  }

  private static Stream<MatchResult> shown(Path page) {
    try {
      List<MatchResult> shown = all(SHOWN, page);
      assertThat(shown).isNotEmpty();
      return shown.stream();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** A backfill is shown on an empty ledger. */
  private static PastDeployment fresh(String line) throws Exception {
    return line.contains(" backfill ")
        ? new PastDeployment(Files.createTempDirectory(folder, "fresh"))
        : deployment;
  }

  @Test
  void every_option_that_is_named_exists() throws IOException {
    assertThat(named(WHAT_IF)).isSubsetOf(known("simulate")).contains("--ready-by", "--team");
    assertThat(named(BACKFILL)).isSubsetOf(known("backfill")).contains("--only");
  }

  private static Set<String> named(Path page) throws IOException {
    Set<String> named = new TreeSet<>();
    all(OPTION, page).forEach(option -> named.add(option.group(1)));
    return named;
  }

  private static Set<String> known(String command) {
    return Objects.requireNonNull(Main.line().getSubcommands().get(command))
        .getCommandSpec()
        .optionsMap()
        .keySet();
  }

  @Test
  void the_address_answers_as_the_command_does() throws Exception {
    String address = all(ADDRESS, WHAT_IF).getFirst().group(1);
    String days = "&from=2026-10-01&to=2026-11-19";
    String asked = "simulate learner-status --ready-by 09:30 --from 2026-10-01 --to 2026-11-19";
    try (ApplicationContext context = deployment.service();
        HttpClient client = HttpClient.newHttpClient()) {
      URI server = context.getBean(EmbeddedServer.class).start().getURI();
      assertThat(get(client, server.resolve(address + days)))
          .isEqualTo(run(deployment, "./punctual " + asked + " --json").out().strip());
      assertThat(get(client, server.resolve(address.replace("?", ".txt?") + days)))
          .isEqualTo(run(deployment, "./punctual " + asked).out());
      assertThat(get(client, server.resolve("/api/v1/simulations?team=nobody")))
          .contains("No rule has the team “nobody”");
    }
  }

  private static String get(HttpClient client, URI address)
      throws IOException, InterruptedException {
    return client.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString()).body();
  }

  private static List<MatchResult> all(Pattern pattern, Path page) throws IOException {
    return pattern.matcher(Files.readString(page)).results().toList();
  }

  /** A line of a shell: words, quoted ones as one, up to a comment. */
  private static Ran run(PastDeployment deployment, String line) {
    List<String> words = new ArrayList<>();
    WORD.matcher(line.replaceFirst("\\s#.*", ""))
        .results()
        .skip(1)
        .forEach(word -> words.add(word.group(1) == null ? word.group() : word.group(1)));
    return deployment.run(words.toArray(String[]::new));
  }
}
