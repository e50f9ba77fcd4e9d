"""An inspector on another machine: no database, no key of the server, only the files that were carried there."""

import json
import shutil
import subprocess
from pathlib import Path

from serving_house import RAPPORT, Served


def elsewhere(folder: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    """A command on a machine that has the program and nothing of the instance."""
    nowhere = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "RAPPORT_HOME": "/proc/nowhere", "HOME": "/proc/nowhere"}
    nowhere["RAPPORT_DATABASE_URL"] = "postgresql://nobody@127.0.0.1:1/nothing"
    return subprocess.run(
        [RAPPORT, "ledger", *words], env=nowhere, cwd=folder, capture_output=True, text=True, timeout=60
    )


def test_a_ledger_is_verified_witnessed_and_proved_from_files_alone_and_the_entry_that_does_not_fit_is_named(
    tmp_path: Path,
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    served = Served(home)
    served.move_in()
    assert served.rapport("ledger", "export", str(tmp_path / "none")).stderr == "Error: the ledger holds no entry yet\n"
    seed = "import django; django.setup()\nfrom rapport.demo.services import seed_small; seed_small()"
    environment = served.environment | {"DJANGO_SETTINGS_MODULE": "rapport.instance.settings"}
    subprocess.run([RAPPORT.parent / "python", "-c", seed], env=environment, check=True, capture_output=True)
    machine = tmp_path / "elsewhere"
    machine.mkdir()
    export = machine / "export"
    assert served.rapport("ledger", "export", str(export)).returncode == 0
    shutil.rmtree(home)

    assert "fit their checkpoint; 0 of them were witnessed" in elsewhere(machine, "verify", "export").stdout
    shutil.copytree(export, machine / "carried")  # cosigned by a key that two people have not pinned yet
    cosigned = elsewhere(machine, "witness", "carried", "--stick", "stick")
    assert (cosigned.returncode, cosigned.stderr) == (0, "")
    assert "rapport-witness" in cosigned.stdout
    entries = (export / "entries.jsonl").read_text().splitlines()
    about = json.loads(entries[3])["records"][0][1]
    proved = elsewhere(machine, "prove", "export", about)
    assert proved.returncode == 0, proved.stderr
    assert entries[3] in proved.stdout
    assert f"of {len(entries)}" in proved.stdout

    entries[3] = entries[3].replace('"reason":"', '"reason":"not ')
    (export / "entries.jsonl").write_text("".join(f"{one}\n" for one in entries))
    for words in (["verify", "export"], ["prove", "export", about], ["witness", "export", "--stick", "stick"]):
        refused = elsewhere(machine, *words)
        assert refused.returncode == 1, words
        assert "entry 3 is not the one that was" in refused.stderr, words
