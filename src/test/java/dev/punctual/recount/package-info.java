/**
 * A second opinion: counts a report anew from {@code GET /api/v1/deadlines} alone, and shares no
 * code with the program. {@code bench/recount.sh} runs it against any server.
 */
@NullMarked
package dev.punctual.recount;

import org.jspecify.annotations.NullMarked;
