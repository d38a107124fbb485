/**
 * What sources that are asked over HTTP share: requests bounded in time and size, JSON read by
 * name, what a broken connection means, the other side's clock, Google's login. It knows no system.
 */
@NullMarked
package dev.punctual.observe.wire;

import org.jspecify.annotations.NullMarked;
