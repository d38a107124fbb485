package dev.punctual.observe.airflow;

import java.time.Duration;

/**
 * How much earlier than its end a data interval may begin. Airflow 2 lists runs by the beginning
 * only, and a DAG does not say beforehand how long its intervals are: Monday's run of a weekday DAG
 * covers three days, the next one covers one.
 */
enum LookBack {
  DAILY(Duration.ofHours(50)),
  MONTHLY(Duration.ofDays(35)),
  YEARLY(Duration.ofDays(370));

  private final Duration duration;

  LookBack(Duration duration) {
    this.duration = duration;
  }

  Duration duration() {
    return duration;
  }
}
