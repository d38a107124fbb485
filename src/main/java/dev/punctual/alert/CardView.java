package dev.punctual.alert;

import io.micronaut.serde.annotation.Serdeable;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a message says, before it takes the form of a channel. Stored as JSON with the message.
 *
 * @param language {@code en} or {@code ja}; a message keeps the one it began with
 * @param headline carries the state by icon and words; also what a notification shows
 * @param lines the body, most important first
 * @param notes small print
 */
@Serdeable
public record CardView(
    String language,
    Tone tone,
    Line headline,
    List<Line> lines,
    List<Line> notes,
    List<Button> buttons) {

  private static final String BEFORE_THERE_WERE_TWO = "en";

  // Stored messages of earlier versions say nothing of their language.
  public CardView(
      @Nullable String language,
      Tone tone,
      Line headline,
      List<Line> lines,
      List<Line> notes,
      List<Button> buttons) {
    this.language = language == null ? BEFORE_THERE_WERE_TWO : language;
    this.tone = tone;
    this.headline = headline;
    this.lines = List.copyOf(lines);
    this.notes = List.copyOf(notes);
    this.buttons = List.copyOf(buttons);
  }

  /** A message of one line. */
  public static CardView of(String language, Tone tone, Line headline) {
    return new CardView(language, tone, headline, List.of(), List.of(), List.of());
  }

  CardView withNote(Line note) {
    return new CardView(
        language,
        tone,
        headline,
        lines,
        java.util.stream.Stream.concat(java.util.stream.Stream.of(note), notes.stream()).toList(),
        buttons);
  }

  /** The colour of the bar; the words say the same. */
  public enum Tone {
    WAITING,
    RISK,
    OVERDUE,
    LATE,
    UNKNOWN,
    MET,
    PLAIN
  }

  /** Text in one run. */
  @Serdeable
  public record Line(List<Span> spans) {
    public Line {
      spans = List.copyOf(spans);
    }

    public static Line of(Span... spans) {
      return new Line(List.of(spans));
    }

    public static Line of(String text) {
      return of(Span.plain(text));
    }

    /** Without any markup. */
    public String text() {
      return spans.stream().map(Span::text).collect(Collectors.joining());
    }
  }

  /**
   * A piece of a line.
   *
   * @param text unescaped; for {@code MENTION} the channel's own markup
   * @param url only for {@code LINK}
   */
  @Serdeable
  public record Span(Style style, String text, @Nullable String url) {
    public static Span plain(String text) {
      return new Span(Style.PLAIN, text, null);
    }

    public static Span strong(String text) {
      return new Span(Style.STRONG, text, null);
    }

    public static Span code(String text) {
      return new Span(Style.CODE, text, null);
    }

    public static Span mention(String markup) {
      return new Span(Style.MENTION, markup, null);
    }

    public static Span link(String text, String url) {
      return new Span(Style.LINK, text, url);
    }

    /** As people read it: {@code @S0123}, {@code @here} for a channel's own markup. */
    public String shown() {
      return style == Style.MENTION
          ? "@" + text.replaceAll("^<(!subteam\\^|[@!#])|>$", "").replaceAll("^.*\\|@?", "")
          : text;
    }

    /** For templates, which compare words. */
    public String word() {
      return style.name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /** How a span looks. */
  public enum Style {
    PLAIN,
    STRONG,
    CODE,
    MENTION,
    LINK
  }

  /**
   * A button: one with {@code url} opens it, one with {@code action} acts and is shown only where
   * the channel can tell who pressed it.
   */
  @Serdeable
  public record Button(
      String label, @Nullable String url, @Nullable String action, @Nullable String argument) {
    public static Button open(String label, String url) {
      return new Button(label, url, null, null);
    }

    static Button act(String label, String action, String argument) {
      return new Button(label, null, action, argument);
    }
  }
}
