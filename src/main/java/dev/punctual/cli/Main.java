package dev.punctual.cli;

import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code ./punctual}. Exit code 0 ok, 1 something is missed or unknown, 2 bad input. */
@Command(
    name = "punctual",
    description = "Watches whether promised data is there on time.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    synopsisSubcommandLabel = "COMMAND")
public final class Main {

  /** All answers are there and good. */
  static final int OK = 0;

  /** Something is missed or unknown. */
  static final int NOT_GOOD = 1;

  /** The input cannot be used. */
  static final int BAD_INPUT = 2;

  /** In the order of the help. */
  private static final SequencedMap<String, Class<?>> COMMANDS = new LinkedHashMap<>();

  static {
    COMMANDS.put("serve", ServeCommand.class);
    COMMANDS.put("demo", DemoCommand.class);
    COMMANDS.put("validate", ValidateCommand.class);
    COMMANDS.put("next", NextCommand.class);
    COMMANDS.put("check", CheckCommand.class);
    COMMANDS.put("explain", ExplainCommand.class);
    COMMANDS.put("report", ReportCommand.class);
    COMMANDS.put("review", ReviewCommand.class);
    COMMANDS.put("simulate", SimulateCommand.class);
    COMMANDS.put("backfill", BackfillCommand.class);
    COMMANDS.put("sources", SourcesCommand.class);
    COMMANDS.put("slack", SlackCommand.class);
  }

  private Main() {}

  public static void main(String[] args) {
    int code = run(args);
    boolean serves = args.length > 0 && (args[0].equals("serve") || args[0].equals("demo"));
    if (code != OK || !serves) {
      System.exit(code);
    }
  }

  /** Runs one command; a service that was started runs on when this returns 0. */
  static int run(String... args) {
    CommandLine line = args.length == 0 ? line() : line(args[0]);
    line.setOut(writer(System.out));
    line.setErr(writer(System.err));
    line.setExecutionExceptionHandler(Main::explain);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    if (args.length == 0) {
      line.usage(line.getErr());
      return BAD_INPUT;
    }
    int code = line.execute(args);
    line.getOut().flush();
    line.getErr().flush();
    return code;
  }

  /** All commands. */
  static CommandLine line() {
    CommandLine line = new CommandLine(new Main());
    COMMANDS.forEach(line::addSubcommand);
    return line;
  }

  /** The command that is called, or all: picocli's look at a command costs a start its time. */
  private static CommandLine line(String called) {
    Class<?> command = COMMANDS.get(called);
    return command == null ? line() : new CommandLine(new Main()).addSubcommand(called, command);
  }

  private static int explain(Exception failure, CommandLine line, CommandLine.ParseResult ignored) {
    if (failure instanceof BadInput) {
      line.getErr().println(failure.getMessage());
      return BAD_INPUT;
    }
    String known = Mishap.explain(failure);
    if (known != null) {
      line.getErr().println(known);
      return BAD_INPUT;
    }
    line.getErr().println("punctual " + line.getCommandName() + " failed: " + failure);
    if (System.getenv("PUNCTUAL_TRACE") != null) {
      failure.printStackTrace(line.getErr());
    }
    return BAD_INPUT;
  }

  private static PrintWriter writer(java.io.PrintStream stream) {
    return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
  }

  /** The input cannot be used; the message says why and what to do. */
  static final class BadInput extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BadInput(String message) {
      super(message);
    }
  }

  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Main.class.getPackage().getImplementationVersion();
      return new String[] {"punctual " + (version == null ? "(not packaged)" : version)};
    }
  }
}
