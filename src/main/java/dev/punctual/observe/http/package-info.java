/** Any address that answers with JSON: a time or {@code true} somewhere in it. */
@NullMarked
package dev.punctual.observe.http;

import org.jspecify.annotations.NullMarked;
