"""The archive that trainers carry: all that is needed, nothing that must not travel, no network."""

import os
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACK = ROOT / "bundling" / "pack.sh"
MUST_NOT_TRAVEL = re.compile(
    r"(^|/)(var|keys|node_modules|\.git|\.env|\.venv[^/]*|screenshots|\.hypothesis)(/|$)"
    r"|\.(sqlite3?(-wal|-shm)?|key|pem|log|dump|pyc)$"
)
ALONE = """
import os, signal, subprocess, sys, time, urllib.request
subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
server = subprocess.Popen(["./start"])
until, look = time.monotonic() + 900, "/static/interface/built/rapport.css"
try:
    while True:
        try:
            with urllib.request.urlopen("http://127.0.0.1:8000/healthz", timeout=5) as answer:
                assert answer.read() == b"ok\\n"
            with urllib.request.urlopen("http://127.0.0.1:8000" + look, timeout=5) as answer:
                assert len(answer.read()) > 50_000
            break
        except OSError:
            assert server.poll() is None and time.monotonic() < until
            time.sleep(0.2)
finally:
    server.send_signal(signal.SIGTERM)
sys.exit(server.wait(60))
"""


def pack(*words: str) -> None:
    subprocess.run(["bash", PACK, *words], check=True, env=os.environ | {"PYTHON": sys.executable}, cwd=ROOT)


def tracked(*folders: str) -> set[str]:
    """What git knows of these folders."""
    answer = subprocess.run(["git", "ls-files", *folders], cwd=ROOT, capture_output=True, text=True, check=True)
    return {name for name in answer.stdout.splitlines() if (ROOT / name).exists()}


def test_the_projects_own_part_is_whole_and_carries_nothing_that_must_stay(tmp_path: Path) -> None:
    pack("--wheel", str(tmp_path))
    [wheel] = tmp_path.glob("rapport-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    needed = {name.removeprefix("src/") for name in tracked("src") if not name.endswith((".scss", ".po", ".md"))}
    assert sorted(needed - names) == []
    assert "rapport/interface/static/interface/built/rapport.css" in names
    assert any(name.endswith(".mo") for name in names)
    assert [name for name in names if MUST_NOT_TRAVEL.search(name) or name.startswith("tests/")] == []


@pytest.mark.parametrize(
    "name", ["var/keys/signing.key", "r/source/var/rapport.sqlite3-wal", ".venv-3/bin/python", "a.pem"]
)
def test_what_must_stay_is_known_by_its_name(name: str) -> None:
    assert MUST_NOT_TRAVEL.search(name)


@pytest.mark.torture
def test_the_archive_installs_and_starts_without_a_network(tmp_path: Path) -> None:
    pack()
    [archive] = (ROOT / "dist").glob("rapport-*.tar.gz")
    with tarfile.open(archive) as packed:
        names = packed.getnames()
        packed.extractall(tmp_path, filter="data")
    assert [name for name in names if MUST_NOT_TRAVEL.search(name)] == []
    [folder] = [one for one in tmp_path.iterdir() if one.is_dir()]
    programs = tmp_path / "bin"
    programs.mkdir()
    (programs / "python3").symlink_to(sys._base_executable)  # type: ignore[attr-defined]  # without our packages
    unshare = [shutil.which("unshare") or "unshare", "--net"]
    if os.geteuid() != 0:
        unshare.append("--map-root-user")
    environment = {"PATH": f"{programs}:/usr/bin:/bin:/usr/sbin:/sbin", "HOME": str(tmp_path), "LANG": "C.UTF-8"}
    answer = subprocess.run(
        [*unshare, programs / "python3", "-c", ALONE],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=1_000,
    )
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert "Traceback" not in answer.stderr
