/**
 * Prometheus and what speaks its HTTP API: Thanos, Mimir, VictoriaMetrics, Google's managed one.
 */
@NullMarked
package dev.punctual.observe.prometheus;

import org.jspecify.annotations.NullMarked;
