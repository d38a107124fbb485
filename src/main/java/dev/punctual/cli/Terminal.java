package dev.punctual.cli;

import java.io.PrintWriter;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** Where a command prints: answers to {@code out}, everything else to {@code err}. */
record Terminal(PrintWriter out, PrintWriter err) {
  static Terminal of(@Nullable CommandSpec spec) {
    CommandSpec known = Objects.requireNonNull(spec);
    return new Terminal(known.commandLine().getOut(), known.commandLine().getErr());
  }
}
