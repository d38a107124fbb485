package dev.punctual.observe.dbt;

import dev.punctual.observe.Probe;
import dev.punctual.observe.RealInbox;
import dev.punctual.observe.Source;
import dev.punctual.observe.SourceContract;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/**
 * Against the inbox of the ledger. There is nobody to be asked, so the source that cannot be asked
 * is one to which no artifact was ever posted; and there is no secret.
 */
class DbtContractTest extends SourceContract {

  private static RealInbox told;
  private static RealInbox silent;

  @BeforeAll
  static void tell() {
    told = new RealInbox();
    silent = new RealInbox();
    Artifacts.tellRun(
        told,
        Artifacts.runResults(
            "1",
            Artifacts.at("09:10"),
            "\"which\":\"build\"",
            Artifacts.result("model.shop.orders", "success", Artifacts.at("09:00"), "OK")
                + ","
                + Artifacts.untimed("model.shop.report", "skipped", "Skipping")));
    Artifacts.tellSources(
        told,
        Artifacts.sources(
            "2",
            Artifacts.at("09:00"),
            Artifacts.look(
                "source.shop.raw.orders", Artifacts.at("09:00"), Artifacts.at("08:00"))));
  }

  @AfterAll
  static void close() {
    told.close();
    silent.close();
  }

  @Override
  protected Source working() {
    return Artifacts.source(told, Map.of());
  }

  @Override
  protected Source broken() {
    return Artifacts.source(silent, Map.of());
  }

  @Override
  protected List<Probe> answerable() {
    return List.of(
        Artifacts.node("model.shop.orders"),
        Artifacts.node("model.shop.report"),
        Artifacts.node("source.shop.raw.orders"));
  }

  @Override
  protected Probe missing() {
    return Artifacts.node("model.shop.ordres");
  }

  @Override
  protected Instant now() {
    return Artifacts.at("10:00");
  }

  @Override
  protected List<String> secrets() {
    return List.of("Bearer ");
  }
}
