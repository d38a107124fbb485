/**
 * Nodes of dbt projects, as the artifacts that dbt leaves after a run tell, read from the {@link
 * dev.punctual.observe.LineageInbox}.
 */
@NullMarked
package dev.punctual.observe.dbt;

import org.jspecify.annotations.NullMarked;
