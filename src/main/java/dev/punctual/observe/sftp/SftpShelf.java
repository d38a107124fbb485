package dev.punctual.observe.sftp;

import dev.punctual.observe.SourceFailure;
import dev.punctual.observe.file.Entry;
import dev.punctual.observe.file.Walk;
import dev.punctual.observe.file.Walk.Listed;
import dev.punctual.observe.wire.Outages;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.sshd.sftp.client.SftpClient;
import org.apache.sshd.sftp.client.SftpClient.Attributes;
import org.apache.sshd.sftp.client.SftpClient.DirEntry;
import org.apache.sshd.sftp.common.SftpConstants;
import org.apache.sshd.sftp.common.SftpException;
import org.jspecify.annotations.Nullable;

/** Folders of a server, below a root; links that lead out of it are not followed. */
final class SftpShelf implements Walk.Shelf {

  private final Visit visit;
  private final String root;
  private int requests = 1;

  private SftpShelf(Visit visit, String root) {
    this.visit = visit;
    this.root = root;
  }

  /**
   * Looks for the root.
   *
   * @throws SourceFailure when there is none, or it may not be read
   */
  static SftpShelf of(Visit visit, SftpSettings settings) throws SourceFailure {
    String root = settings.root() == null ? "." : settings.root();
    try {
      String path = visit.sftp().canonicalPath(root);
      if (visit.sftp().stat(path).isDirectory()) {
        return new SftpShelf(visit, path.endsWith("/") ? path : path + "/");
      }
      throw wrongRoot(settings, root, "is no folder");
    } catch (SftpException e) {
      throw wrongRoot(
          settings,
          root,
          e.getStatus() == SftpConstants.SSH_FX_PERMISSION_DENIED
              ? "may not be read by " + settings.login().username()
              : "is not there");
    } catch (IOException e) {
      throw visit.failure(e);
    }
  }

  private static SourceFailure wrongRoot(SftpSettings settings, String root, String what) {
    return new SourceFailure(
        settings.name() + ": the root " + root + " " + what + "; correct root, or ask the owner",
        null);
  }

  @Override
  public Listed list(String folder) throws SourceFailure {
    List<Entry> files = new ArrayList<>();
    List<String> folders = new ArrayList<>();
    Map<String, String> barred = new HashMap<>();
    SftpClient sftp = visit.sftp();
    requests++;
    try {
      for (DirEntry one : sftp.readDir(root + folder)) {
        String name = one.getFilename();
        String path = folder.isEmpty() ? name : folder + "/" + name;
        if (!name.equals(".") && !name.equals("..")) {
          put(path, one.getAttributes(), files, folders, barred);
        }
      }
      return new Listed.Found(files, folders, barred);
    } catch (SftpException e) {
      return refused(folder, e);
    } catch (IOException e) {
      throw visit.failure(e);
    } catch (RuntimeException e) {
      // readDir is an Iterable, whose iterator wraps what goes wrong
      if (e.getCause() instanceof SftpException sftpException) {
        return refused(folder, sftpException);
      }
      if (e.getCause() instanceof IOException broken) {
        throw visit.failure(broken);
      }
      throw e;
    }
  }

  private static Listed refused(String folder, SftpException e) {
    return switch (e.getStatus()) {
      case SftpConstants.SSH_FX_NO_SUCH_FILE,
          SftpConstants.SSH_FX_NO_SUCH_PATH,
          SftpConstants.SSH_FX_NOT_A_DIRECTORY ->
          new Listed.Missing();
      case SftpConstants.SSH_FX_PERMISSION_DENIED ->
          new Listed.Barred(
              "the server does not let this user read the folder "
                  + folder
                  + "; ask its owner for that");
      default ->
          new Listed.Barred(
              "the server cannot list the folder " + folder + ": " + Outages.line(e.getMessage()));
    };
  }

  private void put(
      String path,
      Attributes listed,
      List<Entry> files,
      List<String> folders,
      Map<String, String> barred)
      throws IOException {
    Attributes it = listed.isSymbolicLink() ? followed(path, barred) : listed;
    if (it == null) {
      return;
    }
    if (it.isDirectory()) {
      folders.add(path);
    } else if (it.isRegularFile()) {
      FileTime time = it.getModifyTime();
      files.add(new Entry(path, it.getSize(), time == null ? Instant.EPOCH : time.toInstant()));
    }
  }

  /** Null for a link to nothing, and for one that leads out of the root. */
  private @Nullable Attributes followed(String path, Map<String, String> barred)
      throws IOException {
    requests += 3;
    SftpClient sftp = visit.sftp();
    try {
      Path link = Path.of(root + path);
      String target = link.resolveSibling(sftp.readLink(link.toString())).normalize().toString();
      if (sftp.canonicalPath(target).startsWith(root)) {
        return sftp.stat(target);
      }
      barred.put(
          path, path + " is a link that leads out of the root and is not followed; widen root");
      return null;
    } catch (SftpException e) {
      return null;
    }
  }

  /** Sent so far. */
  int requests() {
    return requests;
  }
}
