"""What an end of a day and the debrief ask, put together once in a server before anybody waits for the first of them.

`ASKED` says by whom each is asked: by the simulated officers, their desk and their governor, or without a viewer. What
it does not name is put together when it is first asked; a test plays a day and finds whatever is missing here.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime

from django.db import DatabaseError

from rapport.access.beforehand import named, put_together
from rapport.access.roles import USUAL_PURPOSE, Role
from rapport.access.viewers import Viewer
from rapport.ledger.models import Mode

ASKED: Mapping[Role | None, str] = {
    None: """
        access.legal._standing conference.services._not_ended intelligence.assembling.notes._answers
        intelligence.assembling.items._chosen_last intelligence.assembling.notes._cited
        intelligence.assembling.items._grades intelligence.assembling.items._namings
        intelligence.assembling.items._reports_of intelligence.assembling.notes._statements
        intelligence.assembling.items._themes intelligence.assembling.notes._writers
        intelligence.assembling.items.named_in intelligence.origins._standing_before intelligence.searchable._grades
        intelligence.searchable._named_in intelligence.searchable._namings intelligence.searchable._places
        intelligence.searchable._said_in intelligence.searchable._themes
        intelligence.services.evaluation._answered_for intelligence.services.evaluation._made
        intelligence.services.evaluation._numbers_of_authors intelligence.services.evaluation._with_a_reason
        intelligence.services.notes._compartments_cited intelligence.services.notes._handings register.same._judged
        register.selectors.people._cells reporting.questions.added_to reporting.questions.alarms_about
        reporting.questions.attached_to reporting.questions.handed_about reporting.questions.happened_to
        reporting.questions.named_in reporting.questions.texts_added_to reporting.questions.to_which_happened
        reporting.questions.told_of reporting.searchable._closed_by reporting.searchable._dealt_with
        reporting.searchable._namings search.services._entered sources.selectors._marks training.desk._told_of
        training.desk._uncounted training.log._done_once training.log._last training.people._refs
        training.seats._colleagues training.seats._done_once training.seats._filed training.seats._hold
        training.seats._looks training.seats._slots training.worlds._kept
    """,
    Role.OFFICER: """
        register.selectors.people._keys register.selectors.protected._visible training.seats._seats
    """,
    Role.INTELLIGENCE: """
        intelligence.assembling.items._items_of_links intelligence.assembling.items._readable_items
        intelligence.assembling.notes._readable_notes intelligence.assembling.notes._versions
        intelligence.selectors.fates._cited_in intelligence.selectors.fates._citing
        intelligence.selectors.fates._holding intelligence.selectors.fates._made_of
        intelligence.selectors.fates._versions_of intelligence.selectors.items._latest
        intelligence.services.grades._naming register.selectors.people._all register.selectors.people._of_keys
        register.selectors.people._of_refs register.selectors.persons._visible reporting.questions.at_the_desk
        reporting.questions.belonging reporting.questions.held_at_the_desk reporting.questions.readable_of
        reporting.questions.said_at_the_desk
    """,
    Role.GOVERNOR: """
        intelligence.assembling.notes._readable_notes intelligence.assembling.notes._usable_in
        intelligence.assembling.notes._versions intelligence.services.notes._to_be_answered
        register.selectors.people._all register.selectors.people._of_keys
    """,
}


def rehearse() -> None:
    """Put them together. Where that takes a database which is not there, they are left to whoever asks first."""
    known = named()
    with suppress(DatabaseError):
        for role, asked in ASKED.items():
            for name in asked.split():
                put_together(known[name], None if role is None else _somebody(role))


def _somebody(role: Role) -> Viewer:
    """One of a kind: posted in this role to the prison of an exercise, whose clock goes."""
    return Viewer(
        staff_id=1,
        staff_ref="",
        name="",
        posting_id=1,
        posting_ref="",
        service_id=1,
        service_ref="",
        service_name="",
        establishment_id=1,
        establishment_name="",
        mode=Mode.TRAINING.value,
        establishments=frozenset({1}),
        roles=frozenset({role.value}),
        compartments=frozenset(),
        purpose=USUAL_PURPOSE[role],
        language="",
        clock_now=datetime(2030, 1, 1, tzinfo=UTC),
    )
