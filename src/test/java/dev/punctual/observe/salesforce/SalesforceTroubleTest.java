package dev.punctual.observe.salesforce;

import dev.punctual.observe.Probes;
import dev.punctual.observe.TroubleContract;
import dev.punctual.observe.wire.LocalServer.Response;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

class SalesforceTroubleTest extends TroubleContract {

  private static final Probes DAY = Probes.on(LocalDate.of(2026, 11, 20));

  private final List<FakeSalesforce> orgs = new ArrayList<>();

  @AfterEach
  void close() throws IOException {
    for (FakeSalesforce org : orgs) {
      org.close();
    }
  }

  @Override
  protected String type() {
    return "salesforce";
  }

  @Override
  protected String title() {
    return "Salesforce";
  }

  @Override
  protected List<String> secrets() {
    return List.of(FakeSalesforce.SECRET, "wr0ng-secret");
  }

  @Override
  protected Scene scene(Trouble trouble) throws IOException {
    FakeSalesforce org = new FakeSalesforce();
    orgs.add(org);
    return switch (trouble) {
      case CREDENTIALS_WRONG -> played(org, "wr0ng-secret", "Opportunity");
      case PERMISSION_MISSING -> {
        org.always =
            Response.json(
                403, FakeSalesforce.error("API_DISABLED_FOR_ORG", "The REST API is not enabled."));
        yield played(org, FakeSalesforce.SECRET, "Opportunity");
      }
      case TARGET_MISSING -> played(org, FakeSalesforce.SECRET, "No_Such__c");
      case SERVER_HANGS -> {
        org.server.hangs();
        yield played(org, FakeSalesforce.SECRET, "Opportunity");
      }
      case TOO_MANY_REQUESTS -> {
        org.always =
            Response.json(
                    403,
                    FakeSalesforce.error("REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded."))
                .with("Sforce-Limit-Info", "api-usage=15000/15000");
        yield played(org, FakeSalesforce.SECRET, "Opportunity");
      }
      case ANSWER_MALFORMED -> {
        org.always = Response.page(200, "<html>Login</html>");
        yield played(org, FakeSalesforce.SECRET, "Opportunity");
      }
      case CLOCK_AN_HOUR_AHEAD -> {
        org.server.ahead(Duration.ofHours(1));
        org.newest.put(
            "select max(SystemModstamp) newest from Opportunity", "2026-11-20T10:59:00.000+0000");
        yield played(org, FakeSalesforce.SECRET, "Opportunity");
      }
    };
  }

  private static Scene played(FakeSalesforce org, String secret, String object) {
    return new Scene.Played(org.source(secret), DAY.of(FakeSalesforce.object(object)), DAY.dueAt());
  }
}
