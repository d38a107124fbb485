package dev.punctual.observe.kintone;

import dev.punctual.observe.Probes;
import dev.punctual.observe.TroubleContract;
import dev.punctual.observe.wire.LocalServer.Response;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

class KintoneTroubleTest extends TroubleContract {

  private static final Probes DAY = Probes.on(LocalDate.of(2026, 11, 20));

  private final List<FakeKintone> domains = new ArrayList<>();

  @AfterEach
  void close() throws IOException {
    for (FakeKintone domain : domains) {
      domain.close();
    }
  }

  @Override
  protected String type() {
    return "kintone";
  }

  @Override
  protected String title() {
    return "Kintone";
  }

  @Override
  protected List<String> secrets() {
    return List.of(FakeKintone.TOKEN, "wr0ng-token");
  }

  @Override
  protected Scene scene(Trouble trouble) throws IOException {
    FakeKintone domain = new FakeKintone();
    domains.add(domain);
    return switch (trouble) {
      case CREDENTIALS_WRONG -> played(domain, "wr0ng-token", "12");
      case PERMISSION_MISSING -> played(domain, FakeKintone.TOKEN, "7");
      case TARGET_MISSING -> played(domain, FakeKintone.TOKEN, "99");
      case SERVER_HANGS -> {
        domain.server.hangs();
        yield played(domain, FakeKintone.TOKEN, "12");
      }
      case TOO_MANY_REQUESTS -> {
        domain.always = Response.page(429, "Too Many Requests").with("Retry-After", "10");
        yield played(domain, FakeKintone.TOKEN, "12");
      }
      case ANSWER_MALFORMED -> {
        domain.always = Response.page(200, "<html>ログイン</html>");
        yield played(domain, FakeKintone.TOKEN, "12");
      }
      case CLOCK_AN_HOUR_AHEAD -> {
        domain.server.ahead(Duration.ofHours(1));
        domain.newest.put("12 order by 更新日時 desc limit 1", "2026-11-20T10:59:00Z");
        yield played(domain, FakeKintone.TOKEN, "12");
      }
    };
  }

  private static Scene played(FakeKintone domain, String token, String app) {
    return new Scene.Played(domain.source(token), DAY.of(FakeKintone.app(app)), DAY.dueAt());
  }
}
