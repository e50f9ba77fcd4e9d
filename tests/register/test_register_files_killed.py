"""A file that is being taken over when the power fails: what was half done never was, and the rest is done once."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from served import founded_home

HERE = Path(__file__).parent
ROWS = 400


@pytest.mark.torture
def test_a_file_goes_on_after_a_kill_in_the_middle_of_a_slice_and_nobody_is_admitted_twice(tmp_path: Path) -> None:
    path = os.pathsep.join([str(HERE), *(entry for entry in sys.path if entry)])
    env = {**os.environ, "RAPPORT_HOME": str(tmp_path), "PYTHONPATH": path}
    env |= {"SLICE_SECONDS": "0.5", "RAPPORT_JOB_STALE_SECONDS": "2"}
    for name in ("RAPPORT_DATABASE_URL", "DJANGO_SETTINGS_MODULE"):
        env.pop(name, None)

    def run(*command: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen([sys.executable, *command], env=env)

    def told(sql: str) -> Any:
        with sqlite3.connect(f"file:{tmp_path}/rapport.sqlite3?mode=ro", uri=True, timeout=30) as connection:
            return connection.execute(sql).fetchall()

    def wait_for(sql: str, wanted: int) -> None:
        end = time.monotonic() + 240
        while told(sql)[0][0] < wanted:
            assert time.monotonic() < end, told("SELECT state, code, done, attempt FROM access_job")
            time.sleep(0.05)

    process = str(HERE / "register_import_process.py")
    shutil.copytree(founded_home("training"), tmp_path, dirs_exist_ok=True)
    assert run(process, "bring", str(ROWS)).wait(120) == 0
    done = "SELECT done FROM access_job"
    for already in (80, 200):
        worker = run(process, "work")
        try:
            wait_for(done, already)
            time.sleep(0.25)  # into the next slice, whose people are in and whose cells are not
        finally:
            worker.kill()
        assert worker.wait(20) == -signal.SIGKILL
        people, placed, at = (
            told(f"SELECT count(*) FROM {table}")[0][0]  # noqa: S608
            for table in ("register_person", "register_placement", "register_personkey WHERE key = 'petrov1'")
        )
        assert people == placed == told(done)[0][0] < ROWS, "half a slice was kept"
        assert at <= 1
        assert told("SELECT made FROM register_import")[0][0] == people
    last = run(process, "work")
    try:
        wait_for("SELECT count(*) FROM access_job WHERE state = 'done'", 1)
    finally:
        last.kill()
        last.wait(20)
    assert told("SELECT count(DISTINCT number), count(*) FROM register_person") == [(ROWS, ROWS)]
    assert told("SELECT count(DISTINCT person_id), count(*) FROM register_placement") == [(ROWS, ROWS)]
    assert told("SELECT state, made, length(rows) FROM register_import") == [("done", ROWS, 0)]
    assert told("SELECT attempt FROM access_job")[0][0] == 3
