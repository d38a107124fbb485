package dev.punctual.board;

/**
 * One of several things to choose, for templates.
 *
 * @param current whether it is the chosen one
 */
public record Choice(String text, String link, boolean current) {}
