package dev.punctual.observe.sftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.punctual.observe.Observation;
import dev.punctual.observe.Observation.NotYet;
import dev.punctual.observe.Observation.Present;
import dev.punctual.observe.Observation.Strength;
import dev.punctual.observe.Observation.Unreachable;
import dev.punctual.observe.Probe;
import dev.punctual.observe.Probes;
import dev.punctual.observe.Source;
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
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyEncryptionContext;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class SftpSourceTest {

  private static final Instant NOW = Instant.parse("2026-11-20T09:00:00Z");

  @TempDir Path temp;
  private SftpHere here;

  @BeforeEach
  void start() throws IOException {
    here = new SftpHere(Files.createDirectories(temp.resolve("root")));
    here.put("out/2026-11-20/a.csv", "2026-11-18T08:00:00Z");
  }

  @AfterEach
  void stop() throws IOException {
    here.close();
  }

  private static Probe probe(String template) {
    return Probes.on(LocalDate.of(2026, 11, 20)).of(new Target.File("partner", template));
  }

  private static Round round(Source source, List<Probe> probes) throws Exception {
    try (source) {
      return source.observe(probes, new Ask(NOW, Map.of(), Map.of()));
    }
  }

  private static Observation answer(Source source, String template) throws Exception {
    return round(source, List.of(probe(template))).answers().getFirst().observation();
  }

  @Test
  void a_file_is_there_whatever_time_its_writer_kept() throws Exception {
    assertThat(answer(here.open(), "out/{data_date}/*.csv"))
        .isEqualTo(
            new Present(
                Strength.STRONG,
                "1/1/2026-11-18T08:00:00Z",
                "out/2026-11-20/a.csv is there (1 B, modified 2026-11-18 08:00:00 UTC)"));
  }

  @Test
  void an_upload_under_another_name_is_not_there_until_it_is_renamed() throws Exception {
    here.put("in/2026-11-20/b.csv.filepart", "2026-11-20T08:00:00Z");
    assertThat(answer(here.open(), "in/{data_date}/*")).isInstanceOf(NotYet.class);
    Path part = here.folder.resolve("in/2026-11-20/b.csv.filepart");
    Files.move(part, part.resolveSibling("b.csv"));
    assertThat(answer(here.open(), "in/{data_date}/*")).isInstanceOf(Present.class);
  }

  @Test
  void a_thousand_rules_in_one_folder_are_one_session_and_one_listing() throws Exception {
    IntStream.range(0, 1000)
        .forEach(i -> here.put("out/2026-11-20/" + i + ".csv", "2026-11-20T08:00:00Z"));
    Round round =
        round(
            here.open(),
            IntStream.range(0, 1000)
                .mapToObj(i -> probe("out/{data_date}/" + i + ".csv"))
                .toList());
    assertThat(round.answers()).extracting(Answer::observation).allMatch(Present.class::isInstance);
    assertThat(here.listings).hasValue(1);
    assertThat(round.queries()).isEqualTo(2);
  }

  @Test
  void a_server_that_hangs_after_the_login_is_given_up() {
    here.put("slow/a.csv", "2026-11-20T08:00:00Z");
    assertThatThrownBy(() -> answer(here.open("request-timeout", "1s"), "slow/a.csv"))
        .isInstanceOf(SourceFailure.class)
        .hasMessageContaining("127.0.0.1:" + here.server.getPort());
  }

  @Test
  void the_root_is_where_paths_begin() throws Exception {
    assertThat(answer(here.open("root", "/out"), "{data_date}/a.csv")).isInstanceOf(Present.class);
    assertThatThrownBy(() -> answer(here.open("root", "/nowhere"), "{data_date}/a.csv"))
        .isInstanceOf(SourceFailure.class)
        .hasMessage("partner: the root /nowhere is not there; correct root, or ask the owner");
  }

  @Test
  void a_link_that_leads_out_of_the_root_is_not_followed() throws Exception {
    here.put("secret.csv", "2026-11-20T08:00:00Z");
    Files.createSymbolicLink(
        here.folder.resolve("out/2026-11-20/b.csv"), Path.of("../../secret.csv"));
    assertThat(answer(here.open("root", "/out"), "{data_date}/b.csv"))
        .isInstanceOf(Unreachable.class);
    assertThat(answer(here.open(), "out/{data_date}/b.csv")).isInstanceOf(Present.class);
  }

  @Test
  void another_host_key_than_the_pinned_one_is_refused_and_both_are_shown() {
    String known = "SHA256:" + "A".repeat(43);
    assertThatThrownBy(() -> answer(here.open("host-key", known), "out/{data_date}/a.csv"))
        .isInstanceOf(SourceFailure.class)
        .hasMessage(
            "partner: 127.0.0.1:"
                + here.server.getPort()
                + " shows the host key "
                + here.fingerprint()
                + " (ssh-ed25519) and not "
                + known
                + "; it was set up anew, or somebody stands in between. Ask its owner, then correct"
                + " host-key");
  }

  @Test
  void a_host_is_known_by_a_file_as_openssh_writes_it() throws Exception {
    Path file = temp.resolve("known_hosts");
    Files.writeString(file, here.known(here.hostKey));
    assertThat(answer(here.open("host-key", "", "known-hosts", file.toString()), "out/**"))
        .isInstanceOf(Observation.class);
    Files.writeString(file, here.known(SftpHere.ed25519()));
    assertThatThrownBy(
            () -> answer(here.open("host-key", "", "known-hosts", file.toString()), "out/**"))
        .hasMessageContaining("then correct known-hosts");
    Files.writeString(file, "elsewhere " + here.known(here.hostKey).split(" ", 2)[1]);
    assertThatThrownBy(
            () -> answer(here.open("host-key", "", "known-hosts", file.toString()), "out/**"))
        .hasMessageContaining("known-hosts holds none for it");
    Files.writeString(file, here.known(here.hostKey) + "@revoked " + here.known(here.hostKey));
    assertThatThrownBy(
            () -> answer(here.open("host-key", "", "known-hosts", file.toString()), "out/**"))
        .hasMessageContaining("which known-hosts revokes");
  }

  @Test
  void of_several_host_keys_the_known_kind_is_asked_for() throws Exception {
    KeyPair rsa = SftpHere.rsa();
    here.server.setKeyPairProvider(KeyPairProvider.wrap(here.hostKey, rsa));
    Path file = temp.resolve("known_hosts");
    Files.writeString(file, here.known(rsa));
    assertThat(
            answer(
                here.open("host-key", "", "known-hosts", file.toString()), "out/{data_date}/a.csv"))
        .isInstanceOf(Present.class);
  }

  @ParameterizedTest
  @CsvSource({"ssh-ed25519, ''", "ssh-ed25519, open-sesame", "ssh-rsa, ''"})
  void a_key_logs_in_with_and_without_a_password_of_its_own(String type, String password)
      throws Exception {
    KeyPair key = type.equals("ssh-rsa") ? SftpHere.rsa() : SftpHere.ed25519();
    here.server.setPasswordAuthenticator(null);
    here.server.setPublickeyAuthenticator(
        (user, shown, session) -> KeyUtils.compareKeys(shown, key.getPublic()));
    Path file = temp.resolve("key");
    OpenSSHKeyEncryptionContext secret = new OpenSSHKeyEncryptionContext();
    secret.setPassword(password);
    secret.setCipherType("256");
    try (var out = Files.newOutputStream(file)) {
      OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(
          key, "punctual", password.isEmpty() ? null : secret, out);
    }
    String[] byKey = {
      "password", "", "private-key-file", file.toString(), "private-key-password", password
    };
    assertThat(answer(here.open(byKey), "out/{data_date}/a.csv")).isInstanceOf(Present.class);
    byKey[5] = "not-open-sesame";
    if (!password.isEmpty()) {
      assertThatThrownBy(() -> answer(here.open(byKey), "out/{data_date}/a.csv"))
          .isInstanceOf(SourceFailure.class)
          .hasMessageContaining("the private key in " + file + " cannot be used");
    }
  }

  @Test
  void settings_have_these_defaults() {
    SftpSettings settings =
        SftpSettings.of(
            new Settings(
                "partner",
                Map.of(
                    "host",
                    "sftp.example",
                    "username",
                    "u",
                    "password",
                    "p",
                    "host-key",
                    "SHA256:" + "A".repeat(43))));
    assertThat(settings.server().port()).isEqualTo(22);
    assertThat(settings.root()).isNull();
    assertThat(settings.requestTimeout()).isEqualTo(Duration.ofSeconds(20));
    assertThat(settings.mostFiles()).isEqualTo(100_000);
    assertThat(settings.toString()).doesNotContain("password=p");
  }

  @ParameterizedTest
  @CsvSource({
    "host,             sftp://a,  is no host name",
    "username,         '',        username is missing",
    "password,         '',        'is missing, and so is private-key-file'",
    "private-key-file, /k,        exclude each other",
    "host-key,         '',        'is missing, and so is known-hosts'",
    "known-hosts,      /k,        exclude each other",
    "host-key,         MD5:00,    is no fingerprint",
    "hostkey,          x,         is not a setting",
  })
  void settings_that_are_wrong_are_named(String key, String value, String what) {
    assertThatThrownBy(() -> here.open(key, value))
        .isInstanceOf(SettingException.class)
        .hasMessageContaining(what)
        .hasMessageNotContaining(SftpHere.PASSWORD);
  }
}
