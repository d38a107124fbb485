package dev.punctual.observe.aws;

import dev.punctual.observe.Source.Finding;
import dev.punctual.observe.SourceFailure;
import dev.punctual.observe.aws.Answer.Ok;
import dev.punctual.observe.aws.Answer.Refused;
import dev.punctual.observe.aws.Athena.Outcome;
import dev.punctual.observe.wire.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Tries the workgroup: whether it is there and bounded, and whether a statement runs in it. */
final class AthenaExamination {

  /** A statement that scans nothing. */
  private static final String NOTHING = "select 1";

  private final AthenaSettings settings;
  private final Service athena;
  private final Athena statements;
  private final List<Finding> findings = new ArrayList<>();

  AthenaExamination(AthenaSettings settings, Service athena, Athena statements) {
    this.settings = settings;
    this.athena = athena;
    this.statements = statements;
  }

  List<Finding> findings() throws InterruptedException {
    String trying = "log in as " + settings.account().login();
    try {
      Answer group =
          athena.call("AmazonAthena.GetWorkGroup", Map.of("WorkGroup", settings.work().group()));
      findings.add(new Finding(true, trying, "AWS knows it"));
      workgroup(group);
      trying = "run a statement in workgroup " + settings.work().group();
      run(trying);
    } catch (SourceFailure e) {
      findings.add(new Finding(false, trying, String.valueOf(e.getMessage())));
    }
    return findings;
  }

  private void workgroup(Answer answer) {
    String tried = "look at workgroup " + settings.work().group();
    switch (answer) {
      case Refused refused when refused.isDenied() ->
          findings.add(
              new Finding(
                  true,
                  tried,
                  "not allowed (athena:GetWorkGroup), so its limits stay unknown; that is fine"));
      case Refused refused ->
          findings.add(
              new Finding(
                  false,
                  tried,
                  "it is not there" + Failures.detail(refused) + "; correct workgroup"));
      case Ok ok -> findings.add(workgroup(tried, ok.json().get("WorkGroup")));
    }
  }

  private static Finding workgroup(String tried, Json group) {
    if (group.text("State", "ENABLED").equals("DISABLED")) {
      return new Finding(false, tried, "it is disabled; enable it, or name another one");
    }
    Long most = group.get("Configuration").whole("BytesScannedCutoffPerQuery");
    return new Finding(
        true,
        tried,
        most == null
            ? "nothing limits what a statement may scan; set a data usage limit per query"
            : String.format(Locale.ROOT, "a statement may scan %,d MB", most / 1_000_000));
  }

  private void run(String tried) throws SourceFailure, InterruptedException {
    Outcome outcome = statements.run(List.of(NOTHING)).getFirst();
    findings.add(
        switch (outcome) {
          case Outcome.Rows rows -> new Finding(true, tried, "it answers");
          case Outcome.Failed failed -> new Finding(false, tried, failed.words());
        });
  }
}
