"""What a fresh demonstration finds on the desk: who is kept apart, and a note for the governor to decide on.

Written through the ordinary services by the cast, so that it is recorded like everything else.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from rapport.access.viewers import Viewer
from rapport.intelligence import services as intelligence
from rapport.intelligence.inputs import PersonInput, StatementInput
from rapport.register import services as register


def tell_of_two(governor: Viewer, prisoners: Sequence[str], ties: Sequence[dict[str, Any]]) -> None:
    """Say of pairs of people that they are to be kept apart, until a day."""
    for tie in ties:
        one, other = (prisoners[person] for person in tie["people"])
        register.associate(
            governor,
            one,
            other,
            kind="non_association",
            reason=tie["reason"],
            review_on=governor.now().date() + timedelta(days=tie["days"]),
        )


def lay_before_the_governor(desk: Viewer, filed: Sequence[str], prisoners: Sequence[str], note: dict[str, Any]) -> None:
    """Grade what two officers wrote, bring it together in a note, and hand it over."""
    items = [
        intelligence.evaluate(
            desk,
            filed[one["report"]],
            kind=one["kind"],
            text=one["text"],
            source=note["source"],
            source_reason=note["source_reason"],
            information=note["information"][one["kind"]],
            information_reason=note["information_reason"][one["kind"]],
            handling="H0",
            obtained="on_duty",
            people=[PersonInput(prisoners[one["person"]], "other")],
        )
        for one in note["items"]
    ]
    refs = [one.ref for one in items]
    written = intelligence.write_note(
        desk,
        title=note["title"],
        statements=[
            StatementInput("fact", note["fact"], refs),
            StatementInput("judgement", note["judgement"], refs, likelihood="likely", confidence="low"),
        ],
        innocent=note["innocent"],
        gaps=note["gaps"],
    )
    intelligence.hand_to_governor(desk, written.ref)
