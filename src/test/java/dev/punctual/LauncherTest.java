package dev.punctual;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the real launcher in a checkout of its own, where {@code java} and {@code mvn} are scripts
 * that say how they were called.
 */
class LauncherTest {

  private static final Path LAUNCHER = Path.of("punctual").toAbsolutePath();

  private static final List<String> SHELLS_TOOLS =
      List.of(
          "basename",
          "cat",
          "date",
          "dirname",
          "find",
          "head",
          "ln",
          "mkdir",
          "mv",
          "readlink",
          "rm",
          "sed",
          "sleep",
          "sort",
          "stat",
          "tr");

  @TempDir Path folder;

  private Path checkout;
  private Path jdks;
  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void lay_out_a_checkout() throws IOException {
    folder = folder.toRealPath();
    checkout = Files.createDirectories(folder.resolve("a checkout"));
    jdks = Files.createDirectories(folder.resolve("jdks"));
    Files.copy(LAUNCHER, checkout.resolve("punctual"));
    script(checkout.resolve("punctual"), Files.readString(LAUNCHER));
    Files.createDirectories(checkout.resolve("src/main/java"));
    Files.writeString(checkout.resolve("pom.xml"), "<project/>");
    jdk(folder.resolve("old-jdk"), "17.0.15");
    script(
        folder.resolve("tools/mvn"),
        """
        #!/bin/sh
        echo "mvn $*"
        mkdir -p target/lib
        echo built >target/punctual.jar
        echo library >target/lib/a.jar
        """);
    environment.put("PATH", folder + "/tools:" + folder + "/old-jdk/bin:/usr/bin:/bin");
    environment.put("PUNCTUAL_JDKS", jdks.toString());
    environment.put("PUNCTUAL_AOT", "off");
  }

