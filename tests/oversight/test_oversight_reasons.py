"""Why something was done: what the software says is kept as a code and read in every language; what is typed stays."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import translation

import rapport
from desk_at_northfield import Desk, browser
from rapport.access.viewers import Viewer
from rapport.ledger.acting import Operation
from rapport.ledger.clock import wall_now
from rapport.ledger.looks import Asked
from rapport.ledger.models import Entry
from rapport.ledger.reasons import LONGEST, SIGN, Because, because, told
from rapport.ledger.services import record
from rapport.oversight import reasons, selectors
from rapport.reporting import services as reporting

SOURCES = Path(rapport.__file__).parent
VARIABLE = {
    "access.out_": ("idle", "account_changed", "second_factor", "posting_ended", "switched", "signed_out"),
    "access.locked_": ("idle", "asked"),
    "access.in_": ("passphrase", "two_factors"),
    "intelligence.tasking_": ("done", "cancelled"),
    "reporting.slip_": ("confirmed", "denied"),
}
"""Codes that are put together where they are given."""
ELSEWHERE = {"search.searched", "search.protected_word"}
"""Codes that have a name."""


def name_of(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def calls(source: str, name: str) -> list[ast.Call]:
    return [one for one in ast.walk(ast.parse(source)) if isinstance(one, ast.Call) and name_of(one) == name]


def sentences_in(given: ast.AST) -> Iterator[str]:
    """What stands there as text, outside of codes and comparisons."""
    if isinstance(given, ast.Call | ast.Compare):
        return
    if isinstance(given, ast.JoinedStr) or (
        isinstance(given, ast.Constant) and isinstance(given.value, str) and given.value
    ):
        yield ast.unparse(given)
    for part in ast.iter_child_nodes(given):
        yield from sentences_in(part)


def said_as_sentences(source: str) -> list[str]:
    """Reasons and receivers that the software gives the ledger as text instead of a code. Refusals are codes anyway."""
    return [
        sentence
        for call in calls(source, "record")
        if not any("REFUSAL" in ast.unparse(one) for one in call.args)
        for keyword in call.keywords
        if keyword.arg in ("reason", "to")
        for sentence in sentences_in(keyword.value)
    ]


def codes_given(source: str) -> Iterator[str]:
    """Every code that this file gives as a reason."""
    for call in calls(source, "because"):
        code = call.args[0] if call.args else None
        if isinstance(code, ast.Constant):
            yield str(code.value)
        elif isinstance(code, ast.JoinedStr):
            start = str(code.values[0].value)  # type: ignore[attr-defined]
            yield from (start + ending for ending in VARIABLE[start])


def sources() -> Iterator[tuple[str, str]]:
    for path in sorted(SOURCES.rglob("*.py")):
        yield str(path.relative_to(SOURCES)), path.read_text()


def test_the_software_gives_the_ledger_codes_and_never_sentences() -> None:
    assert [(name, said_as_sentences(source)) for name, source in sources() if said_as_sentences(source)] == []


@pytest.mark.parametrize("given", ['"draft saved"', 'f"note {n}"', '"a" if made else because("b")', 'f"{why}"[:200]'])
def test_a_sentence_is_seen(given: str) -> None:
    assert said_as_sentences(f"record(viewer, Operation.COLLECTION, draft, reason={given})")


def test_every_code_has_its_sentence_and_every_sentence_its_code() -> None:
    given = {code for _name, source in sources() for code in codes_given(source)}
    given |= {f"access.in_{ending}" for ending in VARIABLE["access.in_"]} | ELSEWHERE
    assert given == set(reasons.REASONS)


@pytest.mark.parametrize("language", ["en", "ru", "ky", "fr"])
def test_every_sentence_takes_its_values_in_every_language(language: str) -> None:
    values = dict.fromkeys(("role", "act", "job", "purpose", "kind", "answer", "outcome", "reach", "road"), "x")
    with translation.override(language):
        for code in reasons.REASONS:
            assert "%" not in reasons.why(because(code, **values, said="", version=3, number=2, key="k", step=1, day=4))
            assert reasons.why(because(code)) or code.startswith("to.")


def test_an_inspector_reads_in_their_own_language_what_the_software_says(desk: Desk, inspector: Viewer) -> None:
    draft = reporting.start_draft(desk.aigerim, about="worry", seen="Bread was taken.")
    with translation.override("ru"):
        [row] = selectors.who_looked(inspector, Asked(record=draft)).rows
    assert row.reason == "Начат черновик"
    page = browser(inspector).get("/looks/", headers={"accept-language": "fr"})
    assert "reporting.draft_started" not in page.content.decode()


def test_what_was_typed_stays_as_typed_and_cannot_pass_for_a_code(desk: Desk, inspector: Viewer) -> None:
    record(desk.aigerim, Operation.CONSULTATION, ("x.y", "K7Q-4MX9"), reason=f"{SIGN}oversight.erased_at_its_review")
    record(desk.aigerim, Operation.CONSULTATION, ("x.y", "K7Q-4MX9"), reason="Начат черновик, 100 %")
    with translation.override("fr"):
        rows = selectors.who_looked(inspector, Asked(record="K7Q-4MX9")).rows
    assert [row.reason for row in rows] == ["Начат черновик, 100 %", "oversight.erased_at_its_review"]


def test_an_entry_of_an_earlier_release_is_read_as_it_was_written(desk: Desk, inspector: Viewer) -> None:
    old = {"staff": desk.daria.staff_ref, "role": "intelligence", "service": desk.daria.service_ref}
    about = {"draft saved": "reporting.draft", "searched with a protected word 4f9c": "search.search"}
    for reason, kind in about.items():
        said = {"operation": "consultation", "records": [[kind, "K7Q-4MX9"]], "reason": reason}
        Entry.objects.create(at=wall_now(), mac="", **said, **old)
    rows = selectors.who_looked(inspector, Asked(record="K7Q-4MX9")).rows
    assert [row.reason for row in rows] == ["searched with a protected word", "draft saved"]
    found = selectors.who_looked(inspector, Asked(operation="protected")).rows
    assert [row.reason for row in found] == ["searched with a protected word"]


def test_values_come_back_and_what_is_too_long_is_cut() -> None:
    said = because("register.renamed", said="A = B, as his passport says")
    assert told(said).values == {"said": "A = B, as his passport says"}
    assert isinstance(said, Because)
    long = because("register.renamed", said="x" * 400)
    assert len(long) == LONGEST
    assert told(long).code == "register.renamed"


def test_a_refusal_says_what_was_missing() -> None:
    assert (
        reasons.refused("role.governor|role.headquarters") == "Only for: Governor; Only for: Headquarters duty officer"
    )
    assert reasons.refused("no_such_record") == "No such record for this reader"
    assert reasons.refused("something.new") == "Not allowed (something.new)"
