"""A stranger reads the README and types what stands there, in a clean clone of what was committed.

An ordinary run sees that each command is one and leads somewhere; a long run really types `make demo`, and opens the
page. `make test` is not typed: it is what runs this.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import time
import urllib.request
from pathlib import Path

import pytest

from served import NOT_INHERITED, free_port

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def commands() -> set[str]:
    """Every command that the README tells to type, in a block or in a line."""
    blocks = re.findall(r"^```\n(.*?)^```", README, re.DOTALL | re.MULTILINE)
    return {line.strip() for block in blocks for line in block.splitlines()} | set(re.findall(r"`(make \w+)`", README))


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What whoever clones has: nothing that was built, nothing that was not committed."""
    folder = tmp_path_factory.mktemp("clone") / "rapport"
    subprocess.run(["git", "clone", "--quiet", ROOT, folder], check=True)
    return folder


def test_the_two_commands_are_there() -> None:
    assert {"make demo", "make test"} <= commands()


@pytest.mark.parametrize("command", sorted(commands()))
def test_each_command_of_the_readme_leads_somewhere(clone: Path, command: str) -> None:
    assert shutil.which(command.split()[0])
    told = subprocess.run([*command.split(), "--dry-run"], cwd=clone, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stderr
    assert "venv" in told.stdout


def test_what_the_readme_shows_and_points_to_is_in_the_clone(clone: Path) -> None:
    for target in re.findall(r"\]\((?!http)([^)#]+)\)", README):
        assert (clone / target).exists(), target


@pytest.mark.torture
def test_make_demo_in_a_clean_clone_serves_a_page_with_ways_in_and_ctrl_c_ends_all_of_it(clone: Path) -> None:
    port = free_port()
    environment = {name: value for name, value in os.environ.items() if name not in {*NOT_INHERITED, "RAPPORT_HOME"}}
    log = clone.parent / "demo.log"
    begun = time.monotonic()
    with log.open("wb") as out:
        demo = subprocess.Popen(
            ["make", "demo"],
            cwd=clone,
            env=environment | {"PORT": str(port)},
            stdout=out,
            stderr=out,
            start_new_session=True,
        )
    try:
        while "/enter/" not in log.read_text():
            assert demo.poll() is None, log.read_text()
            assert time.monotonic() - begun < 900, log.read_text()
            time.sleep(0.5)
        assert f"http://127.0.0.1:{port}/" in log.read_text()
        [way, *_] = re.findall(rf"http://127\.0\.0\.1:{port}/enter/\S+", log.read_text())
        deadline = time.monotonic() + 60
        while True:
            try:
                with urllib.request.urlopen(way, timeout=20) as page:  # noqa: S310
                    assert page.status == 200
                break
            except OSError:
                assert time.monotonic() < deadline, log.read_text()
                time.sleep(0.5)
        os.killpg(demo.pid, signal.SIGINT)
        demo.wait(60)
    finally:
        if demo.poll() is None:
            os.killpg(demo.pid, signal.SIGKILL)
    with pytest.raises(OSError, match=r".*"):
        urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5)
    kept = subprocess.run(["git", "status", "--porcelain"], cwd=clone, capture_output=True, text=True, check=True)
    assert kept.stdout == "", "something that is made is not ignored"