  @Test
  void it_says_what_is_missing_when_there_is_only_an_old_java() throws Exception {
    Ran ran = launch("demo");

    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err())
        .contains("a JDK 25 or newer is needed and none was found")
        .contains(folder + "/old-jdk is Java 17")
        .contains("apt install")
        .contains("JAVA_HOME=");
  }

  @Test
  void it_says_what_is_missing_when_there_is_no_java_at_all() throws Exception {
    Files.delete(folder.resolve("old-jdk/bin/java"));
    environment.put("PATH", folder + "/tools:" + onlyTheShellsTools());

    Ran ran = launch("demo");

    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).contains("none was found").doesNotContain("too old");
  }

  @Test
  void it_says_that_maven_is_missing() throws Exception {
    jdk(jdks.resolve("jdk-25"), "25.0.1");
    environment.put("PATH", onlyTheShellsTools());

    Ran ran = launch("demo");

    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).contains("building needs Maven").contains("apt install maven");
  }

  @Test
  void it_finds_a_jdk_in_the_usual_places_when_the_java_on_the_path_is_too_old() throws Exception {
    jdk(jdks.resolve("jdk-21"), "21");
    jdk(jdks.resolve("jdk-25"), "25.0.1");
    jdk(jdks.resolve("jdk-26"), "26");

    assertThat(launch("serve").out()).startsWith("java of " + jdks.resolve("jdk-25"));
  }

  @Test
  void it_takes_a_newer_jdk_where_there_is_no_25() throws Exception {
    jdk(jdks.resolve("jdk-26"), "26-ea");

    assertThat(launch("serve").out()).startsWith("java of " + jdks.resolve("jdk-26"));
  }

  @Test
  void it_prefers_java_home() throws Exception {
    jdk(jdks.resolve("jdk-25"), "25.0.1");
    jdk(folder.resolve("my jdk"), "25.0.2");
    environment.put("JAVA_HOME", folder.resolve("my jdk").toString());

    assertThat(launch("serve").out()).startsWith("java of " + folder.resolve("my jdk"));
  }

  @Test
  void it_builds_once_and_says_so_on_standard_error() throws Exception {
    jdk(jdks.resolve("jdk-25"), "25.0.1");

    Ran first = launch("validate");
    Ran second = launch("validate");

    assertThat(first.err())
        .contains("punctual: building for the first time")
        .contains("mvn -q")
        .contains("punctual: built in ");
    assertThat(first.out()).startsWith("java of ").doesNotContain("mvn");
    assertThat(second.err()).isEmpty();
  }

  @Test
  void it_builds_again_when_a_source_is_newer() throws Exception {
    jdk(jdks.resolve("jdk-25"), "25.0.1");
    launch("validate");
    Path source = Files.writeString(checkout.resolve("src/main/java/A.java"), "class A {}");
    Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(60)));

    assertThat(launch("validate").err()).contains("the sources are newer").contains("built in");
  }

  @Test
  void it_stops_with_mavens_reasons_when_the_build_fails() throws Exception {
    jdk(jdks.resolve("jdk-25"), "25.0.1");
    script(folder.resolve("tools/mvn"), "#!/bin/sh\necho 'A.java:[1] wrong'\nexit 1\n");

    Ran ran = launch("validate");

    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).contains("A.java:[1] wrong").contains("the build failed");
  }

  @Test
  void arguments_reach_the_command_as_they_are() throws Exception {
    jdk(jdks.resolve("jdk-25"), "25.0.1");

    assertThat(launch("report", "--period", "2026H1", "a b", "", "$HOME *").out())
        .endsWith("<report><--period><2026H1><a b><><$HOME *>\n");
  }

  @Test
  void the_exit_code_is_the_commands() throws Exception {
    jdk(jdks.resolve("jdk-25"), "25.0.1");
    environment.put("EXIT_CODE", "1");

    assertThat(launch("check").code()).isEqualTo(1);
  }

  @Test
  void it_runs_through_a_link_from_another_folder_and_stays_there() throws Exception {
    jdk(jdks.resolve("jdk-25"), "25.0.1");
    Path bin = Files.createDirectories(folder.resolve("bin"));
    Files.createSymbolicLink(bin.resolve("chained"), Path.of("../a checkout/punctual"));
    Path link = Files.createSymbolicLink(bin.resolve("punctual"), Path.of("chained"));

    Ran ran = run(bin, List.of(link.toString(), "validate"));

    assertThat(ran.out()).contains("in " + bin).contains(checkout + "/target/punctual.jar");
  }

  @Test
  void a_cache_that_was_made_for_these_jars_is_used() throws Exception {
    jdk(jdks.resolve("jdk-25"), "25.0.1");
    trainCaches();

    assertThat(launch("serve").out()).contains("-XX:AOTCache=" + target("aot/service.cache"));
    assertThat(launch("validate").out()).contains("-XX:AOTCache=" + target("aot/command.cache"));
  }

  @Test
  void a_cache_that_was_made_for_other_jars_is_not_used() throws Exception {
    jdk(jdks.resolve("jdk-25"), "25.0.1");
    trainCaches();
    Files.setLastModifiedTime(target("lib/a.jar"), FileTime.from(Instant.EPOCH));

    assertThat(launch("serve").out()).doesNotContain("-XX:AOTCache");
  }

  @Test
  void a_rehearsal_that_fails_leaves_no_cache_and_is_not_repeated() throws Exception {
    jdk(jdks.resolve("jdk-25"), "25.0.1");
    environment.put("PUNCTUAL_TRAIN", "service");
    environment.put("PUNCTUAL_OPTS", "-Dfail=yes");
    assertThat(launch().code()).isEqualTo(1);
    environment.remove("PUNCTUAL_TRAIN");
    environment.remove("PUNCTUAL_AOT");

    assertThat(launch("serve").out()).doesNotContain("-XX:AOTCache");
    assertThat(target("aot/service.cache")).doesNotExist();
  }

  @Test
  void a_rehearsal_knows_nothing_of_what_is_configured_here() throws Exception {
    jdk(jdks.resolve("jdk-25"), "25.0.1");
    environment.put("PUNCTUAL_SLACK_TOKEN", "xoxb-of-production");

    trainCaches();

    assertThat(target("aot/service.log")).content().doesNotContain("xoxb-of-production");
  }

  /** Makes both caches in the foreground. */
  private void trainCaches() throws Exception {
    for (String kind : List.of("service", "command")) {
      environment.put("PUNCTUAL_TRAIN", kind);
      assertThat(launch().code()).isZero();
    }
    environment.remove("PUNCTUAL_TRAIN");
    environment.put("PUNCTUAL_AOT", "use");
  }

  private Path target(String file) {
    return checkout.resolve("target").resolve(file);
  }

  /** A folder with what a shell script needs, and neither java nor mvn. */
  private String onlyTheShellsTools() throws IOException {
    Path tools = Files.createDirectories(folder.resolve("shell-tools"));
    for (String tool : SHELLS_TOOLS) {
      Path file = Path.of("/bin", tool);
      Path real = Files.exists(file) ? file : Path.of("/usr/bin", tool);
      script(tools.resolve(tool), "#!/bin/sh\nexec " + real + " \"$@\"\n");
    }
    return tools.toString();
  }

  private static void jdk(Path home, String version) throws IOException {
    script(
        home.resolve("bin/java"),
        """
        #!/bin/sh
        # Says how it was called; makes the cache it is asked for.
        printf 'java of %s in %s: ' "$(cd "$(dirname "$0")/.." && pwd)" "$PWD"
        env | grep PUNCTUAL_
        for word; do
          case $word in
            -XX:AOTCacheOutput=*) echo cache >"${word#*=}" ;;
            -Dfail=yes) exit 1 ;;
          esac
          printf '<%s>' "$word"
        done
        echo
        exit "${EXIT_CODE:-0}"
        """);
    script(home.resolve("bin/javac"), "#!/bin/sh\n");
    Files.writeString(
        home.resolve("release"), "IMPLEMENTOR=\"Us\"\nJAVA_VERSION=\"" + version + "\"\n");
  }

  private static void script(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Ran launch(String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(checkout.resolve("punctual").toString());
    command.addAll(List.of(arguments));
    return run(folder, command);
  }

  private Ran run(Path from, List<String> command) throws Exception {
    Path out = Files.createTempFile(folder, "out", ".txt");
    Path err = Files.createTempFile(folder, "err", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(from.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("the launcher hangs: " + Files.readString(err, UTF_8));
    }
    return new Ran(process.exitValue(), Files.readString(out, UTF_8), Files.readString(err, UTF_8));
  }

  private record Ran(int code, String out, String err) {}
}
