/**
 * Amazon Web Services: tables of Athena and the Glue catalogue, objects of S3 and what speaks its
 * protocol. Requests are plain HTTP; the SDK brings logins and signatures only. Reading order:
 * {@code AthenaType}, {@code AthenaRound}, {@code Partitions}, {@code Iceberg}, {@code Questions};
 * {@code S3Type}; below both {@code Service} and {@code Failures}.
 */
@NullMarked
package dev.punctual.observe.aws;

import org.jspecify.annotations.NullMarked;
