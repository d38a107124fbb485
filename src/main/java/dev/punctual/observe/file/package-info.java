/**
 * Which files a rule means and what a listing of them proves, whatever keeps them. Pure: sources
 * list, this judges. It also holds the source for folders of this machine.
 *
 * <p>Reading order: {@code Wanted} (the path of a deadline), {@code Cover} (what has to be listed),
 * {@code Proof} (what a listing answers), {@code Remains} (the same for days gone by).
 */
@NullMarked
package dev.punctual.observe.file;

import org.jspecify.annotations.NullMarked;
