package dev.punctual.alert.slack;

import static org.assertj.core.api.Assertions.assertThat;

import com.slack.api.methods.MethodsClient;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SlackManifestTest {

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.punctual");

  @Test
  void the_methods_it_gives_scopes_for_are_those_the_code_calls() {
    Set<String> called =
        CLASSES.stream()
            .flatMap(type -> type.getMethodCallsFromSelf().stream())
            .filter(call -> call.getTargetOwner().isEquivalentTo(MethodsClient.class))
            .map(JavaMethodCall::getName)
            .map(SlackManifestTest::method)
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(SlackManifest.METHODS.keySet()).containsExactlyInAnyOrderElementsOf(called);
  }

  /** {@code chatPostMessage} is chat.postMessage. */
  private static String method(String name) {
    String family = name.replaceFirst("[A-Z].*", "");
    String rest = name.substring(family.length());
    return family + "." + rest.substring(0, 1).toLowerCase(Locale.ROOT) + rest.substring(1);
  }

  @Test
  void the_scopes_are_those_the_strict_slack_asks_for() {
    SlackManifest.METHODS.forEach(
        (method, scopes) ->
            assertThat(scopes)
                .as(method)
                .isEqualTo(StrictSlack.SCOPES.getOrDefault(method, List.of())));
  }

  @Test
  void the_manifest_names_every_scope_once_and_where_buttons_are_told() {
    String yaml = SlackManifest.yaml("https://sla.example.com");
    for (String scope : SlackManifest.scopes()) {
      assertThat(yaml).containsOnlyOnce("      - " + scope + "\n");
    }
    assertThat(yaml.lines().filter(line -> line.startsWith("      - ")))
        .hasSize(SlackManifest.scopes().size());
    assertThat(yaml).contains("request_url: https://sla.example.com/slack/interactions\n");
  }
}
