"""What the interop check watches: tasks that end when, and as, a file says so."""

import os
import time
from datetime import datetime
from pathlib import Path

from airflow.sdk import DAG, task

SIGNALS = Path(os.environ["PUNCTUAL_SIGNALS"])


def wait(name):
    """Waits for a file of this name; its content says how to end."""
    while True:
        signal = SIGNALS / name
        if signal.exists():
            said = signal.read_text().strip()
            signal.unlink()
            if said == "fail":
                raise RuntimeError("told to fail")
            if said == "skip":
                from airflow.sdk.exceptions import AirflowSkipException

                raise AirflowSkipException("told to skip")
            return
        time.sleep(0.3)


def daily(name, retries=0):
    return DAG(
        name,
        schedule="0 0 * * *",
        start_date=datetime(2026, 1, 1),
        catchup=False,
        default_args={"retries": retries, "retry_delay": 3600},
    )


for name in ("plain", "cleared", "marked", "skipping", "unscheduled_yet"):
    with daily(name) as dag:

        @task(task_id="write")
        def write(dag_id):
            wait(dag_id)

        write(name)
    globals()[name] = dag

with daily("retried", retries=1) as retried:

    @task(task_id="write", retries=1)
    def write_again():
        wait("retried")

    write_again()

with daily("downstream") as downstream:

    @task(task_id="read")
    def read():
        wait("downstream")

    @task(task_id="write")
    def write_after():
        wait("never")

    read() >> write_after()

with daily("mapped") as mapped:

    @task(task_id="write")
    def write_part(part):
        wait(f"mapped-{part}")

    write_part.expand(part=[0, 1, 2])

with daily("mapped_over_nothing") as mapped_over_nothing:

    @task(task_id="parts")
    def parts():
        return []

    @task(task_id="write")
    def write_none(part):
        wait("never")

    write_none.expand(part=parts())
