package dev.punctual.alert;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.punctual.alert.Outcome.Refused;
import dev.punctual.alert.Outcome.RetryAfter;
import io.micronaut.serde.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WebhookChannelTest extends ChannelContract {

  private final ConcurrentLinkedQueue<Received> received = new ConcurrentLinkedQueue<>();
  private HttpServer server;
  private volatile int status = 204;

  private record Received(String body, Map<String, List<String>> headers) {
    String header(String name) {
      return headers.entrySet().stream()
          .filter(h -> h.getKey().equalsIgnoreCase(name))
          .map(h -> h.getValue().getFirst())
          .findFirst()
          .orElseThrow();
    }
  }

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
    server.createContext(
        "/",
        exchange -> {
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          received.add(new Received(body, Map.copyOf(exchange.getRequestHeaders())));
          exchange.getResponseHeaders().add("Retry-After", "9");
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Override
  protected Channel channel() {
    String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
    return new WebhookChannel(
        List.of(new WebhookConfig("pager", url, "s3cret")),
        ObjectMapper.getDefault(),
        Clock.systemUTC());
  }

  @Override
  protected String receiver() {
    return "pager";
  }

  @Test
  void the_signature_proves_the_time_and_the_bytes() {
    channel().post(parcel("u1", view("hello")));
    Received delivery = received.element();
    String signed = delivery.header(WebhookChannel.TIMESTAMP) + "." + delivery.body();
    assertThat(delivery.header(WebhookChannel.SIGNATURE))
        .isEqualTo("v1=" + WebhookChannel.sign("s3cret", signed));
  }

  @Test
  void the_body_says_all_of_the_message() {
    channel().post(parcel("u1", view("hello")));
    assertThat(received.element().body())
        .isEqualTo(
            "{\"event\":\"posted\",\"id\":\"u1\",\"card\":\"u1\",\"version\":1,\"kind\":\"card\","
                + "\"state\":\"plain\",\"language\":\"en\",\"headline\":\"hello\",\"lines\":[],\"notes\":[],\"links\":[],"
                + "\"text\":\"hello\"}");
  }

  @Test
  void a_receiver_in_trouble_is_tried_again_when_it_says() {
    status = 503;
    assertThat(channel().post(parcel("u1", view("hello"))))
        .isEqualTo(new RetryAfter(Duration.ofSeconds(9), "webhook answered 503"));
  }

  @Test
  void a_receiver_that_refuses_is_not_tried_again() {
    status = 404;
    assertThat(channel().post(parcel("u1", view("hello")))).isInstanceOf(Refused.class);
  }
}
