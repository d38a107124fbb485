package dev.punctual.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.context.ApplicationContext;
import io.micronaut.data.connection.jdbc.DelegatingDataSourceResolver;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedDatabaseTest {

  @Test
  void an_address_without_settings_opens_as_ours_does(@TempDir Path folder) throws Exception {
    String url = "jdbc:h2:file:" + folder.resolve("ledger");
    try (ApplicationContext context =
            ApplicationContext.run(
                Map.of("punctual.database.url", url, "punctual.engine.enabled", "false"));
        Connection connection =
            new DelegatingDataSourceResolver()
                .resolve(context.getBean(DataSource.class))
                .getConnection();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "select setting_value from information_schema.settings"
                    + " where setting_name in ('MODE', 'WRITE_DELAY') order by setting_name")) {
      assertThat(row.next()).isTrue();
      assertThat(row.getString(1)).isEqualTo("PostgreSQL");
      assertThat(row.next()).isTrue();
      assertThat(row.getString(1)).isEqualTo("0");
    }
  }

  @Test
  void what_an_address_says_stays() {
    assertThat(EmbeddedDatabase.complete("jdbc:h2:mem:x;mode=PostgreSQL;WRITE_DELAY=500"))
        .isEqualTo(
            "jdbc:h2:mem:x;mode=PostgreSQL;WRITE_DELAY=500"
                + ";DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH;DB_CLOSE_ON_EXIT=FALSE");
  }

  @Test
  void other_databases_are_left_alone() {
    String url = "jdbc:postgresql://db/punctual";
    assertThat(EmbeddedDatabase.complete(url)).isEqualTo(url);
  }
}
