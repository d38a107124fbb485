package dev.punctual.observe.drive;

import dev.punctual.observe.Probe;
import dev.punctual.observe.file.Wanted;
import dev.punctual.rule.Target;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a rule means in Drive, where names are not unique and ids are. */
sealed interface Aim {

  /** The letters of ids; names of people's files are shorter or have other letters too. */
  Pattern ID = Pattern.compile("[A-Za-z0-9_-]{20,}");

  static boolean isId(String text) {
    return ID.matcher(text).matches();
  }

  /** One file, whatever it is called and wherever it lies. */
  record Exact(String id) implements Aim {}

  /**
   * Files of a folder by their names.
   *
   * @param root id of the folder the path begins in
   * @param folders names of the folders below it, down to the one that holds the files
   */
  record Named(String root, List<String> folders, Wanted wanted) implements Aim {
    public Named {
      folders = List.copyOf(folders);
    }

    /** The names of the files, without folders; null where all of the folder have to be seen. */
    @Nullable String name() {
      String path = wanted.path();
      boolean one = wanted.prefix().equals(path);
      return one ? path.substring(path.lastIndexOf('/') + 1) : null;
    }
  }

  /** Nothing that Drive can be asked for, and why. */
  record Wrong(String why) implements Aim {}

  /**
   * What a probe of a file means.
   *
   * @param root id of the folder that paths begin in; null without one
   */
  static Aim of(Probe probe, @Nullable String root) {
    if (!(probe.rule().target() instanceof Target.File file)) {
      return new Wrong("Drive has files, but no " + probe.rule().target().kind());
    }
    String template = file.template();
    if (isId(template)) {
      return new Exact(template);
    }
    int slash = template.indexOf('/');
    String first = slash < 0 ? "" : template.substring(0, slash);
    String begin = isId(first) ? first : root;
    if (begin == null) {
      return new Wrong(
          template
              + " does not say where it begins: write the id of a file, the id of a folder before"
              + " it, or set folder on the source");
    }
    return named(begin, Wanted.of(probe, isId(first) ? template.substring(slash + 1) : template));
  }

  private static Aim named(String root, Wanted wanted) {
    if (!wanted.isFlat()) {
      return new Wrong(
          wanted.path()
              + " asks for folders below folders; in Drive only the name may be a pattern");
    }
    List<String> folders =
        Arrays.stream(wanted.folder().split("/", -1)).filter(name -> !name.isEmpty()).toList();
    return new Named(root, folders, wanted);
  }
}
