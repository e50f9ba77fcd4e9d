"""No command and no module carries off what is written about people (safeguard 12). The doors: test_doors_matrix.py."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click
from django.core.management import get_commands
from django.http import HttpResponse, JsonResponse, StreamingHttpResponse
from doors_leaving import CARRIES_OFF, COMMANDS, HARMLESS, KNOWN, RECORDS, REFUSED, SCRIPTED, carriers, leaves

import rapport
from rapport.instance.command import rapport as command

SOURCE = Path(rapport.__file__).parent


def commands(group: click.Group, *before: str) -> Iterator[str]:
    for name, one in group.commands.items():
        if isinstance(one, click.Group):
            yield from commands(one, *before, name)
        else:
            yield " ".join((*before, name))


def test_no_command_writes_what_a_record_says_into_a_file() -> None:
    """A command that is not in the list fails: say there what leaves by it. `test_instance_console.py` types them."""
    assert set(commands(command)) == COMMANDS.keys()
    known = get_commands()
    assert known.keys() == REFUSED | HARMLESS
    assert {name for name, room in known.items() if room == "rapport.access"} == REFUSED


def test_no_room_that_keeps_records_can_write_a_list_into_a_file() -> None:
    used = {
        module.relative_to(SOURCE).as_posix(): found
        for room in RECORDS
        for module in (SOURCE / room).rglob("*.py")
        if (found := carriers(module.read_text()))
    }
    assert used.keys() == KNOWN.keys()
    assert "writer" not in (SOURCE / "register/sheets.py").read_text()
    scripts = [one for one in SOURCE.rglob("static/**/*.js") if "built" not in one.parts]
    assert len(scripts) > 4
    assert [one.name for one in scripts if SCRIPTED.search(one.read_text())] == []


def test_what_would_be_an_export_is_seen() -> None:
    for planted in (
        HttpResponse("name,cell", content_type="text/csv"),
        HttpResponse("<table>", headers={"Content-Disposition": "attachment"}),
        StreamingHttpResponse(["name"]),
        JsonResponse({"people": []}),
    ):
        assert leaves(planted)
    assert not leaves(HttpResponse("<p>A page.</p>"))
    assert carriers("import csv\nfrom django.http import FileResponse") == {"csv", "FileResponse"}
    assert CARRIES_OFF.search('<a class="x" href="/people" download>')
    assert SCRIPTED.search("navigator.clipboard.writeText(list)")
