"""An upgrade as docs/operating.md says: a database with records in it that stands where an earlier release left it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from serving_house import Served

FIRST = ("0001_initial", "0002_guards", "0002_words")
"""The steps that every database has taken (docs/decisions/0104-one-set-of-migrations.md)."""

SEED = "from rapport.demo.services import seed_small; seed_small()"
BACK = f"""
from django.apps import apps
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
executor = MigrationExecutor(connection)
rooms = [one.label for one in apps.get_app_configs() if one.name.startswith("rapport.")]
first = {{room: max(step for of, step in executor.loader.disk_migrations if of == room and step in {FIRST})
         for room in rooms if any(of == room for of, _ in executor.loader.disk_migrations)}}
executor.migrate(sorted(first.items()))
"""
KEPT = """
import json, sys
from django.db import connection
with connection.cursor() as cursor:
    tables = {}
    for table in connection.introspection.table_names(cursor):
        if table.startswith(("search_words", "django_")):
            continue  # the index's own parts; sessions and the list of steps
        cursor.execute(f"SELECT * FROM {table}")
        names = [one[0] for one in cursor.description]
        rows = [[bytes(v) if isinstance(v, memoryview) else v for v in row] for row in cursor]
        tables[table] = [{name: repr(value) for name, value in zip(names, row)} for row in rows]
json.dump(tables, sys.stdout)
"""


def run(served: Served, program: str, **more: str) -> str:
    environment = served.environment | {"DJANGO_SETTINGS_MODULE": "rapport.instance.settings"} | more
    words = [sys.executable, "-c", f"import django; django.setup()\n{program}"]
    done = subprocess.run(words, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.torture
@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_an_older_database_is_not_served_and_after_the_upgrade_every_record_is_as_it_was(
    tmp_path: Path, engine: str, request: pytest.FixtureRequest
) -> None:
    served = Served(tmp_path, request.getfixturevalue("training_postgresql") if engine == "postgresql" else "")
    if engine == "sqlite":
        served.move_in()
    run(served, SEED)
    run(served, BACK)
    before = json.loads(run(served, KEPT))
    assert len(before["reporting_report"]) > 10
    assert len(before["intelligence_item"]) > 5
    for refused in (served.rapport("check"), served.rapport("serve")):
        assert refused.returncode == 1
        assert "is not up to date" in refused.stdout + refused.stderr
    upgraded = served.rapport("init", "--mode", "training")
    assert upgraded.returncode == 0, upgraded.stderr
    assert served.rapport("check").stdout == "All is in order.\n"
    after = json.loads(run(served, KEPT))
    del before["search_entry"]  # filled anew
    for table, rows in before.items():
        left = [{name: row[name] for name in rows[0]} for row in after[table]] if rows else after[table]
        assert sorted(map(str, left)) == sorted(map(str, rows)), table
    assert len(after["search_entry"]) > 15
    assert served.rapport("ledger", "export", str(tmp_path / "export")).returncode == 0
    verified = served.rapport("ledger", "verify", str(tmp_path / "export"))
    assert verified.returncode == 0, verified.stderr
    served.open()
    try:
        assert served.health() == 200
    finally:
        served.close()
