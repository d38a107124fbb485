package dev.punctual.observe.drive;

import dev.punctual.observe.SourceFailure;
import dev.punctual.observe.wire.GoogleApi;
import dev.punctual.observe.wire.GoogleApi.Refusal;
import dev.punctual.observe.wire.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The calls of Drive's API that tell of files, shared drives included. */
final class Files {

  static final String FOLDER = "application/vnd.google-apps.folder";
  static final String SHORTCUT = "application/vnd.google-apps.shortcut";

  private static final String FIELDS = "id,name,mimeType,size,modifiedTime,trashed,parents";
  private static final String EVERYWHERE = "supportsAllDrives=true";

  /** A folder with more is asked for by name. */
  private static final int MOST_PAGES = 20;

  private final GoogleApi api;

  Files(GoogleApi api) {
    this.api = api;
  }

  /**
   * A file as Drive tells of it.
   *
   * @param size in bytes; of documents of Google's own what they take up
   * @param modified null where it is not told
   */
  record Found(
      String id,
      String name,
      String type,
      long size,
      @Nullable Instant modified,
      boolean trashed,
      List<String> parents) {
    Found {
      parents = List.copyOf(parents);
    }

    private static Found of(Json file) {
      Long size = file.whole("size");
      List<Json> parents = file.items("parents");
      List<String> ids = new ArrayList<>();
      for (Json parent : parents == null ? List.<Json>of() : parents) {
        ids.add(String.valueOf(parent.value()));
      }
      return new Found(
          file.text("id", ""),
          file.text("name", ""),
          file.text("mimeType", ""),
          // A document of Google's own is never empty, even where no size is told.
          size == null ? 1 : size,
          file.instant("modifiedTime"),
          file.is("trashed"),
          ids);
    }
  }

  /** The file with an id. */
  Found get(String id) throws SourceFailure, InterruptedException, Refusal {
    return Found.of(api.get("files/" + id + "?" + EVERYWHERE + "&fields=" + FIELDS));
  }

  /**
   * All files that a condition of Drive's own language holds for.
   *
   * @throws Refusal also where there are too many to see them all
   */
  List<Found> list(String condition) throws SourceFailure, InterruptedException, Refusal {
    String path =
        "files?q="
            + URLEncoder.encode(condition, StandardCharsets.UTF_8)
            + "&pageSize=1000&includeItemsFromAllDrives=true&"
            + EVERYWHERE
            + "&fields=nextPageToken,incompleteSearch,files("
            + FIELDS
            + ")";
    List<Found> found = new ArrayList<>();
    String next = "";
    for (int page = 0; next != null; page++) {
      if (page == MOST_PAGES) {
        throw new Refusal("tooMany", "more than " + MOST_PAGES + ",000 files lie there");
      }
      Json answer = api.get(path + (next.isEmpty() ? "" : "&pageToken=" + encoded(next)));
      if (answer.is("incompleteSearch")) {
        throw new Refusal("incompleteSearch", "Drive did not look everywhere");
      }
      List<Json> files = answer.items("files");
      (files == null ? List.<Json>of() : files).forEach(file -> found.add(Found.of(file)));
      next = answer.text("nextPageToken");
    }
    return found;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** The address that files are to be shared with; null where it is not told. */
  @Nullable String login() throws SourceFailure, InterruptedException, Refusal {
    return api.get("about?fields=user(emailAddress)").get("user").text("emailAddress");
  }
}
