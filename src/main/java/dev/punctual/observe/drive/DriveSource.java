package dev.punctual.observe.drive;

import dev.punctual.observe.Observation;
import dev.punctual.observe.Observation.Absent;
import dev.punctual.observe.Observation.Unreachable;
import dev.punctual.observe.Probe;
import dev.punctual.observe.Source;
import dev.punctual.observe.SourceFailure;
import dev.punctual.observe.Trial;
import dev.punctual.observe.wire.GoogleAccount;
import dev.punctual.observe.wire.GoogleApi;
import dev.punctual.observe.wire.GoogleApi.Refusal;
import dev.punctual.observe.wire.Outages;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Google Drive: files by their id, and files of folders by their names. */
final class DriveSource implements Source {

  private static final String SCOPE = "https://www.googleapis.com/auth/drive.metadata.readonly";

  /** How late a time may be told; Drive promises nothing. */
  private static final Duration LAG = Duration.ofMinutes(1);

  private final DriveSettings settings;
  private final GoogleApi api;
  private final Files files;
  private final Folders folders;
  private @Nullable String login;

  DriveSource(DriveSettings settings) {
    this.settings = settings;
    this.api =
        new GoogleApi(
            new GoogleApi.Service(
                URI.create(settings.url() + "/drive/v3"),
                "Drive",
                "drive.googleapis.com",
                "the project of its login"),
            new Outages(settings.name(), settings.address(), "Drive"),
            settings.requestTimeout(),
            new GoogleAccount(settings.credentials(), SCOPE));
    this.files = new Files(api);
    this.folders = new Folders(files);
  }

  @Override
  public String name() {
    return settings.name();
  }

  @Override
  public String description() {
    String folder = settings.folder();
    return "Google Drive" + (folder == null ? "" : ", folder " + folder);
  }

  @Override
  public Duration lag(Probe probe) {
    return LAG;
  }

  @Override
  public Round observe(List<Probe> probes, Ask ask) throws SourceFailure, InterruptedException {
    if (probes.isEmpty()) {
      return new Round(List.of(), Map.of(), 0, null, "nothing to ask");
    }
    api.takeSent();
    List<Answer> answers = new RoundTrip(settings, files, folders, this::refused, ask).run(probes);
    int sent = api.takeSent();
    return new Round(answers, Map.of(), sent, api.clockOffset(), answers.size() + " questions");
  }

  /** What a refusal means for a target. */
  private Observation refused(Refusal refusal, String target)
      throws SourceFailure, InterruptedException {
    String said = Outages.line(refusal.said());
    return switch (refusal.reason()) {
      case "notFound" ->
          new Absent(
              "Drive does not find "
                  + target
                  + ", or does not show it to "
                  + whom()
                  + "; share it with that address as viewer, or correct the id");
      case "insufficientFilePermissions", "forbidden", "insufficientPermissions" ->
          new Unreachable(
              "Drive does not show "
                  + target
                  + " to "
                  + whom()
                  + ": "
                  + said
                  + "; share it with that address as viewer");
      default ->
          new Unreachable(
              "Drive refuses what was asked of " + target + " (" + refusal.reason() + "): " + said);
    };
  }

  private String whom() throws SourceFailure, InterruptedException {
    try {
      if (login == null) {
        login = files.login();
      }
    } catch (Refusal refusal) {
      return api.login();
    }
    return login == null ? api.login() : login;
  }

  @Override
  public List<Finding> check(List<Probe> probes) throws InterruptedException {
    try {
      String who = files.login();
      List<Finding> findings = new ArrayList<>();
      findings.add(new Finding(true, "log in", "as " + (who == null ? api.login() : who)));
      findings.addAll(Trial.of(this, "ask Drive", probes));
      return findings;
    } catch (SourceFailure | Refusal e) {
      return List.of(new Finding(false, "log in", String.valueOf(e.getMessage())));
    }
  }

  @Override
  public void close() {
    api.close();
  }
}
