"""Each refusal of `docs/refusals.md` is broken, one after the other, in a copy of the house: its tests have to fail.

`breaks.yaml` says which text of which file is replaced by what, and which tests must see it. A test that does not is a
defect, whatever it asserts. An ordinary run looks whether every test that a refusal names is shown by a break to fail,
and every break still finds its text; a long run breaks them all, some six seconds each.

What breaks may leave something running that the house would have ended: each run bears a mark in its environment, which
all that it starts inherits, and whatever still bears it afterwards is ended.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, NamedTuple
from uuid import uuid4

import pytest
import yaml
from test_doors_documents import HOUSE, refusals

from served import CLUSTER

BREAKS = Path(__file__).with_name("breaks.yaml")
NOT_COPIED = {"node_modules", "screenshots", "var", "build", "dist"}
FOUNDS = ("/migrations/", "access/resting.py", "ledger/guards.py", "instance/founding.py", "instance/walls.py")
"""What decides how an instance is founded: after such a break one is founded anew."""

MARK = "RAPPORT_BROKEN_RUN"
"""Names the run to which a process belongs."""

OWN = {"PYTEST_ADDOPTS", "PYTEST_CURRENT_TEST", "PYTHONDONTWRITEBYTECODE", "RAPPORT_HOME", CLUSTER}
"""What belongs to this run, and not to the one that it starts."""


class Text(NamedTuple):
    """A text of a file of `src`, and what takes its place."""

    file: str
    was: str
    becomes: str


@dataclass(frozen=True)
class Break:
    """A text of a file of `src` that is replaced, once, and the tests that must see it, on this database.

    `long` is seen only by a test that a long run plays; it is then played in one language. `also` are the guards that
    stand behind this one and would hold alone: broken with it.
    """

    file: str
    was: str
    becomes: str
    seen_by: tuple[str, ...]
    database: str = "sqlite"
    long: bool = False
    also: tuple[Text, ...] = ()

    @property
    def texts(self) -> tuple[Text, ...]:
        """All that is replaced."""
        return Text(self.file, self.was, self.becomes), *self.also

    @property
    def title(self) -> str:
        """How it is called in a run."""
        return f"{self.file.removeprefix('rapport/')}-{self.seen_by[0].partition('::test_')[2]}"

    @property
    def founds(self) -> bool:
        """Whether an instance is founded otherwise by it."""
        return any(one in each.file for one in FOUNDS for each in self.texts)


def breaks() -> list[Break]:
    """All that are written down."""
    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # every worker of every run reads it
    written: list[dict[str, Any]] = yaml.load(BREAKS.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506 - safe
    return [read(one) for one in written]


def read(one: dict[str, Any]) -> Break:
    """A break as it is written down."""
    also = tuple(Text(**each) for each in one.get("also", ()))
    return Break(**{**one, "seen_by": tuple(one["seen_by"]), "also": also})


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
        asked = [sys.executable, "-m", "pytest", "-q", "--tb=short", "-rf", "-p", "no:cacheprovider", *words, *tests]
        said = said_by(asked, cwd=self.root, environment=environment)
        return set(re.findall(r"^FAILED ([\w/.]+::\w+)", said, re.MULTILINE)), said[-2000:]

    def failed_after(self, broken: Break, home: Path) -> tuple[set[str], str]:
        """The same, with this broken; afterwards it is whole again."""
        files = {self.root / "src" / one.file for one in broken.texts}
        whole = {file: file.read_text(encoding="utf-8") for file in files}
        for one in broken.texts:
            file = self.root / "src" / one.file
            file.write_text(file.read_text(encoding="utf-8").replace(one.was, one.becomes), encoding="utf-8")
        try:
            words = ("--language", "en") if broken.long else ("-m", "not torture")
            home = home if broken.founds else self.home
            return self.failed(broken.seen_by, *words, "--database", broken.database, home=home)
        finally:
            for file, text in whole.items():
                file.write_text(text, encoding="utf-8")


def said_by(command: list[str], *, cwd: Path, environment: dict[str, str]) -> str:
    """What a program said, when it has ended and nothing that it started is left."""
    mark = uuid4().hex
    try:
        with TemporaryFile("w+", encoding="utf-8") as said:  # a pipe would wait for whoever still holds its other end
            subprocess.run(
                command, cwd=cwd, env={**environment, MARK: mark}, stdout=said, stderr=said, timeout=1800, check=False
            )
            said.seek(0)
            return said.read()
    finally:
        while left := started_by(mark):
            for process in left:
                with suppress(ProcessLookupError):
                    os.kill(process, signal.SIGKILL)
            time.sleep(0.02)


def started_by(mark: str) -> list[int]:
    """What runs and was started by the run of this mark, by whatever way."""
    found = []
    for one in Path("/proc").glob("[0-9]*/environ"):
        with suppress(OSError):
            if f"{MARK}={mark}".encode() in one.read_bytes().split(b"\0"):
                found.append(int(one.parent.name))
    return found


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    return Copy(tmp_path_factory.mktemp("broken"))


def test_every_test_that_a_refusal_names_is_seen_to_fail_and_every_break_finds_its_text_once() -> None:
    written = breaks()
    seen = {test for one in written for test in one.seen_by}
    named = {f"{path}::{name}" for tests in refusals().values() for path, name in tests}
    assert sorted(named - seen) == [], "named by a refusal, and shown by no break to fail"
    assert sorted(seen - named) == [], "a break is seen by a test that a refusal names"
    replaced = [one for each in written for one in each.texts]
    texts = {one.file: (HOUSE / "src" / one.file).read_text(encoding="utf-8") for one in replaced}
    assert [one for one in replaced if texts[one.file].count(one.was) != 1 or one.was == one.becomes] == []


def test_what_a_broken_run_started_is_ended_with_it_however_it_hid(tmp_path: Path) -> None:
    """One that stays, in a session of its own, and holds on to what the run wrote to; like a server without its end."""
    stays = "import time; time.sleep(600)"
    starts = (
        "import os, subprocess, sys\n"
        f"left = subprocess.Popen([sys.executable, '-c', {stays!r}], start_new_session=True)\n"
        f"print(left.pid, os.environ['{MARK}'])"
    )
    said = said_by([sys.executable, "-c", starts], cwd=tmp_path, environment=dict(os.environ))
    left, mark = said.split()
    assert started_by(mark) == []
    assert not Path("/proc", left).exists() or b"sleep" not in Path("/proc", left, "cmdline").read_bytes()


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
