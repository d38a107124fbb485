/**
 * Google Drive and what lies in it, spreadsheets above all: when a file was last changed, and which
 * files a folder holds. {@code Aim} says what a rule means, {@code Folders} finds folders by their
 * names, {@code Listings} lists many files at once.
 */
@NullMarked
package dev.punctual.observe.drive;

import org.jspecify.annotations.NullMarked;
