"""Waits until so many scheduled runs are over. Usage: await.py DATABASE RUNS SECONDS"""

import sqlite3
import sys
import time

database, wanted, seconds = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
until = time.time() + seconds
begun = time.time()
while True:
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=60)
    over, made = connection.execute(
        "select count(case when state in ('success', 'failed') then 1 end), count(*) from dag_run"
        " where run_type = 'scheduled'"
    ).fetchone()
    connection.close()
    if over >= wanted:
        print(f"{over} runs over after {time.time() - begun:.0f} s", file=sys.stderr)
        break
    if time.time() > until:
        sys.exit(f"only {over} of {wanted} runs are over ({made} made); see target/interop-airflow/*.log")
    time.sleep(2)
