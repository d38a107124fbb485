-- Deadlines judged after the fact from what their source still knew; both null for those judged live.
-- basis: what the times rest on, such as task_end or row_time.
alter table deadline add column if not exists backfilled_at timestamp with time zone;
alter table deadline add column if not exists backfill_basis varchar(40);
create index if not exists deadline_backfilled on deadline (backfilled_at);
