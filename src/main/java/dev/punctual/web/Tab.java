package dev.punctual.web;

/** The parts of the navigation, in its order. */
public enum Tab {
  TODAY("/", "nav.today"),
  REVIEW("/review", "nav.review"),
  REPORT("/reports", "nav.report"),
  RULES("/rules", "nav.rules"),
  SOURCES("/sources", "nav.sources"),
  ALERTS("/alerts", "nav.alerts"),
  /** A page outside the navigation: errors. */
  NONE("", "");

  private final String path;
  private final String label;

  Tab(String path, String label) {
    this.path = path;
    this.label = label;
  }

  public String path() {
    return path;
  }

  /** Key of its message. */
  public String label() {
    return label;
  }
}
