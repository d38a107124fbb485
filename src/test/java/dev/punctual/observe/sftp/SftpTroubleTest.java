package dev.punctual.observe.sftp;

import dev.punctual.observe.Probe;
import dev.punctual.observe.Probes;
import dev.punctual.observe.Source;
import dev.punctual.observe.TroubleContract;
import dev.punctual.rule.Target;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.apache.sshd.core.CoreModuleProperties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class SftpTroubleTest extends TroubleContract {

  @TempDir Path folder;
  private SftpHere here;
  private ServerSocket silent;
  private ServerSocket talkative;

  @BeforeEach
  void start() throws IOException {
    here = new SftpHere(folder);
    here.put("out/2026-11-20/a.csv", "2026-11-20T08:00:00Z");
    here.put("shut/a.csv", "2026-11-20T08:00:00Z");
    silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    talkative = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::speakHttp);
  }

  private void speakHttp() {
    try {
      while (true) {
        try (Socket caller = talkative.accept()) {
          caller
              .getOutputStream()
              .write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        }
      }
    } catch (IOException e) {
      // closed when the test ends
    }
  }

  @AfterEach
  void stop() throws IOException {
    here.close();
    silent.close();
    talkative.close();
  }

  @Override
  protected String type() {
    return "sftp";
  }

  @Override
  protected String title() {
    return "SFTP";
  }

  @Override
  protected Scene scene(Trouble trouble) {
    CoreModuleProperties.MAX_CONCURRENT_SESSIONS.set(
        here.server, trouble == Trouble.TOO_MANY_REQUESTS ? 0 : 10);
    String dated = "out/{data_date}/a.csv";
    return switch (trouble) {
      case CREDENTIALS_WRONG -> played(here.open("password", "not-the-passw0rd"), dated);
      case PERMISSION_MISSING -> played(here.open(), "shut/a.csv");
      case TARGET_MISSING -> played(here.open(), "uot/{data_date}/a.csv");
      case SERVER_HANGS -> played(at(silent), dated);
      case TOO_MANY_REQUESTS -> played(here.open(), dated);
      case ANSWER_MALFORMED -> played(at(talkative), dated);
      case CLOCK_AN_HOUR_AHEAD ->
          new Scene.Impossible("SFTP tells no clock, and times of files decide nothing");
    };
  }

  private Source at(ServerSocket socket) {
    return here.open("port", String.valueOf(socket.getLocalPort()), "request-timeout", "1s");
  }

  private static Scene played(Source source, String template) {
    Probe probe = Probes.on(LocalDate.of(2026, 11, 20)).of(new Target.File("partner", template));
    return new Scene.Played(source, probe, Instant.parse("2026-11-20T09:00:00Z"));
  }

  @Override
  protected List<String> secrets() {
    return List.of(SftpHere.PASSWORD, "not-the-passw0rd");
  }
}
