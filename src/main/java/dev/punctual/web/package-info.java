/**
 * What no feature owns of the pages: the layout model and its templates, words in two languages,
 * locale and theme, the small HTML writer, error pages, headers and the same-origin check of forms.
 * Controllers live with their feature and hand their model to {@link dev.punctual.web.Pages}.
 */
@NullMarked
package dev.punctual.web;

import org.jspecify.annotations.NullMarked;
