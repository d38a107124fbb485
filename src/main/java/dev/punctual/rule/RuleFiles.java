package dev.punctual.rule;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds and reads rule files. Links are followed, each file is read once; only regular files are
 * opened, so that a pipe is never waited for.
 */
final class RuleFiles {

  static final int LARGEST = 1 << 20;

  private static final int MOST_FILES = 10_000;
  private static final long LARGEST_SUM = 64L << 20;

  private final Problems problems;
  private final List<TextFile> files = new ArrayList<>();
  private final Set<Path> seen = new HashSet<>();
  private long sum;

  private RuleFiles(Problems problems) {
    this.problems = problems;
  }

  /** The texts of all files, by path; what cannot be read is told. */
  static List<TextFile> read(List<Path> paths, Problems problems) {
    RuleFiles files = new RuleFiles(problems);
    for (Path path : paths) {
      files.visit(path, true, new LinkedHashSet<>());
    }
    return files.files;
  }

  private void visit(Path path, boolean named, Set<Path> above) {
    try {
      BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
      if (attributes.isDirectory()) {
        enter(path, above);
      } else if (named || isRuleFile(path)) {
        take(path, attributes);
      }
    } catch (NoSuchFileException e) {
      boolean link = Files.isSymbolicLink(path);
      if (named || (link && isRuleFile(path))) {
        tell(path, link ? "This link leads nowhere." : "There is no such file or folder.");
      }
    } catch (FileSystemLoopException e) {
      tell(path, "This link leads back to itself.");
    } catch (AccessDeniedException e) {
      tell(path, "This cannot be read: permission denied.");
    } catch (IOException e) {
      tell(path, "This cannot be read: " + reason(e) + ".");
    }
  }

  private void enter(Path folder, Set<Path> above) throws IOException {
    Path real = folder.toRealPath();
    if (!above.add(real)) {
      tell(folder, "This folder contains itself: it leads back to " + real + ".");
      return;
    }
    for (Path child : children(folder)) {
      visit(child, false, above);
    }
    above.remove(real);
  }

  /**
   * Names that begin with a dot are left out: editors' and git's own, and a ConfigMap's folders.
   */
  private static List<Path> children(Path folder) throws IOException {
    List<Path> children = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
      for (Path child : stream) {
        if (!child.getFileName().toString().startsWith(".")) {
          children.add(child);
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    children.sort(null);
    return children;
  }

  private void take(Path path, BasicFileAttributes attributes) throws IOException {
    if (!attributes.isRegularFile()) {
      tell(path, "This is a pipe, socket or device. Only regular files are read.");
      return;
    }
    if (!seen.add(path.toRealPath())) {
      return;
    }
    if (attributes.size() > LARGEST) {
      tell(path, tooLarge(attributes.size()));
      return;
    }
    if (files.size() == MOST_FILES || sum + attributes.size() > LARGEST_SUM) {
      tell(path, "There are more than 10,000 rule files or 64 MB of them; this one is not read.");
      return;
    }
    byte[] bytes = bytes(path);
    sum += bytes.length;
    String text = bytes.length > LARGEST ? null : decode(path, bytes);
    if (bytes.length > LARGEST) {
      tell(path, tooLarge(bytes.length));
    } else if (text != null) {
      files.add(new TextFile(path.toString(), text));
    }
  }

  /** One byte more than is allowed at most: a file may have grown since it was measured. */
  private static byte[] bytes(Path path) throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      return in.readNBytes(LARGEST + 1);
    }
  }

  private @Nullable String decode(Path path, byte[] bytes) {
    int from = startsWith(bytes, 0xEF, 0xBB, 0xBF) ? 3 : 0;
    if (startsWith(bytes, 0xFF, 0xFE) || startsWith(bytes, 0xFE, 0xFF)) {
      tell(path, "This file is UTF-16. Save it as UTF-8.");
      return null;
    }
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(bytes, from, bytes.length - from);
    CharBuffer out = CharBuffer.allocate(bytes.length - from);
    CoderResult result = decoder.decode(in, out, true);
    String text = out.flip().toString();
    try {
      if (result.isError()) {
        result.throwException();
      }
      return text;
    } catch (CharacterCodingException e) {
      int lineStart = text.lastIndexOf('\n') + 1;
      int line = 1 + (int) text.chars().filter(c -> c == '\n').count();
      problems.error(
          new Spot(path.toString(), line, 1 + text.codePointCount(lineStart, text.length())),
          "This is not UTF-8 (byte 0x%02X). Save the file as UTF-8."
              .formatted(bytes[in.position()] & 0xFF));
      return null;
    }
  }

  private static boolean startsWith(byte[] bytes, int... head) {
    for (int i = 0; i < head.length; i++) {
      if (i >= bytes.length || (bytes[i] & 0xFF) != head[i]) {
        return false;
      }
    }
    return true;
  }

  private static boolean isRuleFile(Path path) {
    String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
    return name.endsWith(".yaml") || name.endsWith(".yml");
  }

  private static String tooLarge(long bytes) {
    return "This file has "
        + (bytes + LARGEST - 1) / LARGEST
        + " MB; at most 1 MB is read. Split it into several files.";
  }

  private static String reason(IOException e) {
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }

  private void tell(Path path, String message) {
    problems.error(Spot.startOf(path.toString()), message);
  }
}
