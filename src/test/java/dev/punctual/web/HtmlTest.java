package dev.punctual.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class HtmlTest {

  @Test
  void an_argument_cannot_become_markup() {
    assertThat(Html.of("<a title=\"{}\">{}</a>", "\"'><script>", "<b>&</b>").toString())
        .isEqualTo("<a title=\"&quot;&#39;&gt;&lt;script&gt;\">&lt;b&gt;&amp;&lt;/b&gt;</a>");
  }

  @Test
  void markup_as_an_argument_stays_markup() {
    assertThat(Html.of("<td>{}</td>", Html.of("<b>{}</b>", 1)).toString())
        .isEqualTo("<td><b>1</b></td>");
  }

  @Test
  void a_hole_without_its_argument_is_refused() {
    assertThatThrownBy(() -> Html.of("<td>{}{}</td>", 1)).hasMessageContaining("Too few");
    assertThatThrownBy(() -> Html.of("<td></td>", 1)).hasMessageContaining("Too many");
  }
}
