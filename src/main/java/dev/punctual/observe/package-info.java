/**
 * What a source can be asked and what it answers. One technology a sub-package, found by injection
 * and imported by nobody.
 */
@NullMarked
package dev.punctual.observe;

import org.jspecify.annotations.NullMarked;
