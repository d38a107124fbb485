/**
 * The demo: a small warehouse with pipelines that load it in real time, a small orchestrator, rules
 * that fall due within minutes, and a believable past. All of it invented, seeded and marked as
 * demo; the service that watches it is the real one.
 */
@NullMarked
package dev.punctual.demo;

import org.jspecify.annotations.NullMarked;
