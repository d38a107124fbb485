-- db-scheduler's table, as version 16 of it wants it, and what the engine itself has to remember.

create table if not exists scheduled_tasks (
  task_name varchar(100) not null,
  task_instance varchar(200) not null,
  task_data bytea,
  execution_time timestamp with time zone not null,
  picked boolean not null,
  picked_by varchar(200),
  last_success timestamp with time zone,
  last_failure timestamp with time zone,
  consecutive_failures integer,
  last_heartbeat timestamp with time zone,
  version bigint not null,
  priority smallint,
  primary key (task_name, task_instance)
);
create index if not exists scheduled_tasks_execution on scheduled_tasks (execution_time);
create index if not exists scheduled_tasks_heartbeat on scheduled_tasks (last_heartbeat);
create index if not exists scheduled_tasks_priority on scheduled_tasks (priority, execution_time);

-- How far deadlines are made ahead, by the kind of promise; after a downtime the next run goes on
-- from here, so that none is lost.
create table if not exists planned_until (
  promise varchar(20) primary key,
  until_at timestamp with time zone not null
);

-- Whether the newest reading of the rule files was taken or refused, as told; one row.
create table if not exists rule_reading (
  name_key varchar(20) primary key,
  refused_hash varchar(64),
  told_at timestamp with time zone not null
);
