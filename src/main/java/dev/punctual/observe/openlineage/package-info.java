/**
 * Jobs and datasets that OpenLineage producers tell of, read from the {@link
 * dev.punctual.observe.LineageInbox}.
 */
@NullMarked
package dev.punctual.observe.openlineage;

import org.jspecify.annotations.NullMarked;
