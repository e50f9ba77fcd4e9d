"""What an administrator types: the first people, no shell outside training, and a room only when it is asked for."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from serving_house import Served

from rapport.instance.room import NoRoom, place

CODE = re.compile(r"(?:[A-Z0-9]{4}-){3}[A-Z0-9]{4}")
POURS = (
    "shell",
    "dbshell",
    "dumpdata",
    "loaddata x",
    "flush --noinput",
    "sqlflush",
    "inspectdb",
    "testserver",
    "runserver",
)
ALL_AT_ONCE = """
import io, json, sys
import django
django.setup()
from django.core.management import CommandError, call_command
said = {}
for words in json.loads(sys.argv[1]):
    name, *more = words.split()
    try:
        call_command(name, *more, stdout=io.StringIO())
        said[words] = "done"
    except CommandError as refusal:
        said[words] = str(refusal)
print(json.dumps(said))
"""


def django_commands(served: Served, *words: str) -> dict[str, str]:
    """What each command says inside the instance."""
    answer = subprocess.run(
        [sys.executable, "-c", ALL_AT_ONCE, json.dumps(words)],
        env=served.environment | {"DJANGO_SETTINGS_MODULE": "rapport.instance.settings"},
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, str] = json.loads(answer.stdout)
    return found


@pytest.fixture(scope="module")
def rehearsal(tmp_path_factory: pytest.TempPathFactory) -> Served:
    """A founded rehearsal: the rules of a live instance."""
    served = Served(tmp_path_factory.mktemp("rehearsal"))
    served.move_in("rehearsal")
    return served


def test_a_rehearsal_has_no_shell_and_no_way_to_pour_tables_out_or_in(rehearsal: Served) -> None:
    for words, said in django_commands(rehearsal, *POURS).items():
        assert "is refused here" in said, words


def test_a_command_typed_by_hand_is_refused_before_it_reads_anything(rehearsal: Served) -> None:
    answer = subprocess.run(
        [sys.executable, "-m", "django", "shell", "-c", "print('inside')"],
        env=rehearsal.environment | {"DJANGO_SETTINGS_MODULE": "rapport.instance.settings"},
        capture_output=True,
        text=True,
    )
    assert answer.returncode == 1
    assert "shell is refused here" in answer.stderr
    assert "inside" not in answer.stdout


def test_there_are_no_superusers_and_nobody_sets_another_s_passphrase(served: Served, rehearsal: Served) -> None:
    for instance in (served, rehearsal):
        for words, said in django_commands(instance, "createsuperuser", "changepassword").items():
            assert "does not exist here" in said, words


def test_in_training_they_do_what_they_do_everywhere(served: Served) -> None:
    assert django_commands(served, "dumpdata access.staff", "sqlflush") == {
        "dumpdata access.staff": "done",
        "sqlflush": "done",
    }


def test_a_database_that_does_not_say_what_it_is_counts_as_live(tmp_path: Path) -> None:
    assert "is refused here" in django_commands(Served(tmp_path), "dumpdata")["dumpdata"]


def test_the_first_people_come_from_the_console(rehearsal: Served) -> None:
    assert "rapport service open" in rehearsal.rapport("staff", "add", "A", "--number", "1", "--role", "officer").stderr
    assert rehearsal.rapport("service", "open", "Northern").returncode == 0
    assert rehearsal.rapport("service", "establishment", "Northfield").returncode == 0
    taken = rehearsal.rapport(
        "staff", "add", "Saule K.", "--number", "N-1", "--role", "administrator", "--establishment", "Northfield"
    )
    assert CODE.search(taken.stdout), taken.stderr
    assert re.search(r"N-1 +Saule K\. +one-time +administrator, Northfield", rehearsal.rapport("staff", "list").stdout)
    assert CODE.search(rehearsal.rapport("staff", "reset", "N-1").stdout)
    assert rehearsal.rapport("staff", "close", "N-1").returncode == 0
    assert "rapport staff add" in rehearsal.rapport("staff", "reset", "N-1").stderr
    assert "Traceback" not in rehearsal.rapport("staff", "reset", "N-404").stderr


@pytest.mark.parametrize("address", ["0.0.0.0", "192.0.2.7", "::"])  # noqa: S104  # what must be refused
def test_another_address_than_this_machine_s_is_refused_with_the_word_to_type(served: Served, address: str) -> None:
    answer = served.rapport("serve", "--address", address)
    assert answer.returncode == 1
    assert "rapport serve --room" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_a_room_is_one_network_and_the_pages_answer_to_its_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RAPPORT_HOSTS", "rapport.example")
    where = place("192.0.2.7", in_a_room=True)
    assert where.address == "192.0.2.7"
    told = "\n".join(where.told(8000))
    assert "http://192.0.2.7:8000/" in told
    assert "not encrypted" in told
    import os

    assert os.environ["RAPPORT_HOSTS"] == "rapport.example,192.0.2.7"
    for address in ("0.0.0.0", "::", "127.0.0.1"):  # noqa: S104
        with pytest.raises(NoRoom):
            place(address, in_a_room=True)
    with pytest.raises(NoRoom, match="no address"):
        place("the room next door", in_a_room=True)


def test_without_the_room_only_this_machine_is_served(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("RAPPORT_HOSTS", raising=False)
    for address in (None, "127.0.0.1", "::1"):
        where = place(address, in_a_room=False)
        assert where.address == (address or "127.0.0.1")
        assert where.told(8000)[0].startswith(
            f"Open  http://{'[::1]' if address == '::1' else '127.0.0.1'}:8000/  on this"
        )
