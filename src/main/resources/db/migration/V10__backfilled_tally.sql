-- Of the deadlines counted in a rule's month those that were filled in afterwards.
alter table month_tally add column if not exists backfilled integer not null default 0;
update month_tally t set backfilled = (
  select count(*) from deadline d
  where d.rule_id = t.rule_id and d.business_date >= t.month_start
    and d.business_date < t.month_start + interval '1' month
    and d.backfilled_at is not null and d.verdict is not null and d.trial = false)
where t.rule_id in (select rule_id from deadline where backfilled_at is not null);
-- still_open counts all without a verdict, the excused ones too.
update month_tally t set still_open = (
  select count(*) from deadline d
  where d.rule_id = t.rule_id and d.business_date >= t.month_start
    and d.business_date < t.month_start + interval '1' month
    and d.verdict is null and d.trial = false)
where t.rule_id in (
  select rule_id from deadline where verdict is null and excusal_category is not null);
