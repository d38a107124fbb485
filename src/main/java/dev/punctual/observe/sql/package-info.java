/**
 * What sources asked in SQL share: the values that a deadline's parameters take, how values of a
 * column lie to a deadline, and how both are said. It knows no dialect and sends nothing.
 */
@NullMarked
package dev.punctual.observe.sql;

import org.jspecify.annotations.NullMarked;
