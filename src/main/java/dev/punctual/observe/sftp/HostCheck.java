package dev.punctual.observe.sftp;

import dev.punctual.observe.SourceFailure;
import dev.punctual.observe.sftp.SftpSettings.HostKeys;
import dev.punctual.observe.sftp.SftpSettings.Server;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.sshd.client.config.hosts.KnownHostEntry;
import org.apache.sshd.client.keyverifier.ServerKeyVerifier;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.config.keys.AuthorizedKeyEntry;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntryResolver;
import org.apache.sshd.common.digest.BuiltinDigests;
import org.apache.sshd.common.signature.Signature;
import org.jspecify.annotations.Nullable;

/**
 * Whether a server is the one that is meant. Nothing is sent to one that is not, least of all a
 * password.
 */
final class HostCheck implements ServerKeyVerifier {

  private static final String ED25519 = "ssh-ed25519";

  private final Server server;
  private final boolean pinned;

  /** Types of keys by fingerprint; of a pinned one the type is not known and empty. */
  private final Map<String, String> expected;

  private final Set<String> revoked;
  private volatile @Nullable PublicKey shown;

  private HostCheck(
      Server server, boolean pinned, Map<String, String> expected, Set<String> revoked) {
    this.server = server;
    this.pinned = pinned;
    this.expected = Map.copyOf(expected);
    this.revoked = Set.copyOf(revoked);
  }

  /**
   * Reads the file anew, where there is one.
   *
   * @throws SourceFailure when it cannot be read
   */
  static HostCheck of(Server server, HostKeys keys) throws SourceFailure {
    return switch (keys) {
      case HostKeys.Pinned(Set<String> fingerprints) -> {
        Map<String, String> expected = new LinkedHashMap<>();
        fingerprints.forEach(one -> expected.put(one, ""));
        yield new HostCheck(server, true, expected, Set.of());
      }
      case HostKeys.Known(Path file) -> known(server, file);
    };
  }

  private static HostCheck known(Server server, Path file) throws SourceFailure {
    Map<String, String> expected = new LinkedHashMap<>();
    List<String> revoked = new ArrayList<>();
    try {
      for (KnownHostEntry line : KnownHostEntry.readKnownHostEntries(file)) {
        AuthorizedKeyEntry entry = line.getKeyEntry();
        String marker = line.getMarker();
        if (entry != null && line.isHostMatch(server.host(), server.port())) {
          PublicKey key = entry.resolvePublicKey(null, PublicKeyEntryResolver.IGNORING);
          if (key != null && "revoked".equals(marker)) {
            revoked.add(fingerprint(key));
          } else if (key != null && (marker == null || marker.isEmpty())) {
            expected.put(fingerprint(key), KeyUtils.getKeyType(key));
          }
        }
      }
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      throw new SourceFailure(
          server.source()
              + ": the known-hosts file "
              + file
              + " cannot be read; mount it, or correct it ("
              + e.getMessage()
              + ")",
          e);
    }
    return new HostCheck(server, false, expected, Set.copyOf(revoked));
  }

  /** What the server is asked to show first: kinds of which a key is known, then Ed25519. */
  List<NamedFactory<Signature>> preferred(List<NamedFactory<Signature>> all) {
    return all.stream()
        .sorted(
            Comparator.comparing(
                (NamedFactory<Signature> one) -> {
                  String type = KeyUtils.getCanonicalKeyType(one.getName());
                  return expected.containsValue(type) ? 0 : type.equals(ED25519) ? 1 : 2;
                }))
        .toList();
  }

  @Override
  public boolean verifyServerKey(ClientSession session, SocketAddress address, PublicKey key) {
    shown = key;
    String fingerprint = fingerprint(key);
    return expected.containsKey(fingerprint) && !revoked.contains(fingerprint);
  }

  /** Why the server was refused; null where it was not. */
  @Nullable String refusal() {
    PublicKey key = shown;
    if (key == null || verified(key)) {
      return null;
    }
    String shows = server.address() + " shows the host key " + words(key);
    if (revoked.contains(fingerprint(key))) {
      return shows + ", which known-hosts revokes; ask its owner";
    }
    if (expected.isEmpty()) {
      return shows
          + ", and known-hosts holds none for it; compare it with what its owner says, then add it";
    }
    return shows
        + " and not "
        + String.join(", ", expected.keySet().stream().sorted().toList())
        + "; it was set up anew, or somebody stands in between. Ask its owner, then correct "
        + (pinned ? "host-key" : "known-hosts");
  }

  private boolean verified(PublicKey key) {
    String fingerprint = fingerprint(key);
    return expected.containsKey(fingerprint) && !revoked.contains(fingerprint);
  }

  /** The key that was shown, for people; null before any. */
  @Nullable String shown() {
    PublicKey key = shown;
    return key == null ? null : words(key);
  }

  private static String words(PublicKey key) {
    return fingerprint(key) + " (" + KeyUtils.getKeyType(key) + ")";
  }

  static String fingerprint(PublicKey key) {
    return Objects.requireNonNull(KeyUtils.getFingerPrint(BuiltinDigests.sha256, key));
  }
}
