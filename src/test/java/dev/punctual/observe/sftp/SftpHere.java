package dev.punctual.observe.sftp;

import dev.punctual.observe.Source;
import dev.punctual.observe.SourceType.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.file.virtualfs.VirtualFileSystemFactory;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.sftp.server.DirectoryHandle;
import org.apache.sshd.sftp.server.SftpFileSystemAccessor;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;
import org.apache.sshd.sftp.server.SftpSubsystemProxy;

/** A real SFTP server over a folder, on a port of this machine, with an Ed25519 host key. */
final class SftpHere implements AutoCloseable {

  static final String PASSWORD = "Tr0ub4dor-sftp";

  final Path folder;
  final SshServer server = SshServer.setUpDefaultServer();
  final AtomicInteger listings = new AtomicInteger();
  private final CountDownLatch closed = new CountDownLatch(1);
  KeyPair hostKey = ed25519();

  SftpHere(Path folder) throws IOException {
    this.folder = folder;
    server.setHost("127.0.0.1");
    server.setKeyPairProvider(KeyPairProvider.wrap(hostKey));
    server.setPasswordAuthenticator(
        (user, password, session) -> user.equals("punctual") && password.equals(PASSWORD));
    server.setFileSystemFactory(new VirtualFileSystemFactory(folder));
    server.setSubsystemFactories(
        List.of(new SftpSubsystemFactory.Builder().withFileSystemAccessor(new Counting()).build()));
    server.start();
  }

  static KeyPair ed25519() {
    try {
      return SecurityUtils.getKeyPairGenerator(SecurityUtils.EDDSA).generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static KeyPair rsa() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private void hang() throws IOException {
    try {
      closed.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  /** Counts listings, refuses folders named {@code shut}, hangs at {@code slow}. */
  private final class Counting implements SftpFileSystemAccessor {
    @Override
    public DirectoryStream<Path> openDirectory(
        SftpSubsystemProxy subsystem,
        DirectoryHandle handle,
        Path directory,
        String text,
        LinkOption... options)
        throws IOException {
      listings.incrementAndGet();
      if (directory.endsWith("slow")) {
        hang();
      }
      if (directory.endsWith("shut")) {
        throw new AccessDeniedException(directory.toString());
      }
      return SftpFileSystemAccessor.super.openDirectory(
          subsystem, handle, directory, text, options);
    }
  }

  void put(String path, String written) {
    try {
      Path file = folder.resolve(path);
      Files.createDirectories(file.getParent());
      Files.writeString(file, "1");
      Files.setLastModifiedTime(file, FileTime.from(Instant.parse(written)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String fingerprint() {
    return HostCheck.fingerprint(hostKey.getPublic());
  }

  /** A line of known_hosts. */
  String known(KeyPair key) {
    try {
      StringBuilder line = new StringBuilder("[127.0.0.1]:" + server.getPort() + " ");
      org.apache.sshd.common.config.keys.PublicKeyEntry.appendPublicKeyEntry(line, key.getPublic());
      return line + "\n";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String typeOf(KeyPair key) {
    return KeyUtils.getKeyType(key);
  }

  /** Settings that work; a null removes one. */
  Map<String, String> settings(String... changes) {
    Map<String, String> values = new HashMap<>();
    values.put("host", "127.0.0.1");
    values.put("port", String.valueOf(server.getPort()));
    values.put("username", "punctual");
    values.put("password", PASSWORD);
    values.put("host-key", fingerprint());
    values.put("request-timeout", "5s");
    for (int i = 0; i < changes.length; i += 2) {
      if (changes[i + 1].isEmpty()) {
        values.remove(changes[i]);
      } else {
        values.put(changes[i], changes[i + 1]);
      }
    }
    return values;
  }

  Source open(String... changes) {
    return new SftpType().open(new Settings("partner", settings(changes)));
  }

  @Override
  public void close() throws IOException {
    closed.countDown();
    server.stop(true);
  }
}
