"""The plan of the house holds: what the import linter cannot see. Each check is shown to see a planted violation."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader

import house


def planted(name: str, room: str, **fields: models.Field) -> type[models.Model]:
    """A model that exists for one test only."""
    from django.apps.registry import Apps

    meta = type("Meta", (), {"app_label": room, "apps": Apps()})
    return type(name, (models.Model,), {"__module__": "tests", "Meta": meta, **fields})


def test_keys_between_rooms_point_down_and_protect() -> None:
    assert house.keys_that_point_up(house.our_models()) == []


def test_a_key_that_points_up_is_seen() -> None:
    above = planted("Above", "training")
    below = planted("Below", "access", upstairs=models.ForeignKey(above, on_delete=models.CASCADE))
    assert house.keys_that_point_up([below]) == [
        "access.Below.upstairs points up, to training",
        "access.Below.upstairs crosses rooms and is not PROTECT",
        "access.Below.upstairs crosses rooms and can be seen from training",
    ]


def test_migrations_wait_only_for_rooms_below() -> None:
    loaded = MigrationLoader(None).disk_migrations
    assert house.migrations_that_point_up((room, migration) for (room, _), migration in loaded.items()) == []


def test_a_migration_that_waits_for_a_room_above_is_seen() -> None:
    migration = migrations.Migration("0001_initial", "access")
    migration.dependencies = [("training", "0001_initial")]
    assert house.migrations_that_point_up([("access", migration)]) == ["access.0001_initial waits for training"]


@pytest.mark.parametrize("room", ["access", "benchmarks", "demo", "instance", "interface", "ledger", "register"])
def test_no_part_of_a_room_needs_what_needs_it(room: str) -> None:
    assert house.circles(room) == []


def test_a_circle_is_seen() -> None:
    tied = list(house._tied({"rules": {"viewers"}, "viewers": {"models"}, "models": {"rules"}, "pages": {"rules"}}))
    assert tied == [{"models", "rules", "viewers"}, {"pages"}]


def test_templates_use_only_rooms_below() -> None:
    assert house.templates_that_point_up(house.templates()) == []


def test_a_template_that_uses_a_room_above_is_seen() -> None:
    source = '{% extends "interface/page.html" %}{% include "training/walk.html" %}'
    assert house.templates_that_point_up([("reporting", source)]) == ["a template of reporting uses one of training"]


def test_models_are_a_rooms_own_business() -> None:
    assert house.strangers_among_models(house.python_files()) == []


def test_a_stranger_who_imports_a_model_is_seen() -> None:
    source = "from rapport.reporting.models import Report\nfrom rapport.ledger.models import Held"
    assert house.strangers_among_models([("training", "training/views.py", source)]) == [
        "training/training/views.py imports Report from the models of reporting"
    ]


def test_no_record_reads_the_walls_clock_by_itself() -> None:
    assert house.clocks_in_models(house.our_models()) == []
    assert house.clocks_in_models([planted("Clock", "access", at=models.DateTimeField(auto_now=True))]) != []


def test_no_field_for_religion_ethnicity_politics_health_or_a_score() -> None:
    assert house.fields_that_must_not_be(house.our_models()) == []
    assert house.fields_that_must_not_be([planted("Prisoner", "register", religion=models.TextField())]) != []


def test_no_file_is_too_long_to_read() -> None:
    lengths = {name: source.count("\n") for _, name, source in house.python_files() if "/migrations/" not in name}
    assert {name: lines for name, lines in lengths.items() if lines > house.LONGEST_FILE} == {}


def test_the_linter_sees_a_planted_import_that_points_up(tmp_path: Path) -> None:
    """The contracts themselves, on a copy of the house with one forbidden line in it."""
    import shutil

    shutil.copytree(house.SOURCE, tmp_path / "rapport", ignore=shutil.ignore_patterns("static", "locale", "templates"))
    shutil.copy(house.ROOT / "pyproject.toml", tmp_path)
    with (tmp_path / "rapport" / "language" / "__init__.py").open("a") as file:
        file.write("\nimport random\nfrom rapport.access import viewers\n")
    linter = Path(sys.executable).parent / "lint-imports"
    answer = subprocess.run(
        [linter, "--no-cache"], cwd=tmp_path, env={"PYTHONPATH": str(tmp_path)}, capture_output=True, text=True
    )
    assert answer.returncode != 0
    assert "rapport.language -> rapport.access.viewers" in answer.stdout
    assert "rapport.language -> random" in answer.stdout


def test_no_room_restyles_anothers_pages() -> None:
    assert house.names_of_two_looks(house.sheets()) == []


def test_a_style_defined_twice_is_seen() -> None:
    found = house.names_of_two_looks(
        [("interface", ".rap-who {\n}"), ("intelligence", ".rap-who__person,\n.rap-x {\n}")]
    )
    assert found == ["rap-who is defined by intelligence and interface"]
