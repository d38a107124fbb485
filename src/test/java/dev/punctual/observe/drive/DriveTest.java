package dev.punctual.observe.drive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.punctual.observe.Observation;
import dev.punctual.observe.Observation.Absent;
import dev.punctual.observe.Observation.Arrived;
import dev.punctual.observe.Observation.NotYet;
import dev.punctual.observe.Observation.Present;
import dev.punctual.observe.Observation.Strength;
import dev.punctual.observe.Observation.Unreachable;
import dev.punctual.observe.Probe;
import dev.punctual.observe.Probes;
import dev.punctual.observe.Source;
import dev.punctual.observe.Source.Ask;
import dev.punctual.observe.SourceContract;
import dev.punctual.observe.SourceFailure;
import dev.punctual.observe.SourceType.SettingException;
import dev.punctual.observe.SourceType.Settings;
import dev.punctual.observe.drive.FakeDrive.File;
import dev.punctual.observe.wire.Discovery;
import dev.punctual.observe.wire.GoogleLogin;
import dev.punctual.rule.FilesRule;
import dev.punctual.rule.Readiness;
import dev.punctual.rule.Readiness.Evidence;
import dev.punctual.rule.Target;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DriveTest extends SourceContract {

  private static final Probes DAY = Probes.on(LocalDate.parse("2026-11-20"));

  @TempDir Path folder;
  private FakeDrive drive;
  private File root;
  private File sheet;

  @BeforeEach
  void fill() throws IOException {
    drive = new FakeDrive();
    root = drive.folder("deliveries");
    sheet = drive.file("Export");
    drive.file("2026-11-20.csv").in(root).mimeType = "text/csv";
  }

  @AfterEach
  void stop() {
    drive.close();
  }

  static Source source(FakeDrive drive, Path folder, String... settings) throws IOException {
    Map<String, String> values = new HashMap<>();
    values.put("url", drive.server.url());
    values.put("credentials-file", drive.key(folder).toString());
    for (int i = 0; i < settings.length; i += 2) {
      values.put(settings[i], settings[i + 1]);
    }
    return new DriveType().open(new Settings("drive", values));
  }

  private static Probe file(String template) {
    return DAY.of(new Target.File("drive", template));
  }

  private Observation ask(Probe probe) throws Exception {
    try (Source source = source(drive, folder)) {
      return source.observe(List.of(probe), first()).answers().getFirst().observation();
    }
  }

  @Override
  protected Source working() throws Exception {
    return source(drive, folder);
  }

  @Override
  protected Source broken() throws Exception {
    return source(drive, folder, "url", "http://127.0.0.1:1");
  }

  @Override
  protected List<Probe> answerable() {
    return List.of(file(sheet.id), file(root.id + "/{data_date}.csv"));
  }

  @Override
  protected Probe missing() {
    return file("1missing_missing_missing_missing");
  }

  @Override
  protected Instant now() {
    return Instant.parse("2026-11-20T09:30:00Z");
  }

  @Override
  protected List<String> secrets() {
    return GoogleLogin.secrets();
  }

  @Test
  void a_sheet_that_was_changed_in_the_window_is_weak_evidence_with_its_time() throws Exception {
    assertThat(ask(file(sheet.id)))
        .isEqualTo(
            new Arrived(
                DAY.opensAt(),
                Instant.parse("2026-11-20T08:00:00Z"),
                Strength.WEAK,
                "\"Export\" was last changed at 2026-11-20 08:00:00 UTC"));
    sheet.modified("2026-11-19T08:00:00.000Z");
    assertThat(ask(file(sheet.id))).isInstanceOf(NotYet.class);
  }

  @Test
  void a_dated_name_in_a_folder_is_its_days_file_whenever_it_was_changed() throws Exception {
    assertThat(ask(file(root.id + "/{data_date}.csv")))
        .isInstanceOfSatisfying(
            Present.class, p -> assertThat(p.strength()).isEqualTo(Strength.STRONG));
    assertThat(ask(file(root.id + "/{data_date:yyyyMMdd}.csv")))
        .isEqualTo(NotYet.because("there is no 20261120.csv"));
  }

  @Test
  void a_pattern_counts_all_files_it_fits() throws Exception {
    drive.file("2026-11-20-a.csv").in(root);
    drive.file("2026-11-20-b.csv").in(root).trashed = true;
    Readiness two = new Readiness(new Evidence.Completion(), null, null, null, new FilesRule(2, 0));
    Probe probe = DAY.of(new Target.File("drive", root.id + "/{data_date}-*.csv"), two);
    assertThat(ask(probe)).extracting(Observation::text).asString().startsWith("1 of 2 files");
    drive.file("2026-11-20-c.csv").in(root);
    assertThat(ask(probe)).isInstanceOf(Present.class);
  }

  @Test
  void folders_are_found_by_their_names_below_the_one_that_is_set() throws Exception {
    File month = drive.folder("2026-11").in(root);
    drive.file("it's.csv").in(month);
    try (Source source = source(drive, folder, "folder", root.id)) {
      Probe probe = file("{data_date:yyyy-MM}/it's.csv");
      assertThat(source.observe(List.of(probe), first()).answers().getFirst().observation())
          .isInstanceOf(Present.class);
      assertThat(source.observe(List.of(probe), first()).queries()).isEqualTo(1);
    }
  }

  @Test
  void two_folders_of_one_name_are_not_guessed_between() throws Exception {
    drive.folder("in").in(root);
    drive.folder("in").in(root);
    assertThat(ask(file(root.id + "/in/x.csv")))
        .isInstanceOf(Unreachable.class)
        .extracting(Observation::text)
        .asString()
        .contains("two folders are called in");
  }

  @Test
  void what_has_no_changes_of_its_own_is_told_apart() throws Exception {
    assertThat(ask(file(root.id))).isInstanceOf(Absent.class);
    sheet.mimeType = Files.SHORTCUT;
    assertThat(ask(file(sheet.id))).extracting(Observation::text).asString().contains("shortcut");
    sheet.trashed = true;
    assertThat(ask(file(sheet.id))).extracting(Observation::text).asString().contains("in the bin");
    assertThat(ask(file("{data_date}.csv")))
        .extracting(Observation::text)
        .asString()
        .contains("set folder on the source");
  }

  @Test
  void a_file_that_is_not_shared_says_with_whom_to_share_it() throws Exception {
    sheet.hidden = true;
    assertThat(ask(file(sheet.id)))
        .isEqualTo(
            new Absent(
                "Drive does not find file "
                    + sheet.id
                    + ", or does not show it to "
                    + GoogleLogin.EMAIL
                    + "; share it with that address as viewer, or correct the id"));
  }

  @Test
  void a_folder_that_is_not_shared_spoils_no_other() throws Exception {
    File other = drive.folder("other");
    other.hidden = true;
    try (Source source = source(drive, folder)) {
      Map<Probe, Observation> seen =
          byProbe(
              source.observe(
                  List.of(file(root.id + "/{data_date}.csv"), file(other.id + "/x.csv")), first()));
      assertThat(seen.values())
          .satisfiesExactly(
              one -> assertThat(one).isInstanceOf(Present.class),
              two -> assertThat(two).isInstanceOf(Absent.class));
    }
  }

  @Test
  void a_search_that_did_not_look_everywhere_proves_nothing() throws Exception {
    drive.incomplete = true;
    assertThat(ask(file(root.id + "/{data_date:yyyyMMdd}.csv"))).isInstanceOf(Unreachable.class);
  }

  @Test
  void a_thousand_names_take_few_calls_and_a_thousand_ids_one_each() throws Exception {
    List<Probe> names = new ArrayList<>();
    List<Probe> ids = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      File one = drive.file("f" + i + ".csv").in(root);
      names.add(file(root.id + "/f" + i + ".csv"));
      ids.add(file(one.id));
    }
    try (Source source = source(drive, folder)) {
      assertThat(source.observe(names, first()).queries()).isLessThan(25);
      assertThat(source.observe(ids, first()).queries()).isEqualTo(1_000);
    }
  }

  @Test
  void all_pages_are_read() throws Exception {
    drive.pageSize = 1;
    drive.file("2026-11-20-a.csv").in(root);
    drive.file("2026-11-20-b.csv").in(root);
    Readiness two = new Readiness(new Evidence.Completion(), null, null, null, new FilesRule(2, 0));
    assertThat(ask(DAY.of(new Target.File("drive", root.id + "/{data_date}-*.csv"), two)))
        .isInstanceOf(Present.class);
  }

  @Test
  void used_up_quota_stops_the_round() {
    drive.always = new FakeDrive.Refused(403, "userRateLimitExceeded", "User Rate Limit Exceeded");
    assertThatThrownBy(() -> ask(file(sheet.id)))
        .isInstanceOf(SourceFailure.class)
        .hasMessageContaining("User Rate Limit Exceeded; look at the quotas");
  }

  @Test
  void requests_and_answers_fit_the_published_description() throws Exception {
    Path file = Discovery.folder().resolve("google-drive.v3.json");
    Assumptions.assumeTrue(
        java.nio.file.Files.isReadable(file),
        () -> "skipped: there is no " + file + "; set PUNCTUAL_CONTRACT");
    Discovery description = Discovery.read(file);
    drive.pageSize = 1;
    drive.folder("in").in(root);
    List<Probe> probes = new ArrayList<>(answerable());
    probes.add(missing());
    probes.add(file(root.id + "/in/*.csv"));
    probes.add(file(root.id + "/*.csv"));
    try (Source source = source(drive, folder)) {
      source.observe(probes, new Ask(now(), Map.of(), Map.of()));
      source.check(probes);
    }
    assertThat(drive.exchanges).hasSizeGreaterThan(8);
    assertThat(drive.exchanges).flatMap(description::objections).isEmpty();
  }

  @Test
  void settings_have_defaults_and_unknown_ones_are_refused() {
    DriveSettings defaults = DriveSettings.of(new Settings("drive", Map.of()));
    assertThat(defaults.url()).hasToString("https://www.googleapis.com");
    assertThat(defaults.requestTimeout()).isEqualTo(Duration.ofSeconds(20));
    assertThat(defaults.folder()).isNull();
    assertThatThrownBy(() -> DriveSettings.of(new Settings("drive", Map.of("folder", "exports"))))
        .isInstanceOf(SettingException.class)
        .hasMessageContaining("is not the id of a folder");
    assertThatThrownBy(() -> DriveSettings.of(new Settings("drive", Map.of("foldr", "x"))))
        .hasMessageContaining("Did you mean");
  }
}
