package dev.punctual.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@MicronautTest(transactional = false)
class PagesTest {

  private final URI base;
  private final HttpClient client = HttpClient.newHttpClient();

  PagesTest(EmbeddedServer server) {
    this.base = server.getURI();
  }

  @Test
  void a_missing_page_says_so_in_the_look_and_the_readers_language() throws Exception {
    var page = get("/no-such-page", "Accept", "text/html", "Accept-Language", "ja,en;q=0.5");
    var html = Jsoup.parse(page.body());
    assertThat(page.statusCode()).isEqualTo(404);
    assertThat(html.select("html").attr("lang")).isEqualTo("ja");
    assertThat(html.select("h1").text()).isEqualTo("ページが見つかりません。");
    assertThat(html.select("nav a").eachText()).hasSize(Page.tabs().size());
  }

  @Test
  void a_missing_resource_of_the_api_is_a_problem_document() throws Exception {
    var answer = get("/api/v1/no-such-thing", "Accept", "*/*");
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/problem+json");
    assertThat(answer.body()).contains("\"status\":404").contains("\"title\":");
  }

  @Test
  void a_chosen_language_is_remembered_and_beats_the_browsers() throws Exception {
    var chosen = get("/no-such-page?lang=ja", "Accept", "text/html", "Accept-Language", "en");
    String cookie = chosen.headers().firstValue("Set-Cookie").orElse("").replaceAll(";.*", "");
    var next =
        get("/no-such-page", "Accept", "text/html", "Accept-Language", "en", "Cookie", cookie);
    assertThat(Jsoup.parse(next.body()).select("html").attr("lang")).isEqualTo("ja");
  }

  @Test
  void a_page_lets_no_inline_script_or_style_run_and_has_none() throws Exception {
    var page = get("/no-such-page", "Accept", "text/html");
    assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
        .contains("script-src 'self'")
        .contains("style-src 'self'")
        .doesNotContain("unsafe");
    var html = Jsoup.parse(page.body());
    assertThat(html.select("[style], style, script:not([src]), [onclick]")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/css/tokens.css",
        "/css/punctual.css",
        "/js/punctual.js",
        "/icon.svg",
        "/webjars/htmx.org/2.0.10/dist/htmx.min.js"
      })
  void what_a_page_loads_is_there(String path) throws Exception {
    assertThat(get(path).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "Sec-Fetch-Site, cross-site, 403",
    "Sec-Fetch-Site, same-site, 403",
    "Origin, https://elsewhere.example, 403",
    "Origin, null, 403",
    "Sec-Fetch-Site, same-origin, 405",
    "X-From, a-program, 405",
  })
  void a_change_is_taken_only_from_our_own_pages_or_a_program(
      String header, String content, int status) throws Exception {
    var request =
        HttpRequest.newBuilder(base.resolve("/health/liveness"))
            .header(header, content)
            .POST(BodyPublishers.noBody())
            .build();
    assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(status);
  }

  private HttpResponse<String> get(String path, String... headers)
      throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(base.resolve(path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }
}
