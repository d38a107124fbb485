/** Salesforce: the last change of an object. */
@NullMarked
package dev.punctual.observe.salesforce;

import org.jspecify.annotations.NullMarked;
