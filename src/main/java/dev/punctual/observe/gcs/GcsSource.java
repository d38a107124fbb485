package dev.punctual.observe.gcs;

import dev.punctual.observe.Archive;
import dev.punctual.observe.Observation;
import dev.punctual.observe.Observation.Absent;
import dev.punctual.observe.Observation.Unreachable;
import dev.punctual.observe.Probe;
import dev.punctual.observe.Source;
import dev.punctual.observe.SourceFailure;
import dev.punctual.observe.file.Catalogue;
import dev.punctual.observe.file.Cover;
import dev.punctual.observe.file.Entry;
import dev.punctual.observe.file.Proof;
import dev.punctual.observe.file.Recollection;
import dev.punctual.observe.file.Stamp;
import dev.punctual.observe.file.Wanted;
import dev.punctual.observe.wire.Crew;
import dev.punctual.observe.wire.GoogleAccount;
import dev.punctual.observe.wire.Http;
import dev.punctual.observe.wire.Outages;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Buckets of Google Cloud Storage. */
final class GcsSource implements Source, Archive {

  private static final String READ_ONLY = "https://www.googleapis.com/auth/devstorage.read_only";

  private static final String NO_BUCKET =
      "the path does not begin with a bucket; write bucket/path, or set bucket on the source";

  private final GcsSettings settings;
  private final Http http;
  private final Bucket bucket;

  GcsSource(GcsSettings settings) {
    this.settings = settings;
    Outages outages = new Outages(settings.name(), settings.address(), "Cloud Storage");
    this.http = new Http(outages, settings.traffic().requestTimeout());
    this.bucket =
        new Bucket(settings, http, outages, new GoogleAccount(settings.account(), READ_ONLY));
  }

  @Override
  public String name() {
    return settings.name();
  }

  @Override
  public String description() {
    String one = settings.bucket();
    return "Google Cloud Storage, " + settings.address() + (one == null ? "" : "/" + one);
  }

  /** Listings are consistent: an object is in them once its upload is answered. */
  @Override
  public Duration lag(Probe probe) {
    return Duration.ZERO;
  }

  @Override
  public Round observe(List<Probe> probes, Ask ask) throws SourceFailure, InterruptedException {
    http.takeSent();
    List<Answer> answers = new ArrayList<>(probes.size());
    for (Look look : looks(probes)) {
      answers.add(new Answer(look.spot().probe(), answer(look, ask)));
    }
    int sent = http.takeSent();
    return new Round(answers, Map.of(), sent, http.clockOffset(), "lists objects: " + sent);
  }

  /** What was found for a probe. */
  record Look(Spot spot, Listed listed) {
    List<Entry> in(Catalogue objects) {
      return objects.startingWith(spot.wanted().prefix());
    }
  }

  private record Job(String bucket, Cover.Listing listing) {}

  private List<Look> looks(List<Probe> probes) throws SourceFailure, InterruptedException {
    List<Spot> spots = probes.stream().map(probe -> Spot.of(probe, settings)).toList();
    List<Job> jobs = jobs(spots);
    List<Listed> lists =
        Crew.ask(
            jobs, settings.traffic().atOnce(), job -> bucket.list(job.bucket(), job.listing()));
    IdentityHashMap<Wanted, Listed> byWanted = new IdentityHashMap<>();
    for (int i = 0; i < jobs.size(); i++) {
      for (Wanted wanted : jobs.get(i).listing().wanted()) {
        byWanted.put(wanted, lists.get(i));
      }
    }
    Listed none = new Listed.Missing(NO_BUCKET);
    return spots.stream()
        .map(spot -> new Look(spot, byWanted.getOrDefault(spot.wanted(), none)))
        .toList();
  }

  private static List<Job> jobs(List<Spot> spots) {
    Map<String, List<Wanted>> byBucket = new LinkedHashMap<>();
    for (Spot spot : spots) {
      if (spot.bucket() != null) {
        byBucket.computeIfAbsent(spot.bucket(), b -> new ArrayList<>()).add(spot.wanted());
      }
    }
    List<Job> jobs = new ArrayList<>();
    byBucket.forEach(
        (name, wanted) -> Cover.of(wanted).forEach(listing -> jobs.add(new Job(name, listing))));
    return jobs;
  }

  private static Observation answer(Look look, Ask ask) {
    Wanted wanted = look.spot().wanted();
    return switch (look.listed()) {
      case Listed.Found(Catalogue objects) -> Proof.of(wanted, look.in(objects), Stamp.STORE, ask);
      case Listed.Cut cut -> new Unreachable(cut.why());
      case Listed.Missing missing -> new Absent(missing.why());
      case Listed.Barred barred -> new Unreachable(barred.why());
    };
  }

  @Override
  public Recall recall(List<Probe> probes, Instant now) throws SourceFailure, InterruptedException {
    http.takeSent();
    List<Remembered> days = new ArrayList<>(probes.size());
    for (Look look : looks(probes)) {
      days.add(new Remembered(look.spot().probe(), memory(look, now)));
    }
    return new Recall(days, http.takeSent());
  }

  private static Memory memory(Look look, Instant now) {
    return switch (look.listed()) {
      case Listed.Found(Catalogue objects) ->
          Recollection.of(look.spot().wanted(), look.in(objects), now);
      case Listed.Cut cut -> new Memory.Untold(cut.why());
      case Listed.Missing missing -> new Memory.Untold(missing.why());
      case Listed.Barred barred -> new Memory.Untold(barred.why());
    };
  }

  @Override
  public List<Finding> check(List<Probe> probes) throws InterruptedException {
    try {
      return GcsExamination.of(settings, looks(probes), http.clockOffset());
    } catch (SourceFailure e) {
      return List.of(
          new Finding(false, "ask " + settings.address(), String.valueOf(e.getMessage())));
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
