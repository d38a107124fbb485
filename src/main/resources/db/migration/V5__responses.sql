-- What people say of a freshness breach reaches as far as of a deadline.
alter table breach add column if not exists snoozed_until timestamp with time zone;
create index if not exists act_breach on act (breach_id, id);
create index if not exists transition_breach on transition (breach_id, id);
