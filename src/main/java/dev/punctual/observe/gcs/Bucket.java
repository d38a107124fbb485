package dev.punctual.observe.gcs;

import dev.punctual.observe.SourceFailure;
import dev.punctual.observe.file.Catalogue;
import dev.punctual.observe.file.Cover;
import dev.punctual.observe.file.Entry;
import dev.punctual.observe.wire.GoogleAccount;
import dev.punctual.observe.wire.Http;
import dev.punctual.observe.wire.Http.Reply;
import dev.punctual.observe.wire.Json;
import dev.punctual.observe.wire.Outages;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Lists objects page by page. */
final class Bucket {

  private static final String FIELDS = "items(name,size,timeCreated,timeFinalized),nextPageToken";

  private static final Pattern DESCRIPTION =
      Pattern.compile("\"error_description\": *\"([^\"]+)\"");

  private final GcsSettings settings;
  private final Http http;
  private final Outages outages;
  private final GoogleAccount account;

  Bucket(GcsSettings settings, Http http, Outages outages, GoogleAccount account) {
    this.settings = settings;
    this.http = http;
    this.outages = outages;
    this.account = account;
  }

  /**
   * Lists what begins with a prefix.
   *
   * @throws SourceFailure when Google as a whole does not answer
   */
  Listed list(String bucket, Cover.Listing listing) throws SourceFailure, InterruptedException {
    List<Entry> objects = new ArrayList<>();
    String page = "";
    do {
      Reply reply = get(uri(bucket, listing, page));
      Listed refused = refused(bucket, reply);
      if (refused != null) {
        return refused;
      }
      read(reply.json(), objects);
      page = reply.json().text("nextPageToken", "");
      if (objects.size() > settings.traffic().mostObjects()) {
        return new Listed.Cut(tooMany(bucket, listing));
      }
    } while (!page.isEmpty());
    return new Listed.Found(new Catalogue(objects));
  }

  private String tooMany(String bucket, Cover.Listing listing) {
    return "more than "
        + settings.traffic().mostObjects()
        + " objects begin with "
        + bucket
        + "/"
        + listing.prefix()
        + "; narrow the paths of the rules, or raise most-objects";
  }

  private URI uri(String bucket, Cover.Listing listing, String page) {
    StringBuilder text = new StringBuilder(settings.traffic().url().toString());
    text.append("/storage/v1/b/").append(encoded(bucket)).append("/o?maxResults=1000");
    text.append("&fields=").append(encoded(FIELDS));
    text.append("&prefix=").append(encoded(listing.prefix()));
    if (listing.flat()) {
      text.append("&delimiter=%2F");
    }
    if (settings.billed() != null) {
      text.append("&userProject=").append(encoded(settings.billed()));
    }
    if (!page.isEmpty()) {
      text.append("&pageToken=").append(encoded(page));
    }
    return URI.create(text.toString());
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** A token may have been taken back before its time; a second one is asked for once. */
  private Reply get(URI uri) throws SourceFailure, InterruptedException {
    Reply reply = http.send(Http.get(uri).header("Authorization", "Bearer " + token()));
    if (reply.status() != 401) {
      return reply;
    }
    account.forget();
    return http.send(Http.get(uri).header("Authorization", "Bearer " + token()));
  }

  private String token() throws SourceFailure {
    try {
      return account.token();
    } catch (IOException e) {
      throw outages.failure(
          "Google gives no token for "
              + account
              + ": "
              + why(e)
              + "; correct credentials-file, or give this service an account");
    }
  }

  /** What Google says, without the request around it. */
  private static String why(IOException e) {
    Matcher said = DESCRIPTION.matcher(String.valueOf(e.getMessage()));
    return Outages.line(said.find() ? said.group(1) : e.getMessage());
  }

  private @Nullable Listed refused(String bucket, Reply reply) throws SourceFailure {
    String said = Outages.line(reply.json().get("error").text("message"));
    return switch (reply.status()) {
      case 200 -> {
        if (!reply.json().isObject()) {
          throw outages.failure(
              settings.address() + " answers something else than Cloud Storage; check url");
        }
        yield null;
      }
      case 401 ->
          throw outages.failure(
              settings.address() + " does not accept the token of " + account + ": " + said);
      case 400 -> new Listed.Missing("Cloud Storage refuses the bucket " + bucket + ": " + said);
      case 403 ->
          new Listed.Barred(
              account
                  + " may not list the bucket "
                  + bucket
                  + "; grant roles/storage.objectViewer on it");
      case 404 ->
          new Listed.Missing("there is no bucket " + bucket + "; correct the path, or bucket");
      default ->
          throw outages.busy(reply, ": " + said, "narrow the paths of the rules, or lower at-once");
    };
  }

  private void read(Json page, List<Entry> objects) throws SourceFailure {
    for (Json item : Objects.requireNonNullElse(page.items("items"), List.<Json>of())) {
      String name = item.text("name");
      Long size = item.whole("size");
      Instant finalized = item.instant("timeFinalized");
      Instant written = finalized == null ? item.instant("timeCreated") : finalized;
      if (name == null || size == null || written == null) {
        throw outages.failure(
            settings.address() + " names objects without size or time; check url");
      }
      if (!name.endsWith("/")) {
        objects.add(new Entry(name, size, written));
      }
    }
  }
}
