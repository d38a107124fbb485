package dev.punctual.observe.aws;

import dev.punctual.observe.Probe;
import dev.punctual.observe.Source;
import dev.punctual.observe.SourceFailure;
import dev.punctual.observe.Trial;
import dev.punctual.observe.aws.AthenaRound.Kept;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** Tables of Athena and the Glue catalogue. */
final class AthenaSource implements Source {

  private final AthenaSettings settings;
  private final LoginSettings.Provider login;
  private final Service glue;
  private final Service athena;
  private final Service s3;
  private final Athena statements;
  private final Kept kept;

  AthenaSource(AthenaSettings settings) {
    AccountSettings account = settings.account();
    this.settings = settings;
    this.login = account.login().provider(account.region(), account.endpoint());
    this.glue = new Service(account, login.credentials(), "glue", "Glue");
    this.athena = new Service(account, login.credentials(), "athena", "Athena");
    this.s3 = new Service(account, login.credentials(), "s3", "S3");
    Buckets buckets = new Buckets(account, s3);
    this.statements = new Athena(athena, settings);
    this.kept = new Kept(new Glue(glue), buckets, new Iceberg(buckets), new Statements(statements));
  }

  @Override
  public String name() {
    return settings.name();
  }

  @Override
  public String description() {
    return "Athena and Glue, "
        + settings.account().region()
        + ", workgroup "
        + settings.work().group();
  }

  /** All three services answer with what was last written. */
  @Override
  public Duration lag(Probe probe) {
    return Duration.ZERO;
  }

  @Override
  public Round observe(List<Probe> probes, Ask ask) throws SourceFailure, InterruptedException {
    takeSent();
    List<Answer> answers = new AthenaRound(settings, kept, ask).answers(probes);
    int run = kept.statements().takeSent();
    int sent = takeSent();
    return new Round(
        answers,
        Map.of(),
        sent,
        clockOffset(),
        probes.size()
            + " probes: "
            + run
            + (run == 1 ? " statement" : " statements")
            + " of Athena, "
            + sent
            + " requests");
  }

  private int takeSent() {
    return glue.takeSent() + athena.takeSent() + s3.takeSent();
  }

  private @org.jspecify.annotations.Nullable Duration clockOffset() {
    return Stream.of(glue, athena, s3)
        .map(Service::clockOffset)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  @Override
  public List<Finding> check(List<Probe> probes) throws InterruptedException {
    List<Finding> findings =
        new ArrayList<>(new AthenaExamination(settings, athena, statements).findings());
    if (findings.stream().allMatch(Finding::ok)) {
      findings.addAll(Trial.of(this, "ask Glue, S3 as " + settings.account().login(), probes));
    }
    return findings;
  }

  @Override
  public void close() {
    glue.close();
    athena.close();
    s3.close();
    login.close();
  }
}
