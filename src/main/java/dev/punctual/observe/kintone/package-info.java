/** Kintone: the last change of an app. */
@NullMarked
package dev.punctual.observe.kintone;

import org.jspecify.annotations.NullMarked;
