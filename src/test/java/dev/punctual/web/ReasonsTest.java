package dev.punctual.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReasonsTest {

  private static final Words JAPANESE = Words.of(Locale.JAPANESE);
  private static final Path SOURCES = Path.of("src/main/java/dev/punctual");

  /** What writes reasons, observations, the state of a source, or refuses a form. */
  private static final List<String> WRITERS =
      List.of(
          "judge",
          "observe",
          "alert/Deliveries.java",
          "alert/WebhookChannel.java",
          "alert/slack/SlackAnswers.java",
          "respond/Checks.java",
          "respond/Rerunning.java",
          "poll/FreshnessJudge.java",
          "poll/FreshnessWatch.java",
          "poll/HealthLog.java",
          "poll/Interview.java",
          "poll/Round.java",
          "poll/Watchdog.java",
          "respond",
          "review/Actions.java",
          "review/MaintenancePage.java",
          "review/ReviewPage.java");

  /**
   * Settings, trials and what a backfill could not tell are said at start-up and by commands, what
   * is wrong with a document to the program that sent it.
   */
  private static final Pattern ELSEWHERE =
      Pattern.compile(
          ".*(Settings|SettingReader|Examination|Catalog|Type|Http|Json|Batch|Scale|Recollection|FirstRows|Sql|Session|Dialect|EventReader|EventText|ArtifactReader|ResultText)\\.java");

  private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");
  private static final Pattern PHRASE = Pattern.compile("[A-Za-z]{2,} [a-z]{2,}");
  private static final Pattern NO_REASON =
      Pattern.compile(
          "(?i).*(select |where (id|week|done_at) |case when|\\bthen\\b|from where|order by|desc"
              + " limit|newest from|deadline (set|where)|update message |revision = |SQL"
              + " statement|cast\\(|LOG\\.|IllegalArgument|IllegalState).*");

  @Test
  void every_phrase_a_reason_is_made_of_has_a_japanese_form() throws IOException {
    String english =
        Reasons.read("/i18n/reasons").english().stream()
            .map(form -> form.replaceAll("\\{[a-z]+[~!]?}", "\u0000"))
            .collect(Collectors.joining("\n"));
    Set<String> without = new TreeSet<>();
    for (Path file : writers()) {
      phrases(file).stream().filter(phrase -> !english.contains(phrase)).forEach(without::add);
    }
    assertThat(without).as("add a form to a file of i18n/reasons").isEmpty();
  }

  private static List<Path> writers() throws IOException {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> WRITERS.stream().anyMatch(w -> SOURCES.relativize(file).startsWith(w)))
          .filter(file -> !ELSEWHERE.matcher(file.toString()).matches())
          .toList();
    }
  }

  /** Literals with two words in a row, those that are SQL, log or programming errors left out. */
  private static Set<String> phrases(Path file) throws IOException {
    Set<String> phrases = new TreeSet<>();
    String code =
        Files.readString(file)
            .replaceAll("(?s)\"\"\".*?\"\"\"", "")
            .replaceAll("(?s)/\\*.*?\\*/", "")
            .replaceAll("(?m)^\\s*//.*$", "")
            .replaceAll(
                "(?s)((Illegal|Problem)\\w*Exception|LOG\\.\\w+|Sql\\.of|\\.add|Finding)\\([^;]*;",
                "");
    Matcher literal = LITERAL.matcher(code);
    while (literal.find()) {
      String text = literal.group(1).replace("\\\"", "\"").strip();
      if (PHRASE.matcher(text).find() && !NO_REASON.matcher(text).matches()) {
        phrases.add(text.replaceFirst("^[:;,] ", ""));
      }
    }
    return phrases;
  }

  /**
   * Sources may say the same, and then in the same words: which file is read first is no matter.
   */
  @Test
  void a_sentence_has_one_form() throws IOException {
    Map<String, Set<String>> forms = new TreeMap<>();
    try (Stream<Path> files = Files.list(Path.of("src/main/resources/i18n/reasons"))) {
      for (Path file : files.toList()) {
        List<String> lines = Files.readAllLines(file);
        for (int i = 1; i < lines.size(); i++) {
          if (lines.get(i).startsWith("  ")) {
            forms.computeIfAbsent(lines.get(i - 1), form -> new TreeSet<>()).add(lines.get(i));
          }
        }
      }
    }
    forms.values().removeIf(said -> said.size() == 1);
    assertThat(forms).isEmpty();
  }

  @Test
  void every_form_fills_the_holes_of_its_sentence() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("src/main/resources/i18n/reasons"))) {
      for (Path file : files.toList()) {
        List<String> lines = Files.readAllLines(file);
        for (int i = 1; i < lines.size(); i++) {
          if (lines.get(i).startsWith("  ")) {
            assertThat(holes(lines.get(i))).as(lines.get(i)).isEqualTo(holes(lines.get(i - 1)));
          }
        }
      }
    }
  }

  private static Set<String> holes(String line) {
    return Pattern.compile("\\{([a-z]+)[~!]?}")
        .matcher(line)
        .results()
        .map(hole -> hole.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "not asked yet | まだ確認していません",
        "closed without proof: not asked yet | 根拠のないまま締め切りました：まだ確認していません",
        "no row of mart.sales where dt = 2026-11-19 | mart.sales に dt = 2026-11-19 の行がありません",
        "1,204 rows of mart.sales where dt = 2026-11-19; of the last 30 arrivals none came this"
            + " late | mart.sales に dt = 2026-11-19 の行が1,204件あります。過去30回の到着に、これほど遅いものはありません",
        "task load of the run of 2026-11-20 09:00 Asia/Tokyo failed (try 2) at 2026-11-20 09:12"
            + " Asia/Tokyo (1 of 3 parts) | 2026-11-20 09:00 Asia/Tokyo の実行のタスク「load」が"
            + " 2026-11-20 09:12 Asia/Tokyo に失敗しました（2回目、3分割中1）",
        "dwh: db:5432 refused the connection; is the server running and the port right? |"
            + " dwh：db:5432 に接続を拒否されました。サーバーが動いているか、ポートが正しいかを確認してください",
        "mart.sales has 3 rows, and >= 80% of last_week (10 rows) is promised |"
            + " mart.sales は3行です。約束は >= 80% of last_week（先週は10行）です",
        "job load, which writes dataset mart.orders, ended in failure at 2026-11-20 09:12:00"
            + " Asia/Tokyo: disk is full | データセット「mart.orders」を書き込むジョブ「load」が 2026-11-20 09:12:00"
            + " Asia/Tokyo に失敗しました：disk is full",
        "model.shop.orders ended as skipped at 2026-11-20 09:12:00 Asia/Tokyo | model.shop.orders"
            + "は 2026-11-20 09:12:00 Asia/Tokyo に skipped で終わりました",
        "dataset mart.orders was written by job load at 2026-11-20 09:12:00 Asia/Tokyo |"
            + " データセット「mart.orders」は 2026-11-20 09:12:00 Asia/Tokyo にジョブ「load」が書き込みました",
        "Give a reason: it stands in the report. | 理由を入力してください。レポートに載ります。",
        "Met needs the arrival, at or before 2026-11-17 10:00 Asia/Tokyo. |"
            + " 「達成」とするには、2026-11-17 10:00 Asia/Tokyo 以前の到着時刻が必要です。",
        "There is no window 3 that stands. | 有効なメンテナンス枠 3 はありません。",
        "the job reported failure: disk is full | ジョブが失敗を報告しました：disk is full",
      })
  void a_reason_is_said_in_japanese(String english, String japanese) {
    assertThat(JAPANESE.reason(english)).isEqualTo(japanese);
  }

  @Test
  void what_a_person_or_a_database_said_stays_as_it_is() {
    for (String said : List.of("Full reload, agreed", "FATAL: too many clients", "")) {
      assertThat(JAPANESE.reason(said)).isEqualTo(said);
    }
  }

  @Test
  void an_english_page_shows_what_the_ledger_holds() {
    assertThat(Words.of(Locale.ENGLISH).reason("not asked yet")).isEqualTo("not asked yet");
  }
}
