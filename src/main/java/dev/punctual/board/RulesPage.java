package dev.punctual.board;

import dev.punctual.board.RulesTable.Removed;
import dev.punctual.ledger.Rows;
import dev.punctual.ledger.RuleBook;
import dev.punctual.ledger.RuleBook.Edition;
import dev.punctual.ledger.RuleVersions;
import dev.punctual.ledger.ServiceConfig;
import dev.punctual.rule.CalendarEnd;
import dev.punctual.rule.Problem;
import dev.punctual.web.Html;
import dev.punctual.web.Words;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Everything the page of all rules shows: files, a refused or held edit, every rule. */
@Singleton
class RulesPage {

  private static final int MOST_PROBLEMS = 12;
  private static final int MOST_WARNINGS = 20;
  private static final long MOST_BYTES = 1_100_000;

  private static final String REMOVED =
      """
      select rule_id, title, team, target, ended_at from rule_version v
      where ended_at is not null and since = (
        select max(since) from rule_version w where w.rule_id = v.rule_id)
      order by ended_at desc limit 500\
      """;

  private static final String CONFIRMED =
      "select author, made_at, note from act where kind = ? order by id desc limit 5";

  private static final String CHANGED =
      "select file, max(since) as newest from rule_version group by file";

  private final RuleBook book;
  private final ServiceConfig service;
  private final Rows rows;

  RulesPage(RuleBook book, ServiceConfig service, Rows rows) {
    this.book = book;
    this.service = service;
    this.rows = rows;
  }

  /**
   * An edit that dropped many rules, taken because a person said so.
   *
   * @param dropped their ids
   */
  private record Confirmation(String author, Instant at, String dropped) {}

  /**
   * The model of the page.
   *
   * @param part {@code all}, {@code refused} or {@code removed}
   */
  Map<String, Object> model(String part, String query, Words words, Instant now, ZoneId zone) {
    Edition edition = book.edition();
    List<Removed> removed = removed(edition);
    Map<String, Object> model = new HashMap<>();
    model.put("sentence", sentence(edition, words));
    model.put("lead", words.say("rules.lead", words.moment(now, zone), zone));
    model.put("problems", problems(edition, words));
    model.put("problemsHead", problemsHead(edition, words, zone));
    model.put("problemsText", problemsText(edition, words, zone));
    model.put("warnings", warnings(edition, now.atZone(zone).toLocalDate()));
    model.put("held", edition.heldRemovals());
    model.put("heldHead", words.count("rules.held", edition.heldRemovals().size()));
    model.put("confirmed", confirmed(words, zone));
    model.put("files", files(edition, words, zone));
    model.put("read", read(edition, words, zone));
    model.put("choices", RulesTable.choices(edition, removed, part, words));
    model.put("query", query);
    model.put("part", part);
    model.put("table", RulesTable.table(edition, removed, part, query, words, zone).toString());
    return model;
  }

  private static List<String> warnings(Edition edition, LocalDate today) {
    return Stream.concat(
            edition.rules().calendarEnds(today).stream().map(CalendarEnd::problem),
            edition.warnings().stream())
        .map(Problem::toString)
        .limit(MOST_WARNINGS)
        .toList();
  }

  private List<String> confirmed(Words words, ZoneId zone) {
    return rows
        .list(
            CONFIRMED,
            row ->
                new Confirmation(
                    Rows.text(row, "author"), Rows.instant(row, "made_at"), Rows.text(row, "note")),
            RuleVersions.CONFIRMATION)
        .stream()
        .map(
            one ->
                words.say(
                    "rules.confirmed",
                    words.moment(one.at(), zone),
                    one.author(),
                    words.count("rules.rules", one.dropped().split(", ", -1).length),
                    one.dropped()))
        .toList();
  }

  private List<Removed> removed(Edition edition) {
    return rows
        .list(
            REMOVED,
            row ->
                new Removed(
                    Rows.text(row, "rule_id"),
                    Rows.text(row, "title"),
                    row.getString("team"),
                    Rows.text(row, "target"),
                    Rows.instant(row, "ended_at")))
        .stream()
        .filter(old -> !edition.rules().rules().containsKey(old.id()))
        .toList();
  }

  private static String sentence(Edition edition, Words words) {
    int rules = edition.rules().rules().size();
    int files = edition.rules().files().size();
    String inForce =
        rules == 0
            ? words.say("rules.none")
            : words.say(
                "rules.inForce",
                count(words, "rules.rules", rules),
                count(words, "rules.files", files));
    if (!edition.problems().isEmpty()) {
      return words.say("rules.refusedToo", inForce);
    }
    return words.say(edition.heldRemovals().isEmpty() ? "rules.full" : "rules.heldToo", inForce);
  }

  private static String count(Words words, String key, int number) {
    return words.count(key, number);
  }

