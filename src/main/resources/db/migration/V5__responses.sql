-- What people say of a freshness breach reaches as far as of a deadline.
alter table breach add column if not exists snoozed_until timestamp with time zone;
create index if not exists act_breach on act (breach_id, id);
create index if not exists transition_breach on transition (breach_id, id);

-- Of which rules it was told that the last allowed miss of a half-year was had.
create table if not exists allowance_used (
  rule_id varchar(100) not null,
  half_year date not null,
  told_at timestamp with time zone not null,
  primary key (rule_id, half_year)
);

-- Requests of other systems that were done: the same one, sent again, does nothing. Kept for a day.
create table if not exists act_request (
  request_key varchar(100) primary key,
  taken_at timestamp with time zone not null
);
create index if not exists act_request_taken on act_request (taken_at);
