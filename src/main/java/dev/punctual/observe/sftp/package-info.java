/**
 * Files on SFTP servers of others. Knows how the host's key is verified before anything is said,
 * how folders are listed over one session a round, and what each refusal means. What a listing
 * proves is {@code observe.file}'s.
 */
@NullMarked
package dev.punctual.observe.sftp;

import org.jspecify.annotations.NullMarked;
