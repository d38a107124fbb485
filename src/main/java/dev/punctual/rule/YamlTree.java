package dev.punctual.rule;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Builds the tree of one file from the parser's events: one document, no tags, no merge keys, no
 * key twice, aliases shared and never copied. Depth and expanded size are bounded, so that no file
 * needs more memory than a few times its own size.
 */
final class YamlTree {

  private static final int DEEPEST = 40;
  private static final long HEAVIEST = 1_000_000;

  private final TextFile file;
  private final Problems problems;
  private final Iterator<Event> events;
  private final Map<String, YamlNode> anchors = new HashMap<>();
  private final Set<String> open = new HashSet<>();
  private String @Nullable [] lines;

  private YamlTree(TextFile file, Problems problems, Iterator<Event> events) {
    this.file = file;
    this.problems = problems;
    this.events = events;
  }

  /** The only document of a file; null when it is empty or broken (the problem is told). */
  static @Nullable YamlNode read(TextFile file, Problems problems) {
    LoadSettings settings = LoadSettings.builder().setLabel(file.path()).build();
    try {
      Iterator<Event> events = new Parse(settings).parseString(file.text()).iterator();
      return new YamlTree(file, problems, events).document();
    } catch (Unreadable e) {
      problems.error(e.spot, e.said);
    } catch (YamlEngineException e) {
      YamlMistake mistake = YamlMistake.of(e, file);
      problems.error(mistake.spot(), mistake.message());
    }
    return null;
  }

  private @Nullable YamlNode document() {
    YamlNode root = null;
    while (events.hasNext()) {
      Event event = events.next();
      if (event instanceof NodeEvent node) {
        root = node(node, 0);
      } else if (event.getEventId() == Event.ID.DocumentStart && root != null) {
        throw new Unreadable(
            spot(event), "A file holds one document. Move what follows --- to a file of its own.");
      }
    }
    return root instanceof YamlNode.Scalar scalar && scalar.isNothing() ? null : root;
  }

  private YamlNode node(NodeEvent event, int depth) {
    if (event instanceof AliasEvent alias) {
      return aliased(alias);
    }
    if (depth > DEEPEST) {
      throw new Unreadable(spot(event), "This is nested more than " + DEEPEST + " levels deep.");
    }
    String anchor = event.getAnchor().map(Anchor::getValue).orElse(null);
    if (anchor != null) {
      open.add(anchor);
    }
    YamlNode node =
        switch (event) {
          case ScalarEvent scalar -> scalar(scalar);
          case MappingStartEvent mapping -> mapping(mapping, depth);
          case CollectionStartEvent sequence -> sequence(sequence, depth);
          default -> throw new IllegalStateException("Unexpected " + event);
        };
    if (anchor != null) {
      open.remove(anchor);
      anchors.put(anchor, node);
    }
    return node;
  }

  private YamlNode aliased(AliasEvent alias) {
    String name = alias.getAlias().getValue();
    if (open.contains(name)) {
      throw new Unreadable(spot(alias), "*" + name + " stands inside &" + name + " itself.");
    }
    YamlNode node = anchors.get(name);
    if (node == null) {
      throw new Unreadable(
          spot(alias),
          "There is no &"
              + name
              + " above for *"
              + name
              + "."
              + DidYouMean.question(name, anchors.keySet()));
    }
    return node;
  }

  private YamlNode.Scalar scalar(ScalarEvent event) {
    refuseTag(event, event.getTag().orElse(null));
    Spot spot = spot(event);
    String value = event.getValue();
    boolean plain = event.getScalarStyle() == ScalarStyle.PLAIN;
    int quote = plain ? 0 : 1;
    Mark start = event.getStartMark().orElseThrow();
    Mark end = event.getEndMark().orElseThrow();
    boolean literal =
        start.getLine() == end.getLine()
            && end.getColumn() - start.getColumn()
                == value.codePointCount(0, value.length()) + 2 * quote;
    return new YamlNode.Scalar(
        spot, endLine(start, end), value, plain, literal ? spot.right(quote) : spot, literal);
  }

