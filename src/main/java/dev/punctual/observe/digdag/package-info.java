/** Digdag and Treasure Workflow: whole sessions and single tasks. */
@NullMarked
package dev.punctual.observe.digdag;

import org.jspecify.annotations.NullMarked;
