"""Viewers who are alike share a statement, and each is answered by their own numbers and never by somebody else's.

Rules and viewers are generated, among them rules that look at what they are given: whatever is filled in has to read
as if it had been put together for that viewer alone.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from access_house import MONDAY, Northfield
from django.core.exceptions import EmptyResultSet
from django.db.models import QuerySet
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_access_algebra import ATOMS, combined

from rapport.access.algebra import Rule, among, cleared_for, matches, open_to
from rapport.access.algebra.atoms import OfViewer
from rapport.access.algebra.rule import claim
from rapport.access.alike import TEXTS
from rapport.access.models import Posting, Role
from rapport.access.statements import prepared
from rapport.access.viewers import Viewer

pytestmark = pytest.mark.django_db

ODD = "odd"
LOOKING: list[Rule] = [
    claim(OfViewer(ODD, lambda viewer: viewer.service_id % 2 == 1)),
    claim(OfViewer(ODD, lambda viewer: viewer.establishment_id in viewer.establishments)),
    claim(OfViewer(ODD, lambda viewer: viewer.staff_id in {1, 2, 3})),
    claim(OfViewer(ODD, lambda viewer: 2 in viewer.establishments)),
    claim(OfViewer(ODD, lambda viewer: 2 in set(viewer.establishments))),
    claim(OfViewer(ODD, lambda viewer: bool({2, 4} & viewer.establishments))),
    claim(OfViewer(ODD, lambda viewer: viewer.establishments <= {1, 2, 3, 4})),
    claim(OfViewer(ODD, lambda viewer: "a" in viewer.compartments)),
    claim(OfViewer(ODD, lambda viewer: viewer.name.startswith("A"))),
    claim(OfViewer(ODD, lambda viewer: viewer.now() > MONDAY)),
    among("staff_id", ODD, lambda viewer: frozenset({viewer.staff_id + 1})),
    among("staff_id", ODD, lambda viewer: frozenset({-viewer.staff_id, 3 * viewer.staff_id})),
    among("staff_id", ODD, lambda viewer: frozenset({min(viewer.establishments, default=0)})),
    among("establishment_id", ODD, lambda viewer: frozenset(one for one in viewer.establishments if one % 2)),
    among("establishment_id", ODD, lambda viewer: frozenset(viewer.establishments)),
    among("ref", ODD, lambda viewer: frozenset({"%d" % viewer.staff_id})),  # noqa: UP031  nobody tells of this
    among("ref", ODD, lambda viewer: frozenset({"-".join([viewer.staff_ref, viewer.service_ref])})),
    among("ref", ODD, lambda viewer: frozenset({viewer.label})),
    matches("ref", ODD, lambda viewer: viewer.staff_ref.lower()),
    matches("ref", ODD, lambda viewer: viewer.posting_ref),
]
RULES = st.recursive(st.sampled_from([*ATOMS, *LOOKING, cleared_for("ref"), open_to("ref")]), combined, max_leaves=8)
NUMBERS = st.lists(st.integers(1, 40), min_size=7, max_size=7, unique=True)
LETTERS = st.lists(st.sampled_from("AbcDaefgBC"), min_size=8, max_size=8, unique=True)
OWN = st.fixed_dictionaries({"numbers": NUMBERS, "letters": LETTERS, "hours": st.integers(-30, 30)})
KINDS = st.fixed_dictionaries(
    {
        "posted": st.booleans(),
        "reach": st.integers(0, 3),
        "compartments": st.integers(0, 2),
        "role": st.sampled_from([Role.OFFICER, Role.GOVERNOR]),
    }
)


def viewer_of(house: Northfield, kind: dict[str, Any], own: dict[str, Any]) -> Viewer:
    """Somebody of this kind, with numbers and names of their own."""
    staff, posting, service, place, *reach = own["numbers"]
    names = dict(zip(TEXTS, own["letters"], strict=False))
    return replace(
        house.officer,
        **names,
        staff_id=staff,
        posting_id=posting,
        service_id=service,
        establishment_id=place if kind["posted"] else None,
        establishments=frozenset(reach[: kind["reach"]]),
        compartments=frozenset(own["letters"][6 : 6 + kind["compartments"]]),
        roles=frozenset({str(kind["role"])}),
        clock_now=MONDAY + timedelta(hours=own["hours"]),
    )


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True)
@given(rule=RULES, kind=KINDS, everybody=st.lists(OWN, min_size=2, max_size=3))
def test_what_is_filled_in_for_a_viewer_reads_as_if_it_had_been_put_together_for_them(
    house: Northfield, rule: Rule, kind: dict[str, Any], everybody: list[dict[str, Any]]
) -> None:
    @prepared
    def seen(viewer: Viewer, *, ref: str) -> QuerySet[Posting, str]:
        return Posting.unfiltered.filter(rule.filter(viewer)).exclude(ref=ref).order_by("pk").values_list("ref")

    for own in everybody:
        viewer = viewer_of(house, kind, own)
        wanted = seen.__wrapped__(viewer, ref="a ref")  # type: ignore[attr-defined]
        assert _said(seen, viewer) == _afresh(wanted)
        assert seen(viewer, ref="a ref") == list(wanted)


def _said(ask: Any, viewer: Viewer) -> tuple[str, tuple[Any, ...]] | None:
    """What the database is asked for a viewer; None for nothing. Where nothing is kept it is put together afresh."""
    ask(viewer, ref="a ref")
    known = next(reversed(ask.kept.asked.values()))
    if known is None:
        return _afresh(ask.__wrapped__(viewer, ref="a ref"))
    known = known.settled((viewer,))
    values = tuple(
        "a ref" if not isinstance(one, int | str | bool) and one.name == "ref" else one for one in known.values
    )
    return (known.wording.sql, values) if known.wording.sql else None


def _afresh(rows: Any) -> tuple[str, tuple[Any, ...]] | None:
    try:
        sql, values = rows.query.get_compiler("default").as_sql()
    except EmptyResultSet:
        return None
    return sql, tuple(values)


def test_a_rule_that_only_hands_on_is_put_together_for_a_kind_and_one_that_looks_for_each(house: Northfield) -> None:
    made: list[str] = []

    def asked_by(rule: Rule) -> Any:
        @prepared
        def seen(viewer: Viewer, *, ref: str) -> QuerySet[Posting, str]:
            made.append(viewer.name)
            return Posting.unfiltered.filter(rule.filter(viewer)).filter(ref=ref).values_list("ref", flat=True)

        return seen

    own = {"hours": 1, "letters": list("AbcDaefg")}
    kind = {"posted": True, "reach": 3, "compartments": 2, "role": Role.OFFICER}
    alike = [viewer_of(house, kind, {**own, "numbers": list(range(n, n + 7))}) for n in range(10, 15)]
    for rule in [*ATOMS, cleared_for("ref"), open_to("ref"), matches("ref", ODD, lambda viewer: viewer.posting_ref)]:
        ask, before = asked_by(rule), len(made)
        for viewer in alike:
            ask(viewer, ref="a ref")
        assert len(made) == before + 2, f"put together for two of a kind: {rule}"
    for rule in LOOKING[:8]:
        ask, before = asked_by(rule), len(made)
        for viewer in alike:
            ask(viewer, ref="a ref")
        assert len(made) >= before + 1 + len(alike), f"tried, then put together for each: {rule}"
