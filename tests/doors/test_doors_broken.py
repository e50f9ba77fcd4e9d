"""Each refusal of `docs/refusals.md` is broken, one after the other, in a copy of the house: its tests have to fail.

`breaks.yaml` says which text of which file is replaced by what, and which tests must see it. A test that does not is a
defect, whatever it asserts. An ordinary run looks whether every refusal has a break and every break still finds its
text; a long run breaks them all, some six seconds each.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from test_doors_documents import HOUSE, refusals

from served import CLUSTER

BREAKS = Path(__file__).with_name("breaks.yaml")
NOT_COPIED = {"node_modules", "screenshots", "var", "build", "dist"}
FOUNDS = ("/migrations/", "access/resting.py", "ledger/guards.py", "instance/founding.py", "instance/walls.py")
"""What decides how an instance is founded: after such a break one is founded anew."""

OWN = {"PYTEST_ADDOPTS", "PYTEST_CURRENT_TEST", "PYTHONDONTWRITEBYTECODE", "RAPPORT_HOME", CLUSTER}
"""What belongs to this run, and not to the one that it starts."""


@dataclass(frozen=True)
class Break:
    """A text of a file of `src` that is replaced, once, and the tests that must see it, on this database.

    `long` is seen only by a test that a long run plays; it is then played in one language.
    """

    file: str
    was: str
    becomes: str
    seen_by: tuple[str, ...]
    database: str = "sqlite"
    long: bool = False

    @property
    def title(self) -> str:
        """How it is called in a run."""
        return f"{self.file.removeprefix('rapport/')}-{self.seen_by[0].partition('::test_')[2]}"

    @property
    def founds(self) -> bool:
        """Whether an instance is founded otherwise by it."""
        return any(one in self.file for one in FOUNDS)


def breaks() -> list[Break]:
    """All that are written down."""
    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # every worker of every run reads it
    written: list[dict[str, Any]] = yaml.load(BREAKS.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506 - safe
    return [Break(**{**one, "seen_by": tuple(one["seen_by"])}) for one in written]


class Copy:
    """A copy of the house, in which one thing at a time is broken."""

    def __init__(self, root: Path) -> None:
        self.root, self.home = root / "house", root / "home"
        self.root.mkdir()
        self.home.mkdir()
        for one in HOUSE.iterdir():
            if one.is_dir() and one.name not in NOT_COPIED and not one.name.startswith("."):
                shutil.copytree(one, self.root / one.name)
            elif one.is_file():
                shutil.copy2(one, self.root / one.name)
        (self.root / "node_modules").symlink_to(HOUSE / "node_modules")

    def failed(self, tests: tuple[str, ...], *words: str, home: Path) -> tuple[set[str], str]:
        """Which of these tests fail here, asked with these words, and what pytest said."""
        environment = {name: value for name, value in os.environ.items() if name not in OWN}
        environment |= {"PYTHONPATH": str(self.root / "src"), "RAPPORT_HOME": str(home)}
        ran = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "--tb=short", "-rf", "-p", "no:cacheprovider", *words, *tests],
            cwd=self.root,
            env=environment,
            capture_output=True,
            text=True,
            timeout=1800,
        )
        return set(re.findall(r"^FAILED ([\w/.]+::\w+)", ran.stdout, re.MULTILINE)), ran.stdout[-2000:] + ran.stderr

    def failed_after(self, broken: Break, home: Path) -> tuple[set[str], str]:
        """The same, with this broken; afterwards it is whole again."""
        file = self.root / "src" / broken.file
        whole = file.read_text(encoding="utf-8")
        file.write_text(whole.replace(broken.was, broken.becomes), encoding="utf-8")
        try:
            words = ("--language", "en") if broken.long else ("-m", "not torture")
            home = home if broken.founds else self.home
            return self.failed(broken.seen_by, *words, "--database", broken.database, home=home)
        finally:
            file.write_text(whole, encoding="utf-8")


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    return Copy(tmp_path_factory.mktemp("broken"))


def test_every_refusal_has_a_break_and_every_break_finds_its_text_once() -> None:
    written = breaks()
    seen = {test for one in written for test in one.seen_by}
    named = {line: {f"{path}::{name}" for path, name in tests} for line, tests in refusals().items()}
    assert [line for line, tests in named.items() if not tests & seen] == []
    assert seen - set().union(*named.values()) == set(), "a break is seen by a test that a refusal names"
    texts = {one.file: (HOUSE / "src" / one.file).read_text(encoding="utf-8") for one in written}
    assert [one for one in written if texts[one.file].count(one.was) != 1 or one.was == one.becomes] == []


@pytest.mark.torture
def test_nothing_fails_in_the_copy_while_nothing_is_broken(copy: Copy) -> None:
    every = {test for one in breaks() if one.database == "sqlite" and not one.long for test in one.seen_by}
    failed, said = copy.failed(tuple(sorted(every)), "-m", "not torture", "--database", "sqlite", home=copy.home)
    assert not failed, said
    assert " passed" in said, said


@pytest.mark.torture
@pytest.mark.parametrize("broken", breaks(), ids=lambda one: one.title)
def test_what_breaks_a_refusal_is_seen_by_its_tests(copy: Copy, broken: Break, tmp_path: Path) -> None:
    failed, said = copy.failed_after(broken, tmp_path)
    assert set(broken.seen_by) <= failed, said
