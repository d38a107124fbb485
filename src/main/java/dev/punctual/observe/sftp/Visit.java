package dev.punctual.observe.sftp;

import dev.punctual.observe.SourceFailure;
import dev.punctual.observe.sftp.SftpSettings.Login;
import dev.punctual.observe.wire.Outages;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.sftp.SftpModuleProperties;
import org.apache.sshd.sftp.client.SftpClient;
import org.apache.sshd.sftp.client.SftpClientFactory;
import org.jspecify.annotations.Nullable;

/**
 * One session with a server, from the connection to SFTP. Reads nothing of the account it runs
 * under: no {@code ~/.ssh}.
 */
final class Visit implements AutoCloseable {

  private static final Duration MORE = Duration.ofSeconds(2);
  private static final Duration GOODBYE = Duration.ofSeconds(1);

  private final SftpSettings settings;
  private final HostCheck host;
  private final SshClient client;
  private boolean loggedIn;
  private @Nullable ClientSession session;
  private @Nullable SftpClient sftp;

  private Visit(SftpSettings settings, HostCheck host, SshClient client) {
    this.settings = settings;
    this.host = host;
    this.client = client;
  }

  /**
   * Connects, verifies the host and logs in.
   *
   * @throws SourceFailure in words when one of them fails; nothing stays open then
   */
  static Visit begin(SftpSettings settings) throws SourceFailure, InterruptedException {
    HostCheck host = HostCheck.of(settings.server(), settings.hostKeys());
    Visit visit = new Visit(settings, host, client(settings, host));
    try {
      visit.connect();
      return visit;
    } catch (IOException e) {
      SourceFailure failure = visit.failure(e);
      visit.close();
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      throw failure;
    } catch (SourceFailure e) {
      visit.close();
      throw e;
    }
  }

  private static SshClient client(SftpSettings settings, HostCheck host) {
    SshClient client = SshClient.setUpDefaultClient();
    client.setServerKeyVerifier(host);
    client.setHostConfigEntryResolver(HostConfigEntryResolver.EMPTY);
    client.setKeyIdentityProvider(KeyIdentityProvider.EMPTY_KEYS_PROVIDER);
    client.setSignatureFactories(host.preferred(client.getSignatureFactories()));
    CoreModuleProperties.IO_CONNECT_TIMEOUT.set(client, settings.requestTimeout());
    CoreModuleProperties.CHANNEL_OPEN_TIMEOUT.set(client, settings.requestTimeout());
    SftpModuleProperties.SFTP_CHANNEL_OPEN_TIMEOUT.set(client, settings.requestTimeout());
    // What listings wait for; longer than the waits above, which say better what happened.
    CoreModuleProperties.NIO2_READ_TIMEOUT.set(client, settings.requestTimeout().plus(MORE));
    return client;
  }

  private void connect() throws IOException, SourceFailure {
    Login login = settings.login();
    KeyPair key = login instanceof Login.Key file ? read(file) : null;
    client.start();
    ClientSession opened =
        client
            .connect(login.username(), settings.server().host(), settings.server().port())
            .verify(settings.requestTimeout())
            .getSession();
    session = opened;
    switch (login) {
      case Login.Password(String user, String password) -> opened.addPasswordIdentity(password);
      case Login.Key file -> opened.addPublicKeyIdentity(key);
    }
    opened.auth().verify(settings.requestTimeout());
    loggedIn = true;
    sftp = SftpClientFactory.instance().createSftpClient(opened);
  }

  private KeyPair read(Login.Key login) throws SourceFailure {
    Path file = login.file();
    String password = login.password();
    FilePasswordProvider provider =
        password == null ? FilePasswordProvider.EMPTY : FilePasswordProvider.of(password);
    try (InputStream in = Files.newInputStream(file)) {
      Iterable<KeyPair> keys =
          SecurityUtils.loadKeyPairIdentities(
              null, NamedResource.ofName(file.toString()), in, provider);
      if (keys != null && keys.iterator().hasNext()) {
        return keys.iterator().next();
      }
      throw unusable(file, null);
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      throw unusable(file, e);
    }
  }

  private SourceFailure unusable(Path file, @Nullable Exception cause) {
    return failure(
        "the private key in "
            + file
            + " cannot be used; it has to be a readable OpenSSH or PEM key, and one with a password"
            + " needs private-key-password",
        cause);
  }

  SftpClient sftp() {
    SftpClient open = sftp;
    if (open == null) {
      throw new IllegalStateException("the visit has not begun");
    }
    return open;
  }

  /** The key the server showed, for people. */
  String hostKey() {
    String shown = host.shown();
    return shown == null ? "none" : shown;
  }

  /** What it means that the session broke. */
  SourceFailure failure(IOException cause) {
    return failure(why(cause), cause);
  }

  private SourceFailure failure(String what, @Nullable Exception cause) {
    return new SourceFailure(settings.name() + ": " + what, cause);
  }

  private String why(IOException cause) {
    String refused = host.refusal();
    if (refused != null) {
      return refused;
    }
    String address = settings.server().address();
    for (Throwable t = cause; t != null; t = t.getCause()) {
      switch (t) {
        case UnknownHostException e -> {
          return "the host of " + address + " is unknown; check host and name resolution";
        }
        case UnresolvedAddressException e -> {
          return "the host of " + address + " is unknown; check host and name resolution";
        }
        case NoRouteToHostException e -> {
          return "there is no way to " + address + "; check the network";
        }
        case ConnectException e -> {
          return address + " refused the connection; is it running, are host and port right?";
        }
        case TimeoutException e -> {
          return timedOut(address);
        }
        case Throwable other -> {}
      }
    }
    return disconnected(cause, address);
  }

  private String timedOut(String address) {
    return address
        + " did not answer within "
        + settings.requestTimeout().toMillis() / 1000.0
        + " s; check the network and its firewall, or raise request-timeout";
  }

  private String disconnected(IOException cause, String address) {
    int code = cause instanceof SshException ssh ? ssh.getDisconnectCode() : 0;
    String said = Outages.line(cause.getMessage());
    if (code == SshConstants.SSH2_DISCONNECT_TOO_MANY_CONNECTIONS) {
      return address + " has too many sessions already; ask its owner for more, or poll less often";
    }
    if (code == SshConstants.SSH2_DISCONNECT_NO_MORE_AUTH_METHODS_AVAILABLE) {
      return address
          + " does not accept "
          + settings.login()
          + "; compare user name and secret with what its owner says";
    }
    ClientSession open = session;
    if (open != null && open.getServerVersion() == null) {
      return address
          + " ended the connection before it spoke SSH; are host and port right, and may this"
          + " address connect?";
    }
    return loggedIn && sftp == null
        ? address + " accepts " + settings.login() + " and offers no SFTP: " + said
        : "the connection to " + address + " broke: " + said;
  }

  /** Says goodbye, as servers log everything else as a fault; waits little for the answer. */
  @Override
  public void close() {
    try {
      SftpClient channel = sftp;
      if (channel != null) {
        channel.close();
      }
      ClientSession open = session;
      if (open != null) {
        open.close(!loggedIn).await(GOODBYE);
      }
    } catch (IOException e) {
      // the client is stopped next, and with it all that is left
    } finally {
      client.stop();
    }
  }
}
