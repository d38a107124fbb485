package dev.punctual.observe.openlineage;

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
 * is one to which no producer ever sent an event; and there is no secret.
 */
class OpenLineageContractTest extends SourceContract {

  private static RealInbox told;
  private static RealInbox silent;

  @BeforeAll
  static void tell() {
    told = new RealInbox();
    silent = new RealInbox();
    String output = Events.output("mart.orders", "", "");
    Events.tell(told, Events.run("1", "COMPLETE", Events.at("09:00"), "load", "", output));
    Events.tell(told, Events.run("2", "START", Events.at("09:30"), "export", "", ""));
  }

  @AfterAll
  static void close() {
    told.close();
    silent.close();
  }

  @Override
  protected Source working() {
    return Events.source(told, Map.of());
  }

  @Override
  protected Source broken() {
    return Events.source(silent, Map.of());
  }

  @Override
  protected List<Probe> answerable() {
    return List.of(Events.job("load"), Events.job("export"), Events.dataset("mart.orders"));
  }

  @Override
  protected Probe missing() {
    return Events.dataset("mart.ordres");
  }

  @Override
  protected Instant now() {
    return Events.at("10:00");
  }

  @Override
  protected List<String> secrets() {
    return List.of("Bearer ");
  }
}
