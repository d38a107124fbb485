/** Jobs that report their own arrivals, read from the {@link dev.punctual.observe.PushInbox}. */
@NullMarked
package dev.punctual.observe.push;

import org.jspecify.annotations.NullMarked;
