package dev.punctual.observe.jdbc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Takes calls on loopback and says nothing, or the wrong thing, until the tests end. */
final class Silent {

  private final ServerSocket socket;

  private Silent(ServerSocket socket) {
    this.socket = socket;
  }

  static Silent listening() {
    try {
      return new Silent(new ServerSocket(0, 10, InetAddress.getLoopbackAddress()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Answers each call as a web server would. */
  static Silent babbling() {
    Silent silent = listening();
    Thread.ofVirtual().start(silent::babble);
    return silent;
  }

  private void babble() {
    try {
      while (true) {
        try (Socket call = socket.accept()) {
          call.getOutputStream()
              .write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
          call.getInputStream().readAllBytes();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String address() {
    return "127.0.0.1:" + socket.getLocalPort();
  }
}
