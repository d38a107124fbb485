"""Past days for the backfill check: quick tasks that end as the number of their day says."""

import os
from datetime import datetime, timedelta, timezone

from airflow.providers.standard.operators.empty import EmptyOperator
from airflow.sdk import DAG, task
from airflow.sdk.exceptions import AirflowFailException, AirflowSkipException

FIRST = datetime.fromisoformat(os.environ.get("PUNCTUAL_HISTORY_FROM", "2026-01-01")).replace(tzinfo=timezone.utc)
DAYS = int(os.environ.get("PUNCTUAL_HISTORY_DAYS", "90"))


def daily(name, first):
    return DAG(
        name,
        schedule="0 2 * * *",
        start_date=FIRST + timedelta(days=first),
        end_date=FIRST + timedelta(days=DAYS - 1, hours=2),
        catchup=True,
        max_active_runs=6,
        default_args={"retries": 1, "retry_delay": timedelta(seconds=0)},
    )


with daily("export", 0) as export:

    @task(task_id="write")
    def write(logical_date=None, ti=None):
        kind = (logical_date - FIRST).days % 10
        if kind == 1:
            raise AirflowFailException("told to fail")
        if kind == 3 and ti.try_number == 1:
            raise RuntimeError("told to fail once")
        if kind == 5:
            raise AirflowSkipException("told to skip")

    write()

with daily("load", 0) as load:
    EmptyOperator(task_id="read") >> EmptyOperator(task_id="write")

with daily("young", 60) as young:
    EmptyOperator(task_id="write")
