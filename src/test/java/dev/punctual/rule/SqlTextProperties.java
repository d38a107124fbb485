package dev.punctual.rule;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;

class SqlTextProperties {

  @Property
  void tokens_joined_are_the_text_again(
      @ForAll
          @StringLength(max = 60)
          @Chars({'\'', '"', '$', ':', '-', '/', '*', '(', ')', ' ', '\\'})
          @CharRange(from = 'a', to = 'e')
          String text) {
    try {
      StringBuilder joined = new StringBuilder();
      SqlToken.split(text).forEach(token -> joined.append(token.text()));
      assertThat(joined).hasToString(text);
    } catch (BadScalarException e) {
      assertThat(e.getMessage()).contains("never closed");
    }
  }
}
