package dev.punctual.rule;

import java.time.LocalTime;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a rule watches inside a source. */
public sealed interface Target {

  /** Name of the source that holds the target. */
  String source();

  /** As people know it, without the source: {@code mart.learner_status}. */
  String path();

  /** The word of the rule language: {@code table}, {@code task}, … */
  String kind();

  /**
   * A table or view.
   *
   * @param relation one to three unquoted identifiers, outermost first
   */
  record Table(String source, List<String> relation) implements Target {
    public Table {
      relation = List.copyOf(relation);
    }

    @Override
    public String path() {
      return String.join(".", relation);
    }

    @Override
    public String kind() {
      return "table";
    }
  }

  /** One SELECT that answers true or a time. */
  record Query(String source, String sql) implements Target {
    @Override
    public String path() {
      return "query";
    }

    @Override
    public String kind() {
      return "query";
    }
  }

  /** A task of an orchestrated DAG. */
  record Task(String source, String dag, String task, Run run) implements Target {
    @Override
    public String path() {
      return dag + "." + task;
    }

    @Override
    public String kind() {
      return "task";
    }
  }

  /** A whole DAG run. */
  record Dag(String source, String dag, Run run) implements Target {
    @Override
    public String path() {
      return dag;
    }

    @Override
    public String kind() {
      return "dag";
    }
  }

  /**
   * A file or object.
   *
   * @param template path with {@code {data_date:yyyy/MM/dd}} placeholders
   */
  record File(String source, String template) implements Target {
    @Override
    public String path() {
      return template;
    }

    @Override
    public String kind() {
      return "file";
    }
  }

  /** A job that reports its own arrivals to the push inbox. */
  record Job(String job) implements Target {
    public static final String SOURCE = "push";

    @Override
    public String source() {
      return SOURCE;
    }

    @Override
    public String path() {
      return job;
    }

    @Override
    public String kind() {
      return "job";
    }
  }

  /**
   * What a source names in its own way: a topic, a dataset, an app.
   *
   * @param kind one of the words of {@link ItemWord}
   * @param name as the source calls it; of an endpoint its path, of a metric its expression
   * @param details what else the long form says, by key
   */
  record Item(String kind, String source, String name, SortedMap<String, String> details)
      implements Target {
    public Item {
      details = Collections.unmodifiableSortedMap(new TreeMap<>(details));
    }

    @Override
    public String path() {
      return name;
    }
  }

  /** Which of several runs of a business date is meant. */
  sealed interface Run {
    /** The first scheduled one of the date. */
    record First() implements Run {}

    /** The last scheduled one before the due instant. */
    record Last() implements Run {}

    /** The one scheduled at this local time. */
    record At(LocalTime time) implements Run {}

    /** The one whose logical date is the business date. */
    record LogicalDate() implements Run {}
  }
}
