"""What would be an export, and what may leave the house although it is a file (safeguard 12).

An export starts from one released product, and there is none yet: so no door hands out a list, a search, a queue, a
board or people, however it is asked; no command writes what a record says into a file.
"""

from __future__ import annotations

import ast
import re

from django.http import HttpResponse

PAGES = {"text/html", "text/plain"}

FILES = {
    "reporting:file": "a photograph or document of one report, for whoever reads that report; each time an entry",
    "training:recipe": "an exercise that is over, to be played again: nobody in it exists",
    "training:ping": "how many seconds a scene has left: a number",
}
"""Doors that answer something else than a page, and what it is."""

ASKED_AS = "format=csv&export=1&download=1&all=1&as=xlsx&print=list"
"""How somebody would ask a page for a file."""

TAKES = "text/csv, application/vnd.ms-excel, application/pdf, application/json;q=0.9"

CARRIES_OFF = re.compile(
    r"<a\b[^>]*\sdownload\b|(?:href|src|action)=\"(?:data|blob):(?!image/)|\bdata-copy", re.IGNORECASE
)
"""What a page would have to hand out a list of itself."""

SCRIPTED = re.compile(r"clipboard|createObjectURL|\bnew Blob\b|\.download\b|execCommand|showSaveFilePicker")

COMMANDS = {
    **dict.fromkeys(
        ("approvals export", "approvals roster", "approvals verify"),
        "who signed what, by reference: nothing of a record",
    ),
    **dict.fromkeys(("bench", "check", "demo", "init", "serve"), "nothing"),
    **dict.fromkeys(
        (
            "ledger checkpoint",
            "ledger export",
            "ledger pin-witness",
            "ledger prove",
            "ledger verify",
            "ledger witness",
            "ledger witness-key",
        ),
        "entries, which hold no content",
    ),
    "replay": "nothing: reads a recipe",
    "restore": "nothing: puts a backup in place, and erases again",
    **dict.fromkeys(("scenario check", "scenario list", "scenario show", "simulate"), "worlds in which nobody exists"),
    **dict.fromkeys(("search rebuild", "search scrub"), "nothing"),
    **dict.fromkeys(("service establishment", "service open", "service region"), "nothing"),
    "sources new-key": "a key",
    **dict.fromkeys(("staff add", "staff close", "staff list", "staff reset", "staff reset-whole"), "who works here"),
    **dict.fromkeys(
        ("texts collect", "texts compile", "texts export", "texts glossary", "texts import"), "the words of the pages"
    ),
}
"""Every command, and what leaves by it."""

REFUSED = {
    "changepassword", "createsuperuser", "dbshell", "dumpdata", "flush", "inspectdb", "loaddata", "runserver", "shell",
    "sqlflush", "testserver",
}  # fmt: skip
"""Django's commands that are refused outside training, where nobody exists: ours stand in front of them."""

HARMLESS = {
    "account_unsetmultipleprimaryemails", "check", "clearsessions", "collectstatic", "compilemessages",
    "createcachetable", "db_worker", "diffsettings", "findstatic", "makemessages", "makemigrations", "migrate",
    "optimizemigration", "prune_db_task_results", "remove_stale_contenttypes", "sendtestemail", "showmigrations",
    "sqlmigrate", "sqlsequencereset", "squashmigrations", "startapp", "startproject", "test",
}  # fmt: skip
"""Those that show no row of any table."""

RECORDS = ("access", "conference", "intelligence", "ledger", "oversight", "register", "reporting", "search", "sources")
"""Rooms that keep what is written about people."""

CARRIERS = {"csv", "openpyxl", "pyarrow", "pypdf", "reportlab", "tarfile", "xlsxwriter", "zipfile"}
ANSWERS = {"FileResponse", "JsonResponse", "StreamingHttpResponse"}

KNOWN = {
    "register/sheets.py": "reads a file of people; writes none",
    "reporting/attachment_files.py": "takes away what a document says of itself",
}
"""Modules of those rooms that know a format in which lists are carried off, and what for."""


def carriers(source: str) -> set[str]:
    """The formats and answers of that kind that a module uses."""
    used: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            used |= {one.name.partition(".")[0] for one in node.names}
        elif isinstance(node, ast.ImportFrom):
            used |= {(node.module or "").partition(".")[0], *(one.name for one in node.names)}
    return used & (CARRIERS | ANSWERS)


def leaves(answer: HttpResponse) -> bool:
    """Whether this is something to be kept, and no page."""
    kind = answer.get("Content-Type", "text/html").partition(";")[0]
    whole = not getattr(answer, "streaming", False)
    return "Content-Disposition" in answer or not whole or (answer.status_code == 200 and kind not in PAGES)
