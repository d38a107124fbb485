package dev.punctual.observe.gcs;

import dev.punctual.observe.Source.Finding;
import dev.punctual.observe.file.Examination;
import dev.punctual.observe.gcs.GcsSource.Look;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a round's listings say of login, grants and clock, one finding a thing. */
final class GcsExamination {

  /** Below, it may be the network. */
  private static final Duration TOLD_ABOVE = Duration.ofSeconds(30);

  private GcsExamination() {}

  static List<Finding> of(GcsSettings settings, List<Look> looks, @Nullable Duration offset) {
    List<Finding> findings = new ArrayList<>();
    String asking = "ask " + settings.address();
    findings.add(
        new Finding(true, asking, looks.isEmpty() ? "no rule names an object yet" : "it answers"));
    for (Look look : looks) {
      findings.add(finding(look));
    }
    if (offset != null && offset.abs().compareTo(TOLD_ABOVE) > 0) {
      String side = offset.isNegative() ? "behind" : "ahead of";
      findings.add(
          new Finding(
              false,
              "compare clocks",
              "theirs is "
                  + (offset.abs().toSeconds() + 30) / 60
                  + " min "
                  + side
                  + " ours; set both by NTP"));
    }
    return findings;
  }

  private static Finding finding(Look look) {
    String tried = "list " + look.spot().bucket() + "/" + look.spot().wanted();
    return switch (look.listed()) {
      case Listed.Found found ->
          new Finding(
              true, tried, Examination.count(look.spot().wanted(), look.in(found.objects())));
      case Listed.Cut cut -> new Finding(false, tried, cut.why());
      case Listed.Missing missing -> new Finding(false, tried, missing.why());
      case Listed.Barred barred -> new Finding(false, tried, barred.why());
    };
  }
}
