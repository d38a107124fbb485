/**
 * The pages on what is promised and how it goes, and the reading side of the HTTP API: Today, a
 * rule, all rules, sources. Reads the ledger's tables with SQL of its own; changes nothing but
 * through {@link dev.punctual.respond.Responses}.
 *
 * <p>Rows, strips and charts are written with {@link dev.punctual.web.Html}, the frame around them
 * stands in the templates.
 */
@NullMarked
package dev.punctual.board;

import org.jspecify.annotations.NullMarked;
