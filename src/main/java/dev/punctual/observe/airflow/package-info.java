/**
 * Airflow 2 and 3 over their HTTP APIs, Cloud Composer among them. Knows how the runs and tasks of
 * hundreds of DAGs are had in two requests, which run belongs to a business date, and what the
 * times of a task prove after retries, clears and people who mark it as done.
 *
 * <p>Reading order: {@code AirflowSource}, {@code RoundTrip} (one round from probes to answers),
 * {@code Api} (which of the two APIs, its paths and fields), {@code Lists} (many DAGs, one
 * request), {@code RunChoice} (the run of a date), {@code TaskReading} and {@code RunReading} (what
 * was seen, in words), {@code Connection} and {@code Failures} (requests, login, what went wrong).
 */
@NullMarked
package dev.punctual.observe.airflow;

import org.jspecify.annotations.NullMarked;
