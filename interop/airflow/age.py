"""Moves what Airflow has just run back to the days it was run for, and writes down the truth.

Airflow's clock cannot be turned back: ninety days are run in minutes by its own scheduler, and then the
times of each run, and of what the event log has of it, are moved to its date in Airflow's database.
Durations stay; microseconds stay.
By the number of a day, modulo ten: 7 ends at half past eleven, 8 two days later, 9 has no run.
The first five days are deleted, as `airflow db clean` would.
Usage: age.py DATABASE FIRST_DAY TRUTH.csv
"""

import csv
import sqlite3
import sys
from datetime import datetime, timedelta

database, first, truth = sys.argv[1:]
FIRST = datetime.fromisoformat(first)
LATE = {7: timedelta(hours=9, minutes=30), 8: timedelta(days=2)}


def instant(text):
    return datetime.fromisoformat(text).replace(tzinfo=None)


connection = sqlite3.connect(database, timeout=60)
connection.row_factory = sqlite3.Row
rows = []
for run in connection.execute("select * from dag_run where run_type = 'scheduled'").fetchall():
    due = instant(run["run_after"])
    day = (due - FIRST).days
    key = (run["dag_id"], run["run_id"])
    if day < 5 or day % 10 == 9:
        for table in ("task_instance", "task_instance_history", "dag_run"):
            connection.execute(f"delete from {table} where dag_id = ? and run_id = ?", key)
        continue
    back = instant(run["start_date"]) - due - timedelta(seconds=5)
    late = LATE.get(day % 10, timedelta(0))
    moved = {}
    for table in ("task_instance_history", "task_instance", "dag_run"):
        for row in connection.execute(
            f"select rowid as place, * from {table} where dag_id = ? and run_id = ?", key
        ).fetchall():
            start, end = ((instant(row[c]) - back if row[c] else None) for c in ("start_date", "end_date"))
            if end:
                end += late
            connection.execute(
                f"update {table} set start_date = ?, end_date = ? where rowid = ?",
                (start and start.isoformat(" ", "microseconds"), end and end.isoformat(" ", "microseconds"), row["place"]),
            )
            name = row["task_id"] if table == "task_instance" else "" if table == "dag_run" else None
            if name is not None:
                moved[name] = (row["state"], end)
    for row in connection.execute(
        "select id, dttm, event from log where dag_id = ? and run_id = ? and owner = 'airflow'", key
    ).fetchall():
        at = instant(row["dttm"]) - back + (late if row["event"] == "success" else timedelta(0))
        connection.execute("update log set dttm = ? where id = ?", (at.isoformat(" ", "microseconds"), row["id"]))
    connection.execute("update dag_run set queued_at = ? where dag_id = ? and run_id = ?", (str(due), *key))
    for name, (state, end) in moved.items():
        rows.append((run["dag_id"], name, due.date(), state, end and end.isoformat(timespec="microseconds") + "Z"))
connection.commit()
with open(truth, "w", newline="") as file:
    csv.writer(file).writerows(sorted(rows, key=lambda row: tuple(map(str, row))))
print(f"{len(rows)} ends moved back to their days")
