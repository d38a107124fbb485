package dev.punctual.observe.dbt;

import dev.punctual.observe.RealInbox;
import dev.punctual.observe.TroubleContract;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class DbtTroubleTest extends TroubleContract {

  private static RealInbox inbox;

  @BeforeAll
  static void tell() {
    inbox = new RealInbox();
    Artifacts.tellRun(
        inbox,
        Artifacts.runResults(
            "1",
            Artifacts.at("09:10"),
            "\"which\":\"build\"",
            Artifacts.result("model.shop.orders", "success", Artifacts.at("09:00"), "OK")));
  }

  @AfterAll
  static void close() {
    inbox.close();
  }

  @Override
  protected String type() {
    return "dbt";
  }

  @Override
  protected String title() {
    return "dbt";
  }

  @Override
  protected Scene scene(Trouble trouble) {
    return switch (trouble) {
      case CREDENTIALS_WRONG ->
          new Scene.Impossible("nobody is asked; who posts with a wrong token is told 401");
      case PERMISSION_MISSING ->
          new Scene.Impossible("who posts with a token without the scope `lineage` is told 403");
      case TARGET_MISSING ->
          new Scene.Played(
              Artifacts.source(inbox, Map.of()),
              Artifacts.node("model.shop.ordres"),
              Artifacts.at("10:00"));
      case SERVER_HANGS ->
          new Scene.Impossible(
              "dbt posts when it is done, and until then its nodes are not yet there");
      case TOO_MANY_REQUESTS -> new Scene.Impossible("nobody is asked");
      case ANSWER_MALFORMED ->
          new Scene.Impossible(
              "an artifact that cannot be read is refused with 422 and its pointer");
      case CLOCK_AN_HOUR_AHEAD ->
          new Scene.Impossible(
              "a result dated later than it was received counts from when it was received");
    };
  }

  @Override
  protected List<String> secrets() {
    return List.of("Bearer ");
  }
}
