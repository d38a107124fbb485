package dev.punctual.cli;

import dev.punctual.backfill.Watcher;
import java.io.Console;
import java.io.PrintWriter;
import java.time.Duration;

/** How far it is: one line that is written over at a terminal, a line each tenth elsewhere. */
final class ProgressBar implements Watcher {

  private static final int WIDTH = 30;

  private final PrintWriter err;
  private final boolean terminal;
  private int lastTenth = -1;
  private boolean open;

  ProgressBar(PrintWriter err, boolean terminal) {
    this.err = err;
    this.terminal = terminal;
  }

  /** JDK 22 to 24 always had a console; from 25 on there is none where a stream is redirected. */
  @SuppressWarnings("SystemConsoleNull")
  static boolean isTerminal() {
    Console console = System.console();
    return console != null && console.isTerminal();
  }

  @Override
  public void went(int done, int all, String source, int queries) {
    String words =
        "%,d of %,d days, %s, %s"
            .formatted(done, all, source, SharedOptions.count(queries, "call"));
    int share = all == 0 ? 100 : (int) (100L * done / all);
    if (terminal) {
      int full = WIDTH * share / 100;
      String bar = "#".repeat(full) + "-".repeat(WIDTH - full);
      err.print("\r[" + bar + "] " + share + " %  " + words + "\u001b[K");
      err.flush();
      open = true;
    } else if (share / 10 > lastTenth) {
      lastTenth = share / 10;
      err.println(share + " %: " + words);
    }
  }

  @Override
  public void rest(Duration length, String source, String reason) throws InterruptedException {
    if (!reason.isEmpty()) {
      end();
      err.println(reason + "; asking " + source + " again in " + length.toSeconds() + " s");
    }
    Thread.sleep(length);
  }

  /** Leaves the line as it is. */
  void end() {
    if (open) {
      err.println();
      open = false;
    }
  }
}
