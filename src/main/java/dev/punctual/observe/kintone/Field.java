package dev.punctual.observe.kintone;

/**
 * The field whose time counts.
 *
 * @param code as queries name it
 * @param type {@code UPDATED_TIME}, {@code CREATED_TIME}, {@code DATETIME} or {@code DATE}
 */
record Field(String code, String type) {

  boolean isDate() {
    return type.equals("DATE");
  }

  /** Whether people write it, so that it may lie ahead. */
  boolean isWritten() {
    return type.equals("DATETIME") || type.equals("DATE");
  }

  boolean isTime() {
    return isWritten() || type.equals("UPDATED_TIME") || type.equals("CREATED_TIME");
  }
}
