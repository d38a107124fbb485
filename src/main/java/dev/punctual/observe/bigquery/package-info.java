/**
 * BigQuery over its REST API: what a table's metadata says, and SQL as a job that bills no more
 * than it may. Requests and their failures are {@code Connection}, {@code Jobs} and {@code
 * Failures}; what is asked is written by {@code Questions}, read by {@code Reading}; a round is
 * {@code RoundTrip}.
 */
@NullMarked
package dev.punctual.observe.bigquery;

import org.jspecify.annotations.NullMarked;
