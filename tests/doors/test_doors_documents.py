"""What the documents promise is proved: every test they name exists, and live stays locked while anything lacks."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from rapport.instance.command import rapport

HOUSE = Path(__file__).resolve().parents[2]
NAMED = re.compile(r"(tests/[\w/]+\.py)::(test_\w+)")


def refusals() -> dict[str, list[tuple[str, str]]]:
    """Each line of the page with the tests named beneath it."""
    lines: dict[str, list[tuple[str, str]]] = {}
    line = ""
    for text in (HOUSE / "docs" / "refusals.md").read_text(encoding="utf-8").splitlines():
        if text.startswith("- "):
            line = text[2:]
            lines[line] = []
        elif text.startswith("  - "):
            lines[line] += NAMED.findall(text)
    return lines


def safeguards() -> list[dict[str, Any]]:
    """The safeguards as `safeguards.toml` has them."""
    found: list[dict[str, Any]] = tomllib.loads((HOUSE / "safeguards.toml").read_text(encoding="utf-8"))["safeguard"]
    return found


def lost(named: list[tuple[str, str]]) -> list[str]:
    """Of these tests, those that do not exist."""
    return [
        f"{path}::{name}"
        for path, name in named
        if not (HOUSE / path).is_file()
        or not re.search(rf"^(async )?def {name}\(", (HOUSE / path).read_text(encoding="utf-8"), re.MULTILINE)
    ]


def test_every_refusal_names_tests_that_exist() -> None:
    lines = refusals()
    assert len(lines) > 30
    assert [line for line, tests in lines.items() if not tests] == []
    assert lost([one for tests in lines.values() for one in tests]) == []


def test_a_refusal_with_a_made_up_test_is_seen() -> None:
    here = "tests/doors/test_doors_documents.py"
    assert lost(
        [(here, "test_nothing"), ("tests/nowhere.py", "test_it"), (here, "test_every_refusal_names_tests_that_exist")]
    ) == [
        f"{here}::test_nothing",
        "tests/nowhere.py::test_it",
    ]


def test_every_safeguard_says_what_proves_it_or_what_it_lacks() -> None:
    found = safeguards()
    assert [one["number"] for one in found] == list(range(1, 17))
    for one in found:
        assert one["proved_by"] or one["missing"], one["name"]
        assert lost(NAMED.findall(" ".join(one["proved_by"]))) == []
        assert len(NAMED.findall(" ".join(one["proved_by"]))) == len(one["proved_by"])


def test_a_live_instance_is_refused_while_a_safeguard_lacks_anything(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert [one["number"] for one in safeguards() if one["missing"]], "nothing lacks: let founding read safeguards.toml"
    monkeypatch.setenv("RAPPORT_HOME", str(tmp_path))
    answer = CliRunner().invoke(rapport, ["init", "--mode", "live"])
    assert answer.exit_code != 0
    assert "safeguards.toml" in answer.output
    assert list(tmp_path.iterdir()) == []
