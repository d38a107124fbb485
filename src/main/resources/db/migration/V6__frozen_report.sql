-- Reports of closed periods as they were frozen: written once, never changed. summary is what the
-- reports of later periods compare with; last_act is the newest act that is inside.
create table if not exists frozen_report (
  period varchar(20) primary key,
  half_year varchar(20) not null,
  frozen_at timestamp with time zone not null,
  frozen_by varchar(200),
  document text not null,
  csv text not null,
  summary text not null,
  last_act bigint not null
);