  private YamlNode.Sequence sequence(CollectionStartEvent event, int depth) {
    refuseTag(event, event.getTag().orElse(null));
    Spot spot = spot(event);
    List<YamlNode> items = new ArrayList<>();
    long weight = 1;
    int endLine = spot.line();
    Event next = events.next();
    for (; next instanceof NodeEvent item; next = events.next()) {
      YamlNode node = node(item, depth + 1);
      items.add(node);
      weight = weigh(weight, node, item);
      endLine = Math.max(endLine, endLine(item, node));
    }
    return new YamlNode.Sequence(spot, closing(event, next, endLine), weight, items);
  }

  private YamlNode.Mapping mapping(MappingStartEvent event, int depth) {
    refuseTag(event, event.getTag().orElse(null));
    Spot spot = spot(event);
    Map<String, YamlNode.Entry> entries = new java.util.LinkedHashMap<>();
    long weight = 1;
    int endLine = spot.line();
    Event next = events.next();
    for (; next instanceof NodeEvent first; next = events.next()) {
      YamlNode key = node(first, depth + 1);
      NodeEvent second = (NodeEvent) events.next();
      YamlNode value = node(second, depth + 1);
      weight = weigh(weight, value, second);
      endLine = Math.max(endLine, Math.max(endLine(first, key), endLine(second, value)));
      if (isKey(first, key) && key instanceof YamlNode.Scalar name) {
        keep(entries, name, value);
      }
    }
    return new YamlNode.Mapping(
        spot, closing(event, next, endLine), weight, List.copyOf(entries.values()));
  }

  private boolean isKey(NodeEvent event, YamlNode key) {
    if (!(key instanceof YamlNode.Scalar name)) {
      problems.error(spot(event), "A key is a word, not a list or a mapping.");
      return false;
    }
    if (name.plain() && name.value().equals("<<")) {
      problems.error(
          spot(event),
          "Merge keys (<<) are not read. Put what is shared under defaults, or repeat it; "
              + "anchors for whole values work.");
      return false;
    }
    if (name.value().isBlank()) {
      problems.error(spot(event), "A key is missing before the colon.");
      return false;
    }
    return true;
  }

  private void keep(Map<String, YamlNode.Entry> entries, YamlNode.Scalar key, YamlNode value) {
    YamlNode.Entry before = entries.putIfAbsent(key.value(), new YamlNode.Entry(key, value));
    if (before != null) {
      problems.error(
          key.spot(),
          "The key \""
              + key.value()
              + "\" stands twice here; the first is in line "
              + before.key().spot().line()
              + ".");
    }
  }

  private void refuseTag(NodeEvent event, @Nullable String tag) {
    if (tag != null) {
      problems.error(
          spot(event),
          "Tags such as "
              + tag.replace("tag:yaml.org,2002:", "!!")
              + " are not read. Leave it out; put a text in quotes.");
    }
  }

  private long weigh(long sum, YamlNode node, Event event) {
    long weight = sum + node.weight();
    if (weight > HEAVIEST) {
      throw new Unreadable(
          spot(event),
          "The aliases of this file expand to more than a million values. It is refused as an"
              + " alias bomb.");
    }
    return weight;
  }

  private int endLine(NodeEvent event, YamlNode node) {
    return event instanceof AliasEvent ? spot(event).line() : node.endLine();
  }

  /** Flow collections end at their bracket, block collections with their last value. */
  private static int closing(CollectionStartEvent start, Event end, int lastValue) {
    return start.isFlow()
        ? end.getEndMark().map(mark -> mark.getLine() + 1).orElse(lastValue)
        : lastValue;
  }

  /**
   * A block scalar's end mark stands before the next token; blank lines between are not its own.
   */
  private int endLine(Mark start, Mark end) {
    int line = end.getLine();
    if (line == start.getLine() || end.getColumn() > 0) {
      return line + 1;
    }
    if (lines == null) {
      lines = file.text().split("\n", -1);
    }
    line--;
    while (line > start.getLine() && lines[line].isBlank()) {
      line--;
    }
    return line + 1;
  }

  private Spot spot(Event event) {
    Mark mark = event.getStartMark().orElseThrow();
    return new Spot(file.path(), mark.getLine() + 1, mark.getColumn() + 1);
  }

  /** Nothing of the file can be used. */
  private static final class Unreadable extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Spot spot;
    private final String said;

    Unreadable(Spot spot, String said) {
      super(said, null, false, false);
      this.spot = spot;
      this.said = said;
    }
  }
}
