package dev.punctual.alert;

import dev.punctual.alert.DigestText.Promised;
import dev.punctual.alert.Outbox.Wish;
import dev.punctual.ledger.Allowance;
import dev.punctual.ledger.Allowances;
import dev.punctual.rule.DayTime;
import dev.punctual.rule.RuleSet.Digest;
import dev.punctual.rule.RuleSet.Team;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The daily word to a team: what is promised today, how yesterday went, what is at risk. */
@Singleton
class Digests {

  /** A digest that could not be written within this time is left out. */
  private static final Duration LATE = Duration.ofHours(2);

  private final Outbox outbox;
  private final Audience audience;
  private final Allowances allowances;
  private final @Nullable DayTime usual;
  private final Set<String> written = new HashSet<>();

  Digests(Outbox outbox, Audience audience, Allowances allowances, AlertConfig config) {
    this.outbox = outbox;
    this.audience = audience;
    this.allowances = allowances;
    String digest = config.digest();
    this.usual =
        digest == null || digest.isBlank() || digest.equalsIgnoreCase("off")
            ? null
            : DayTime.parse(digest);
  }

  /** Wants the digests that are due; each is written once, whoever looks how often. */
  synchronized void write(Rows rows, Instant now) throws SQLException {
    write(rows, null, usual, now);
    for (Team team : audience.teams()) {
      write(rows, team.name(), time(team.digest()), now);
    }
  }

  private void write(Rows rows, @Nullable String team, @Nullable DayTime time, Instant now)
      throws SQLException {
    if (time != null) {
      ZoneId zone = audience.zone(team);
      LocalDate today = now.atZone(zone).toLocalDate();
      Instant at = today.atTime(time.time()).atZone(zone).toInstant();
      String key = "digest|" + team + "|" + today;
      boolean due = !now.isBefore(at) && now.isBefore(at.plus(LATE));
      if (due && written.add(key)) {
        write(rows, team, today, zone, now);
      }
    }
  }

  private @Nullable DayTime time(@Nullable Digest wish) {
    return wish == null ? usual : wish.at();
  }

  private void write(Rows rows, @Nullable String team, LocalDate today, ZoneId zone, Instant now)
      throws SQLException {
    List<Promised> all = read(rows, team, today);
    if (all.isEmpty()) {
      return;
    }
    DigestText text =
        new DigestText(
            audience.wording(team),
            today,
            zone,
            all.stream().filter(p -> p.date().equals(today)).toList(),
            all.stream().filter(p -> !p.date().equals(today)).toList(),
            audience.url());
    Map<String, Allowance> used = text.due().isEmpty() ? Map.of() : allowances.of(now);
    Optional<CardView> names = text.names(used);
    Instant from = audience.notBefore(null, team, now);
    for (String receiver : audience.receivers(team)) {
      String key = "digest|" + receiver + "|" + team + "|" + today;
      if (outbox.want(
              rows, Wish.line(key, Card.Kind.DIGEST, receiver, team, text.counts()), now, from)
          && names.isPresent()) {
        Card digest = outbox.named(rows, key);
        Wish reply = Wish.reply(digest, "names|" + digest.uid(), false, names.get());
        outbox.want(rows, reply, now, from);
      }
    }
  }

  private String title(String rule) {
    String title = audience.title(rule);
    return title == null ? rule : title;
  }

  private List<Promised> read(Rows rows, @Nullable String team, LocalDate today)
      throws SQLException {
    return rows.list(
        """
        select rule_id, business_date, due_at, state, verdict, excusal_category from deadline
        where business_date >= ? and business_date <= ? and trial = false
          and coalesce(team, '') = ?
        order by due_at, id
        """,
        row ->
            new Promised(
                row.getString("rule_id"),
                title(row.getString("rule_id")),
                Objects.requireNonNull(row.getObject("business_date", LocalDate.class)),
                Rows.someInstant(row, "due_at"),
                row.getString("state"),
                row.getString("verdict"),
                row.getString("excusal_category") != null),
        today.minusDays(1),
        today,
        team == null ? "" : team);
  }
}
