package dev.punctual.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files that are found, files that are refused, and that neither takes long nor much memory. */
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class RuleFilesTest {

  private static final String RULE =
      """
      version: 1
      rules:
        - { id: %s, job: j, ready_by: "10:00", timezone: UTC }
      """;

  @TempDir Path folder;

  @Test
  void yaml_files_below_a_folder_are_one_set() throws IOException {
    write("a.yaml", "a");
    write("deep/er/b.yml", "b");
    write("notes.txt", "c");
    assertThat(ids()).containsExactly("a", "b");
  }

  @Test
  void names_that_begin_with_a_dot_are_not_entered() throws IOException {
    write("a.yaml", "a");
    write(".git/b.yaml", "b");
    write(".c.yaml", "c");
    assertThat(ids()).containsExactly("a");
  }

  @Test
  void the_links_of_a_mounted_config_map_are_followed_once() throws IOException {
    write("..2026_11_20_10_00_00.1/a.yaml", "a");
    write("..2026_11_20_10_00_00.1/b.yaml", "b");
    Files.createSymbolicLink(folder.resolve("..data"), Path.of("..2026_11_20_10_00_00.1"));
    Files.createSymbolicLink(folder.resolve("a.yaml"), Path.of("..data/a.yaml"));
    Files.createSymbolicLink(folder.resolve("b.yaml"), Path.of("..data/b.yaml"));
    assertThat(ids()).containsExactly("a", "b");
  }

  @Test
  void a_folder_given_as_a_link_is_followed() throws IOException {
    write(".worktrees/abc/a.yaml", "a");
    Path link = Files.createSymbolicLink(folder.resolve("rules"), Path.of(".worktrees/abc"));
    assertThat(RuleFolder.read(List.of(link), KnownSources.unchecked()))
        .isInstanceOf(Reading.Accepted.class);
  }

  @Test
  void a_file_reached_twice_is_read_once() throws IOException {
    Path file = write("a.yaml", "a");
    Reading reading = RuleFolder.read(List.of(folder, file), KnownSources.unchecked());
    assertThat(reading).isInstanceOf(Reading.Accepted.class);
  }

  @Test
  void a_folder_that_contains_itself_is_refused() throws IOException {
    write("a.yaml", "a");
    Files.createDirectories(folder.resolve("sub"));
    Files.createSymbolicLink(folder.resolve("sub/loop"), folder);
    assertThat(problems())
        .singleElement()
        .asString()
        .startsWith(folder + "/sub/loop:1:1: This folder contains itself");
  }

  @Test
  void a_link_to_itself_or_to_nothing_is_refused() throws IOException {
    Files.createSymbolicLink(folder.resolve("nothing.yaml"), Path.of("gone.yaml"));
    Files.createSymbolicLink(folder.resolve("self.yaml"), Path.of("self.yaml"));
    assertThat(problems())
        .extracting(Problem::message)
        .satisfiesExactly(
            nothing -> assertThat(nothing).isEqualTo("This link leads nowhere."),
            self -> assertThat(self).contains("cannot be read"));
  }

  @Test
  void a_pipe_is_refused_and_not_waited_for() throws Exception {
    Process mkfifo = new ProcessBuilder("mkfifo", folder.resolve("pipe.yaml").toString()).start();
    assumeThat(mkfifo.waitFor()).as("mkfifo works here").isZero();
    assertThat(problems())
        .extracting(Problem::message)
        .containsExactly("This is a pipe, socket or device. Only regular files are read.");
  }

  @Test
  void a_device_is_refused() {
    Path device = Path.of("/dev/zero");
    assumeThat(device).exists();
    assertThat(RuleFolder.read(List.of(device), KnownSources.unchecked()))
        .isInstanceOf(Reading.Rejected.class);
  }

  @Test
  void a_path_that_does_not_exist_is_a_problem() {
    folder = folder.resolve("gone");
    assertThat(problems())
        .extracting(Problem::toString)
        .containsExactly(folder + ":1:1: There is no such file or folder.");
  }

  @Test
  void a_file_nobody_may_read_is_a_problem() throws IOException {
    Path file = write("a.yaml", "a");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
    assumeThat(Files.isReadable(file)).as("root reads everything").isFalse();
    assertThat(problems())
        .extracting(Problem::message)
        .containsExactly("This cannot be read: permission denied.");
  }

  @Test
  void a_file_of_50_mb_is_refused_in_bounded_memory() throws IOException {
    Path file = folder.resolve("large.yaml");
    try (var out = Files.newOutputStream(file)) {
      byte[] line =
          "# nothing but a comment that goes on and on\n".getBytes(StandardCharsets.UTF_8);
      for (int written = 0; written < 50 << 20; written += line.length) {
        out.write(line);
      }
    }
    long before = allocated();
    List<Problem> problems = problems();
    long used = allocated() - before;
    assertThat(problems)
        .extracting(Problem::message)
        .containsExactly("This file has 51 MB; at most 1 MB is read. Split it into several files.");
    assertThat(used).isLessThan(4 << 20);
  }

  @Test
  void a_yaml_bomb_is_refused_in_bounded_memory() throws IOException {
    StringBuilder bomb =
        new StringBuilder("version: 1\nlabels:\n  - &a0 [x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 30; i++) {
      String before = "*a" + (i - 1);
      bomb.append("  - &a")
          .append(i)
          .append(" [")
          .append((before + ", ").repeat(8))
          .append(before)
          .append("]\n");
    }
    Files.writeString(folder.resolve("bomb.yaml"), bomb);
    long before = allocated();
    List<Problem> problems = problems();
    long used = allocated() - before;
    assertThat(problems)
        .singleElement()
        .extracting(Problem::message)
        .asString()
        .contains("alias bomb");
    assertThat(used).isLessThan(16 << 20);
  }

  @Test
  void a_file_full_of_mistakes_is_told_in_bounded_memory() throws IOException {
    StringBuilder text = new StringBuilder("version: 1\n");
    for (int i = 0; i < 60_000; i++) {
      text.append("key_").append(i).append(": x\n");
    }
    Files.writeString(folder.resolve("many.yaml"), text);
    assertThat(problems()).hasSize(1_001).last().asString().contains("59000 more problems");
  }

  @Test
  void a_file_that_is_not_utf_8_is_refused_at_the_byte() throws IOException {
    Files.write(
        folder.resolve("latin.yaml"),
        "version: 1\n# caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));
    Files.write(
        folder.resolve("wide.yaml"), "\ufeffversion: 1\n".getBytes(StandardCharsets.UTF_16LE));
    assertThat(problems())
        .extracting(Problem::toString)
        .containsExactly(
            folder + "/latin.yaml:2:6: This is not UTF-8 (byte 0xE9). Save the file as UTF-8.",
            folder + "/wide.yaml:1:1: This file is UTF-16. Save it as UTF-8.");
  }

  @Test
  void a_byte_order_mark_is_tolerated_and_moves_no_column() throws IOException {
    Files.writeString(folder.resolve("a.yaml"), "\ufeffversoin: 1\n");
    assertThat(problems()).first().asString().contains("a.yaml:1:1: ");
    Files.writeString(folder.resolve("a.yaml"), "\ufeff" + RULE.formatted("a"));
    assertThat(ids()).containsExactly("a");
  }

  @Test
  void empty_and_comment_only_files_are_fine() throws IOException {
    Files.writeString(folder.resolve("empty.yaml"), "");
    Files.writeString(folder.resolve("comment.yaml"), "# nothing yet\n");
    Files.writeString(folder.resolve("begun.yaml"), "---\n");
    assertThat(ids()).isEmpty();
  }

  @Test
  void windows_line_ends_are_read() throws IOException {
    Files.writeString(folder.resolve("a.yaml"), RULE.formatted("a").replace("\n", "\r\n"));
    assertThat(ids()).containsExactly("a");
  }

  @Test
  void the_problems_of_all_files_are_told_at_once() throws IOException {
    write("a.yaml", "A");
    write("b.yaml", "B");
    assertThat(problems()).hasSize(2);
  }

  private Path write(String name, String id) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, RULE.formatted(id));
  }

  private List<String> ids() {
    return switch (RuleFolder.read(List.of(folder), KnownSources.unchecked())) {
      case Reading.Accepted accepted -> List.copyOf(accepted.rules().rules().keySet());
      case Reading.Rejected rejected -> throw new AssertionError(rejected.problems().toString());
    };
  }

  private List<Problem> problems() {
    return switch (RuleFolder.read(List.of(folder), KnownSources.unchecked())) {
      case Reading.Accepted accepted -> throw new AssertionError(accepted.rules().rules().keySet());
      case Reading.Rejected rejected -> rejected.problems();
    };
  }

  /** Bytes this thread has taken from the heap so far. */
  private static long allocated() {
    return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
        .getCurrentThreadAllocatedBytes();
  }
}
