package dev.punctual.observe.aws;

import dev.punctual.observe.Archive;
import dev.punctual.observe.Observation;
import dev.punctual.observe.Observation.Unreachable;
import dev.punctual.observe.Probe;
import dev.punctual.observe.Source;
import dev.punctual.observe.SourceFailure;
import dev.punctual.observe.Trial;
import dev.punctual.observe.aws.S3Paths.Path;
import dev.punctual.observe.file.Proof;
import dev.punctual.observe.file.Recollection;
import dev.punctual.observe.file.Stamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Objects of S3: one listing for those that lie close together, and what it proves. */
final class S3Source implements Source, Archive {

  private final S3Settings settings;
  private final LoginSettings.Provider login;
  private final Service service;
  private final Listings listings;

  S3Source(S3Settings settings) {
    AccountSettings account = settings.account();
    this.settings = settings;
    this.login = account.login().provider(account.region(), account.endpoint());
    this.service = new Service(account, login.credentials(), "s3", "S3");
    this.listings = new Listings(new Buckets(account, service));
  }

  @Override
  public String name() {
    return settings.name();
  }

  @Override
  public String description() {
    AccountSettings account = settings.account();
    String where =
        account.endpoint() == null ? account.region() : account.endpoint().getAuthority();
    return "S3, " + where + (settings.bucket() == null ? "" : ", bucket " + settings.bucket());
  }

  /** A listing shows what was written before it was asked for. */
  @Override
  public Duration lag(Probe probe) {
    return Duration.ZERO;
  }

  @Override
  public Round observe(List<Probe> probes, Ask ask) throws SourceFailure, InterruptedException {
    service.takeSent();
    List<Answer> answers = new ArrayList<>();
    List<Path> paths = new ArrayList<>();
    for (Probe probe : probes) {
      switch (S3Paths.of(probe, settings.bucket())) {
        case S3Paths.Wrong(Observation said) -> answers.add(new Answer(probe, said));
        case Path path -> paths.add(path);
      }
    }
    Map<Path, Listings.Seen> seen = listings.of(paths);
    for (Path path : paths) {
      answers.add(new Answer(path.wanted().probe(), observation(path, seen.get(path), ask)));
    }
    int sent = service.takeSent();
    return new Round(
        answers,
        Map.of(),
        sent,
        service.clockOffset(),
        probes.size() + " probes: " + sent + (sent == 1 ? " request" : " requests"));
  }

  private static Observation observation(
      Path path, Listings.@org.jspecify.annotations.Nullable Seen seen, Ask ask) {
    return switch (seen) {
      case Listings.Seen.Listed listed ->
          Proof.of(path.wanted(), listed.entries(), Stamp.STORE, ask);
      case Listings.Seen.Refused(Observation said) -> said;
      case null -> new Unreachable("not asked");
    };
  }

  @Override
  public Recall recall(List<Probe> probes, Instant now) throws SourceFailure, InterruptedException {
    service.takeSent();
    List<Remembered> days = new ArrayList<>();
    List<Path> paths = new ArrayList<>();
    for (Probe probe : probes) {
      switch (S3Paths.of(probe, settings.bucket())) {
        case S3Paths.Wrong(Observation said) ->
            days.add(new Remembered(probe, new Memory.Untold(said.text())));
        case Path path -> paths.add(path);
      }
    }
    Map<Path, Listings.Seen> seen = listings.of(paths);
    for (Path path : paths) {
      days.add(new Remembered(path.wanted().probe(), memory(path, seen.get(path), now)));
    }
    return new Recall(days, service.takeSent());
  }

  private static Memory memory(
      Path path, Listings.@org.jspecify.annotations.Nullable Seen seen, Instant now) {
    return switch (seen) {
      case Listings.Seen.Listed listed -> Recollection.of(path.wanted(), listed.entries(), now);
      case Listings.Seen.Refused(Observation said) -> new Memory.Untold(said.text());
      case null -> new Memory.Untold("not asked");
    };
  }

  @Override
  public List<Finding> check(List<Probe> probes) throws InterruptedException {
    return Trial.of(this, "ask S3 as " + settings.account().login(), probes);
  }

  @Override
  public void close() {
    service.close();
    login.close();
  }
}
