-- What reports look for beyond the roll-ups: the months of a period, and what was excused.
create index if not exists month_tally_month on month_tally (month_start, rule_id);
create index if not exists deadline_state_date on deadline (state, business_date);
create index if not exists deadline_excusal on deadline (excusal_at);
create index if not exists breach_from on breach (from_at);
create index if not exists freshness_gap_from on freshness_gap (from_at);