  private static String problemsHead(Edition edition, Words words, ZoneId zone) {
    long files = edition.problems().stream().map(Problem::file).distinct().count();
    Instant read = edition.readAt();
    String count =
        words.say(
            "rules.problemsIn",
            words.count("rules.problems", edition.problems().size()),
            words.count("rules.files", files));
    return words.say("rules.problemsHead", read == null ? "–" : words.time(read, zone), count);
  }

  private String problemsText(Edition edition, Words words, ZoneId zone) {
    Instant since = edition.inForceSince();
    if (since == null) {
      return words.say("rules.problemsFirst", service.rules());
    }
    return words.say(
        "rules.problemsText",
        words.date(since.atZone(zone).toLocalDate()),
        RulePage.brief(edition.rules().hash()),
        edition.rules().rules().size(),
        service.rules());
  }

  /** Each problem with its lines and a caret under the place. */
  private String problems(Edition edition, Words words) {
    Html html = Html.empty();
    Map<String, String> texts = new HashMap<>();
    for (Problem problem : edition.problems().stream().limit(MOST_PROBLEMS).toList()) {
      String text = texts.computeIfAbsent(problem.file(), this::text);
      int end = problem.message().indexOf(". ");
      String what = end < 0 ? problem.message() : problem.message().substring(0, end + 1);
      String todo = end < 0 ? "" : problem.message().substring(end + 2);
      html.add(
          "<li><code class=\"like-link\">{}:{}:{}</code><p>{}</p>",
          problem.file(),
          problem.line(),
          problem.column(),
          what);
      if (!text.isEmpty()) {
        html.put("<div class=\"code\"><pre class=\"lines\" tabindex=\"0\">");
        html.put(Code.around(text, problem.line(), problem.column())).put("</pre></div>");
      }
      html.add("<p class=\"caption\">{}</p></li>", todo);
    }
    int more = edition.problems().size() - MOST_PROBLEMS;
    if (more > 0) {
      html.add("<li class=\"caption\">{}</li>", words.count("rules.moreProblems", more));
    }
    return html.toString();
  }

  /** The file as it is on disk now; the rules in force know only the old text. */
  private String text(String file) {
    Path folder = Path.of(service.rules()).toAbsolutePath().normalize();
    Path parent = folder.getParent() == null ? folder : folder.getParent();
    for (Path path :
        List.of(Path.of(file).toAbsolutePath(), parent.resolve(file), folder.resolve(file))) {
      Path plain = path.normalize();
      try {
        if (plain.startsWith(folder)
            && Files.isRegularFile(plain)
            && Files.size(plain) < MOST_BYTES) {
          return Files.readString(plain);
        }
      } catch (IOException unreadable) {
        return "";
      }
    }
    return "";
  }

  private String read(Edition edition, Words words, ZoneId zone) {
    Instant read = edition.readAt();
    return read == null
        ? words.say("rules.unread", service.rules())
        : words.say("rules.read", service.rules(), words.seconds(read, zone));
  }

  private String files(Edition edition, Words words, ZoneId zone) {
    Map<String, List<Problem>> wrong =
        edition.problems().stream()
            .collect(Collectors.groupingBy(Problem::file, TreeMap::new, Collectors.toList()));
    Map<String, Integer> counts = new TreeMap<>();
    edition.rules().files().forEach(f -> counts.put(f.path(), f.ruleCount()));
    wrong.keySet().forEach(file -> counts.putIfAbsent(file, 0));
    if (counts.isEmpty()) {
      return "";
    }
    Map<String, Instant> changed = new HashMap<>();
    rows.list(CHANGED, row -> changed.put(Rows.text(row, "file"), Rows.instant(row, "newest")));
    Html html = Html.empty().put("<table class=\"dense\"><thead><tr>");
    for (String head : List.of("file", "rules", "state", "where", "version", "changed")) {
      html.add(
          "<th scope=\"col\" class=\"{}\">{}</th>",
          head.equals("rules") ? "num" : "",
          words.say("files." + head));
    }
    html.put("</tr></thead><tbody>");
    counts.forEach(
        (file, count) -> {
          List<Problem> problems = wrong.getOrDefault(file, List.of());
          html.add("<tr><td><code>{}</code></td><td class=\"num\">{}</td><td>", file, count);
          html.put(
              problems.isEmpty()
                  ? Look.MET.pill(words.say("files.inForce"))
                  : Look.LATE.pill(words.count("rules.problems", problems.size())));
          String where =
              problems.stream()
                  .limit(6)
                  .map(p -> p.line() + ":" + p.column())
                  .collect(Collectors.joining(", "));
          html.add("</td><td class=\"muted mono\">{}</td>", where);
          html.add("<td class=\"mono\">{}</td>", RulePage.brief(edition.rules().hash()));
          Instant at = changed.get(file);
          html.add("<td class=\"muted\">{}</td></tr>", at == null ? "–" : words.stamp(at, zone));
        });
    return html.put("</tbody></table>").toString();
  }
}
