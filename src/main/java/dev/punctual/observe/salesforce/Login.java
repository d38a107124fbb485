package dev.punctual.observe.salesforce;

import dev.punctual.observe.SourceFailure;
import dev.punctual.observe.wire.Http;
import dev.punctual.observe.wire.Http.Reply;
import dev.punctual.observe.wire.Outages;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The OAuth client credentials flow; the token is kept until Salesforce takes it no more. */
final class Login {

  private final SalesforceSettings settings;
  private final Outages outages;
  private final Http http;
  private @Nullable String token;

  Login(SalesforceSettings settings, Outages outages, Http http) {
    this.settings = settings;
    this.outages = outages;
    this.http = http;
  }

  String header() throws SourceFailure, InterruptedException {
    String known = token;
    if (known == null) {
      known = fetch();
      token = known;
    }
    return "Bearer " + known;
  }

  void forget() {
    token = null;
  }

  private String fetch() throws SourceFailure, InterruptedException {
    String form =
        "grant_type=client_credentials&client_id="
            + encoded(settings.clientId())
            + "&client_secret="
            + encoded(settings.clientSecret());
    Reply reply =
        http.send(
            HttpRequest.newBuilder(URI.create(settings.url() + "/services/oauth2/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form)));
    String access = reply.json().text("access_token");
    if (reply.status() == 200 && access != null) {
      return access;
    }
    if (reply.status() == 429 || reply.status() >= 500) {
      throw outages.busy(reply, "", "look at the state of Salesforce (status.salesforce.com)");
    }
    String error = reply.json().text("error");
    if (error == null) {
      throw outages.failure(
          "there is no Salesforce at "
              + settings.address()
              + " (it answered "
              + reply.status()
              + "); the url is the My Domain of the org");
    }
    throw outages.failure(
        settings.address()
            + " refused the connected app ("
            + error
            + ": "
            + Outages.line(reply.json().text("error_description"))
            + "); check client-id and client-secret, and that the client credentials flow is on"
            + " with a user to run as");
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
