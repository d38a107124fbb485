/**
 * Periods and their figures: what was due, met, missed, excused and unknown, how much of the
 * allowance is used, and the half-yearly report as a page, JSON, CSV and Markdown. Reads the
 * ledger's rows with SQL of its own and changes none of them; its own table holds the reports that
 * are frozen, each written once.
 */
@NullMarked
package dev.punctual.report;

import org.jspecify.annotations.NullMarked;
