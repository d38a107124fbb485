package dev.punctual.observe.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.punctual.observe.Observation;
import dev.punctual.observe.Observation.Absent;
import dev.punctual.observe.Observation.NotYet;
import dev.punctual.observe.Observation.Present;
import dev.punctual.observe.Observation.Unreachable;
import dev.punctual.observe.Probe;
import dev.punctual.observe.Probes;
import dev.punctual.observe.Source.Answer;
import dev.punctual.observe.Source.Ask;
import dev.punctual.observe.Source.Round;
import dev.punctual.observe.SourceFailure;
import dev.punctual.observe.SourceType.SettingException;
import dev.punctual.observe.SourceType.Settings;
import dev.punctual.rule.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class FilesSourceTest {

  private static final Instant NOW = Instant.parse("2026-11-20T09:00:00Z");

  @TempDir Path folder;

  private final List<Path> listed = new ArrayList<>();
  private final Map<String, String> more = new HashMap<>();

  private Path root() throws IOException {
    return Files.createDirectories(folder.resolve("root"));
  }

  private void put(String path) throws IOException {
    Path file = root().resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "1");
    Files.setLastModifiedTime(file, FileTime.from(NOW.minusSeconds(3600)));
  }

  private static Probe probe(String template) {
    return Probes.on(LocalDate.of(2026, 11, 20)).of(new Target.File("delivery", template));
  }

  private FilesSettings settings() throws IOException {
    more.putIfAbsent("path", root().toString());
    return FilesSettings.of(new Settings("delivery", more));
  }

  private Round round(List<Probe> probes) throws Exception {
    Disk counting =
        place -> {
          listed.add(place);
          return Disk.THIS.list(place);
        };
    try (FilesSource source = new FilesSource(settings(), counting)) {
      return source.observe(probes, new Ask(NOW, Map.of(), Map.of()));
    }
  }

  private Observation answer(String template) throws Exception {
    return round(List.of(probe(template))).answers().getFirst().observation();
  }

  @Test
  void only_folders_that_may_hold_something_are_listed_each_once() throws Exception {
    for (int day = 10; day < 30; day++) {
      put("out/2026-11-" + day + "/a.csv");
      put("out/2026-11-" + day + "/deep/b.csv");
    }
    round(List.of(probe("out/{data_date}/*.csv"), probe("out/{data_date}/a.csv")));
    assertThat(listed).containsExactly(root(), root().resolve("out/2026-11-20"));
  }

  @Test
  void a_thousand_rules_in_one_folder_list_it_once() throws Exception {
    IntStream.range(0, 1000).forEach(i -> put(this, "out/2026-11-20/" + i + ".csv"));
    Round round =
        round(
            IntStream.range(0, 1000)
                .mapToObj(i -> probe("out/{data_date}/" + i + ".csv"))
                .toList());
    assertThat(round.queries()).isEqualTo(1);
    assertThat(round.answers())
        .hasSize(1000)
        .extracting(Answer::observation)
        .allMatch(Present.class::isInstance);
  }

  private static void put(FilesSourceTest test, String path) {
    try {
      test.put(path);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void a_link_that_leads_out_is_not_followed_and_is_told() throws Exception {
    put("out/2026-11-20/b.csv");
    Path secret = Files.writeString(folder.resolve("secret.csv"), "1");
    Files.createSymbolicLink(root().resolve("out/2026-11-20/a.csv"), secret);
    Files.createSymbolicLink(root().resolve("elsewhere"), folder);
    assertThat(answer("out/{data_date}/a.csv"))
        .isEqualTo(
            new Unreachable(
                "out/2026-11-20/a.csv is a link that leads out of "
                    + root()
                    + " and is not followed; put the file there itself, or widen path"));
    assertThat(answer("elsewhere/secret.csv")).isInstanceOf(Unreachable.class);
    assertThat(answer("out/{data_date}/b.csv")).isInstanceOf(Present.class);
  }

  @Test
  void a_link_that_stays_inside_is_followed() throws Exception {
    put("2026-11-20/a.csv");
    Files.createSymbolicLink(root().resolve("current"), root().resolve("2026-11-20"));
    assertThat(answer("current/a.csv")).isInstanceOf(Present.class);
  }

  @Test
  void folders_that_contain_themselves_end() throws Exception {
    put("a/x.txt");
    Files.createSymbolicLink(root().resolve("a/again"), root().resolve("a"));
    assertThat(answer("a/**/*.csv")).isInstanceOf(NotYet.class);
  }

  @Test
  void a_path_that_climbs_out_breaks_its_rule() throws Exception {
    put("a/x.csv");
    assertThat(answer("a/../../secret.csv")).isInstanceOf(Absent.class);
  }

  @Test
  void a_folder_that_is_missing_on_every_day_breaks_the_rule_and_that_of_a_day_does_not()
      throws Exception {
    put("out/2026-11-19/a.csv");
    assertThat(answer("out/{data_date}/a.csv"))
        .isEqualTo(NotYet.because("there is no out/2026-11-20/a.csv"));
    assertThat(answer("uot/{data_date}/a.csv"))
        .isEqualTo(new Absent("there is no folder uot; correct the path, or have it made"));
  }

  @Test
  void a_disk_that_is_not_mounted_looks_empty_and_fails_as_a_whole() throws Exception {
    assertThatThrownBy(() -> answer("a.csv"))
        .isInstanceOf(SourceFailure.class)
        .hasMessageContaining("is empty, as where a disk is not mounted");
    more.put("must-hold", ".mounted");
    put("a.csv");
    assertThatThrownBy(() -> answer("a.csv"))
        .isInstanceOf(SourceFailure.class)
        .hasMessageContaining("does not hold .mounted; is the disk mounted?");
    put(".mounted");
    assertThat(answer("a.csv")).isInstanceOf(Present.class);
  }

  @Test
  void more_files_than_the_limit_are_not_looked_at() throws Exception {
    more.put("most-files", "2");
    put("a/1.csv");
    put("a/2.csv");
    put("a/b/3.csv");
    assertThat(answer("a/**/3.csv"))
        .isEqualTo(
            new Unreachable(
                "more than 2 files were looked at; narrow the paths of the rules, or raise"
                    + " most-files"));
  }

  @Test
  void a_disk_that_hangs_is_given_up_and_not_asked_again_while_it_hangs() throws Exception {
    put("a.csv");
    more.put("request-timeout", "1s");
    CountDownLatch back = new CountDownLatch(1);
    Disk hanging =
        place -> {
          awaitInspiteOfInterrupts(back);
          return Disk.THIS.list(place);
        };
    try (FilesSource source = new FilesSource(settings(), hanging)) {
      Ask ask = new Ask(NOW, Map.of(), Map.of());
      List<Probe> probes = List.of(probe("a.csv"));
      assertThatThrownBy(() -> source.observe(probes, ask))
          .hasMessageContaining("did not answer within 1.0 s");
      assertThatThrownBy(() -> source.observe(probes, ask))
          .hasMessageContaining("still hangs since an earlier round");
      back.countDown();
      assertThat(answerOnceFree(source, probes, ask)).isInstanceOf(Present.class);
    }
  }

  /** As a thread in the kernel does. */
  private static void awaitInspiteOfInterrupts(CountDownLatch latch) {
    while (latch.getCount() > 0) {
      try {
        latch.await();
      } catch (InterruptedException e) {
        // goes on
      }
    }
  }

  private static Observation answerOnceFree(FilesSource source, List<Probe> probes, Ask ask)
      throws InterruptedException {
    while (true) {
      try {
        return source.observe(probes, ask).answers().getFirst().observation();
      } catch (SourceFailure e) {
        Thread.onSpinWait();
      }
    }
  }

  @Test
  void settings_have_these_defaults() throws Exception {
    assertThat(settings())
        .isEqualTo(
            new FilesSettings(
                "delivery", root(), null, Duration.ofSeconds(20), Duration.ZERO, 200_000));
  }

  @Test
  void settings_that_are_wrong_are_named() {
    assertThatThrownBy(() -> FilesSettings.of(new Settings("delivery", Map.of())))
        .isInstanceOf(SettingException.class)
        .hasMessage(
            "Source delivery: path is missing. Write the folder from the root of the disk on, as"
                + " /mnt/deliveries.");
    assertThatThrownBy(
            () -> FilesSettings.of(new Settings("delivery", Map.of("path", "deliveries"))))
        .hasMessageContaining("path is not absolute");
    assertThatThrownBy(() -> FilesSettings.of(new Settings("delivery", Map.of("pth", "/d"))))
        .hasMessageContaining("Did you mean");
  }
}
