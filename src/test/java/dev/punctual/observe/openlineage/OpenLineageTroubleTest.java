package dev.punctual.observe.openlineage;

import dev.punctual.observe.RealInbox;
import dev.punctual.observe.TroubleContract;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class OpenLineageTroubleTest extends TroubleContract {

  private static RealInbox inbox;

  @BeforeAll
  static void tell() {
    inbox = new RealInbox();
    String output = Events.output("mart.orders", "", "");
    Events.tell(inbox, Events.run("1", "COMPLETE", Events.at("09:00"), "load", "", output));
  }

  @AfterAll
  static void close() {
    inbox.close();
  }

  @Override
  protected String type() {
    return "openlineage";
  }

  @Override
  protected String title() {
    return "OpenLineage";
  }

  @Override
  protected Scene scene(Trouble trouble) {
    return switch (trouble) {
      case CREDENTIALS_WRONG ->
          new Scene.Impossible("nobody is asked; a producer with a wrong token is told 401");
      case PERMISSION_MISSING ->
          new Scene.Impossible("a producer whose token lacks the scope `lineage` is told 403");
      case TARGET_MISSING ->
          new Scene.Played(
              Events.source(inbox, Map.of()), Events.dataset("mart.ordres"), Events.at("10:00"));
      case SERVER_HANGS ->
          new Scene.Impossible(
              "a producer that hangs tells nothing, so that its jobs are not yet there");
      case TOO_MANY_REQUESTS -> new Scene.Impossible("nobody is asked");
      case ANSWER_MALFORMED ->
          new Scene.Impossible("an event that cannot be read is refused with 422 and its pointer");
      case CLOCK_AN_HOUR_AHEAD ->
          new Scene.Impossible(
              "an event dated later than it was received counts from when it was received");
    };
  }

  @Override
  protected List<String> secrets() {
    return List.of("Bearer ");
  }
}
