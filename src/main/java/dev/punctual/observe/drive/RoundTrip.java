package dev.punctual.observe.drive;

import dev.punctual.observe.LastChange;
import dev.punctual.observe.Observation;
import dev.punctual.observe.Observation.Absent;
import dev.punctual.observe.Observation.Arrived;
import dev.punctual.observe.Observation.NotYet;
import dev.punctual.observe.Observation.Present;
import dev.punctual.observe.Observation.Strength;
import dev.punctual.observe.Observation.Unreachable;
import dev.punctual.observe.Probe;
import dev.punctual.observe.Source.Answer;
import dev.punctual.observe.Source.Ask;
import dev.punctual.observe.SourceFailure;
import dev.punctual.observe.drive.Files.Found;
import dev.punctual.observe.drive.Listings.Listed;
import dev.punctual.observe.file.Entry;
import dev.punctual.observe.file.Proof;
import dev.punctual.observe.file.Stamp;
import dev.punctual.observe.wire.Crew;
import dev.punctual.observe.wire.GoogleApi.Refusal;
import dev.punctual.rule.FilesRule;
import dev.punctual.rule.Sizes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One round: files of folders together, files by id one by one, some at once. */
final class RoundTrip {

  private static final int AT_ONCE = 8;

  private final DriveSettings settings;
  private final Files files;
  private final Folders folders;
  private final Words words;
  private final Ask ask;
  private final List<Answer> answers = new ArrayList<>();

  RoundTrip(DriveSettings settings, Files files, Folders folders, Words words, Ask ask) {
    this.settings = settings;
    this.files = files;
    this.folders = folders;
    this.words = words;
    this.ask = ask;
  }

  /** Says what a refusal means for a target. */
  @FunctionalInterface
  interface Words {
    Observation of(Refusal refusal, String target) throws SourceFailure, InterruptedException;
  }

  private record One(Probe probe, String id) {}

  /**
   * A probe and the folder it looks into.
   *
   * @param folder its id
   */
  private record In(Probe probe, Aim.Named aim, String folder) {}

  /** Asks all. */
  List<Answer> run(List<Probe> probes) throws SourceFailure, InterruptedException {
    List<One> ones = new ArrayList<>();
    List<In> named = new ArrayList<>();
    for (Probe probe : probes) {
      switch (Aim.of(probe, settings.folder())) {
        case Aim.Wrong(String why) -> say(probe, new Absent(why));
        case Aim.Exact(String id) -> ones.add(new One(probe, id));
        case Aim.Named aim -> locate(probe, aim, named);
      }
    }
    List<Observation> seen = Crew.ask(ones, AT_ONCE, this::exact);
    for (int i = 0; i < ones.size(); i++) {
      say(ones.get(i).probe(), seen.get(i));
    }
    listed(named);
    return answers;
  }

  private void say(Probe probe, Observation observation) {
    answers.add(new Answer(probe, observation));
  }

  private Observation exact(One one) throws SourceFailure, InterruptedException {
    try {
      return exact(one.probe(), files.get(one.id()));
    } catch (Refusal refusal) {
      return words.of(refusal, "file " + one.id());
    }
  }

  /** One file is changed again and again: its time says that somebody wrote, not what. */
  private Observation exact(Probe probe, Found file) {
    String what = "\"" + file.name() + "\"";
    if (file.trashed()) {
      return new Absent(what + " is in the bin; take it out, or name another file");
    }
    switch (file.type()) {
      case Files.FOLDER -> {
        return new Absent(what + " is a folder; write the name of a file after its id and a slash");
      }
      case Files.SHORTCUT -> {
        return new Absent(what + " is a shortcut; write the id of the file it leads to");
      }
      default -> {}
    }
    if (file.modified() == null) {
      return new Unreachable("Drive does not say when " + what + " was changed");
    }
    Observation seen = LastChange.of(probe, what, file.modified(), Strength.WEAK, ask);
    return seen instanceof Arrived arrived ? gates(probe, file, arrived) : seen;
  }

  private static Observation gates(Probe probe, Found file, Arrived arrived) {
    FilesRule least = probe.rule().readiness().files();
    if (least != null && file.size() < least.leastBytes()) {
      return new NotYet(
          "size",
          "\""
              + file.name()
              + "\" has "
              + file.size()
              + " bytes, and "
              + Sizes.print(least.leastBytes())
              + " are promised");
    }
    return probe.rule().readiness().stableFor() == null
        ? arrived
        : new Present(Strength.WEAK, String.valueOf(file.modified()), arrived.text());
  }

  private void locate(Probe probe, Aim.Named aim, List<In> named)
      throws SourceFailure, InterruptedException {
    String path = aim.wanted().path();
    try {
      String folder = folders.id(aim.root(), aim.folders(), ask.now());
      if (folder == null) {
        say(probe, Proof.of(aim.wanted(), List.of(), Stamp.WRITER, ask));
      } else {
        named.add(new In(probe, aim, folder));
      }
    } catch (Refusal refusal) {
      say(probe, words.of(refusal, "the folder of " + path));
    }
  }

  private void listed(List<In> named) throws SourceFailure, InterruptedException {
    Map<String, Listings.Asked> asked = new LinkedHashMap<>();
    for (In one : named) {
      asked.computeIfAbsent(one.folder(), none -> new Listings.Asked()).add(one.aim().name());
    }
    Map<String, Listed> listed = new Listings(files).of(asked);
    for (In one : named) {
      say(one.probe(), seen(one, listed.get(one.folder())));
    }
  }

  private Observation seen(In one, @Nullable Listed listed)
      throws SourceFailure, InterruptedException {
    String path = one.aim().wanted().path();
    return switch (listed) {
      case Listed.Holds(List<Found> found) ->
          Proof.of(one.aim().wanted(), entries(one.aim(), found), Stamp.WRITER, ask);
      case Listed.Refused(Refusal refusal) -> words.of(refusal, "the folder of " + path);
      case null -> new Unreachable("the folder of " + path + " was not asked");
    };
  }

  private static List<Entry> entries(Aim.Named aim, List<Found> found) {
    String folder = aim.wanted().folder();
    List<Entry> entries = new ArrayList<>();
    for (Found file : found) {
      boolean holdsData = !file.type().equals(Files.FOLDER) && !file.type().equals(Files.SHORTCUT);
      if (holdsData && file.modified() != null) {
        entries.add(new Entry(folder + file.name(), file.size(), file.modified()));
      }
    }
    return entries;
  }
}
