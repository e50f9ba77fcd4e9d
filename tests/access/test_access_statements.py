"""Questions that are put together once: right for everybody, for every value, and as time goes by."""

from __future__ import annotations

import ast
import inspect
import re
import textwrap
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from access_house import MONDAY, Northfield
from django.db.models import Q, QuerySet
from django.template import Context, Template
from django.urls import get_resolver

from rapport.access import policy
from rapport.access.models import Establishment, Posting, Staff
from rapport.access.statements import MOST_MANY, prepared, questions
from rapport.access.viewers import Viewer
from rapport.interface.templatetags.words import TYPED
from rapport.interface.templatetags.words import _kept as parts
from rapport.ledger.clock import wall_now


def test_what_is_only_filled_in_is_put_together_once_and_answers_as_ever(house: Northfield) -> None:
    made: list[str] = []

    def build(order: str, *, keys: Collection[int]) -> QuerySet[Posting]:
        made.append(order)
        return Posting.with_all().filter(pk__in=keys).order_by(order)

    ask = prepared(build)
    everybody = [one.pk for one in (house.aigerim, house.bakyt, house.daria, house.tomas)]
    for some in ([everybody[0]], everybody[:2], everybody[1:3], everybody[:3], everybody, [*everybody, -1, -2, -3]):
        for order in ("pk", "-pk"):
            found, wanted = ask(order, keys=some), list(build(order, keys=some))
            assert [one.pk for one in found] == [one.pk for one in wanted]
            assert [(one.staff.name, one.establishment, one.starts, one.compartments) for one in found] == [
                (one.staff.name, one.establishment, one.starts, one.compartments) for one in wanted
            ]
    assert len(made) - 12 == 2, "one wording in either order, however many there are"
    assert ask("pk", keys=[]) == []
    assert len(ask("pk", keys=range(1, 3))) == len(build("pk", keys=range(1, 3)))
    assert len(ask("pk", keys=everybody * MOST_MANY)) == 4


def test_who_can_find_nothing_changes_no_wording_for_anybody_else(house: Northfield) -> None:
    made: list[str] = []

    @prepared
    def set_up(viewer: Viewer, *, keys: Collection[int]) -> QuerySet[Posting, int]:
        made.append(viewer.purpose)
        allowed = Posting.unfiltered.filter(policy.SET_UP.filter(viewer))
        return allowed.filter(pk__in=keys).order_by("pk").values_list("pk", flat=True)

    everybody = [one.pk for one in (house.aigerim, house.bakyt, house.daria, house.tomas)]
    for some in (everybody[:1], everybody[:2], everybody[:3], everybody):
        assert set_up(house.officer, keys=some) == []
        assert set_up(house.trainer, keys=some) == some
    assert made.count(house.trainer.purpose) == 2, "put together for all who are alike, twice to be sure"


def test_texts_moments_and_nothing_at_all_are_filled_in_too(house: Northfield) -> None:
    @prepared
    def begun(*, name: str, by: datetime) -> QuerySet[Posting, tuple[str, datetime]]:
        return Posting.unfiltered.filter(staff__name=name, starts__lte=by).values_list("ref", "starts")

    @prepared
    def within(*, region: Any) -> QuerySet[Establishment, str]:
        return Establishment.unfiltered.filter(region=region).order_by("name").values_list("name", flat=True)

    started = house.bakyt.starts
    assert begun(name="Bakyt", by=started) == [(house.bakyt.ref, started)]
    assert begun(name="Bakyt", by=started - timedelta(microseconds=1)) == []
    assert begun(name="Nobody's ' name", by=started) == []
    assert within(region=house.north.pk) == ["Northfield"]
    assert within(region=None) == list(Establishment.unfiltered.filter(region=None).values_list("name", flat=True))


def test_the_clock_of_an_exercise_is_filled_in_and_what_reckons_with_it_is_put_together_each_time(
    house: Northfield,
) -> None:
    made: list[str] = []

    @prepared
    def begun(viewer: Viewer, *, name: str) -> QuerySet[Posting, str]:
        made.append("begun")
        return Posting.unfiltered.filter(staff__name=name, starts__lte=viewer.now()).values_list("ref", flat=True)

    @prepared
    def a_day_ago(viewer: Viewer, *, name: str) -> QuerySet[Posting, str]:
        made.append("a day ago")
        before = viewer.now() - timedelta(days=1)
        return Posting.unfiltered.filter(staff__name=name, starts__lte=before).values_list("ref", flat=True)

    started = house.bakyt.starts
    for hours, has_begun, had_begun in ((1, 1, 0), (-1, 0, 0), (25, 1, 1), (23, 1, 0), (24 * 40, 1, 1)):
        viewer = replace(house.officer, clock_now=started + timedelta(hours=hours))
        assert begun(viewer, name="Bakyt") == [house.bakyt.ref] * has_begun
        assert a_day_ago(viewer, name="Bakyt") == [house.bakyt.ref] * had_begun
        assert begun(replace(viewer, name="D."), name="Nobody") == []
    assert made.count("begun") == 2, "one wording for both of them, whatever their clock: made twice and compared"
    assert made.count("a day ago") == 2 + 5, "tried for their kind, and with a stand-in for the clock; then for each"


def test_what_looked_at_the_clock_or_does_not_say_its_values_as_given_is_put_together_each_time(
    house: Northfield,
) -> None:
    made: list[str] = []

    @prepared
    def until_now(*, key: int) -> QuerySet[Posting]:
        made.append("until now")
        return Posting.unfiltered.filter(pk=key, starts__lte=wall_now())

    @prepared
    def beginning(*, letters: str) -> QuerySet[Staff]:
        made.append("beginning")
        return Staff.unfiltered.filter(name__startswith=letters)

    for _ in range(3):
        assert [one.pk for one in until_now(key=house.daria.pk)] == [house.daria.pk]
        assert [one.name for one in beginning(letters="Dar")] == ["Daria"]
    assert sorted(made) == ["beginning"] * 4 + ["until now"] * 4, "tried once, then each time"


def test_a_value_that_steers_is_never_taken_for_one_that_is_filled_in(house: Northfield) -> None:
    """Each of these would be kept as it reads for one value and asked for every other."""
    people = Staff.unfiltered.order_by("pk").values_list("name", flat=True)

    def if_said(*, name: str) -> QuerySet[Staff, str]:
        return people.filter(name=name) if name else people

    def if_many(*, names: Collection[str]) -> QuerySet[Staff, str]:
        return people.filter(name__in=names) if len(names) < 3 else people

    def if_that_one(*, name: str) -> QuerySet[Staff, str]:
        return people.exclude(name=name) if name in {"Daria"} else people.filter(name=name)

    def if_large(*, key: int) -> QuerySet[Staff, str]:
        return people.filter(pk=key) if key < house.daria.staff_id + 1 else people

    def if_letters(*, name: str) -> QuerySet[Staff, str]:
        return people.filter(name=name) if name.isalpha() else people

    def if_matching(*, name: str) -> QuerySet[Staff, str]:
        match name:
            case "Daria":
                return people
        return people.filter(name=name)

    everybody = list(people)
    texts = ("Bakyt", "", "Daria", "Bakyt")
    for build, some in (
        (if_said, [{"name": one} for one in texts]),
        (if_that_one, [{"name": one} for one in texts]),
        (if_letters, [{"name": one} for one in ("Bakyt", "B 1", "Bakyt")]),
        (if_matching, [{"name": one} for one in texts]),
        (if_many, [{"names": one} for one in (everybody[:2], everybody[:4], everybody[:3])]),
        (if_large, [{"key": one} for one in (house.daria.staff_id, house.daria.staff_id + 999)]),
    ):
        ask: Any = prepared(build)  # type: ignore[arg-type]
        for given in some:
            assert ask(**given) == list(build(**given)), (build.__name__, given)  # type: ignore[operator]
        assert set(ask.kept.asked.values()) == {None}, build.__name__


HANDING_ON = {"filter", "exclude", "Q", "Value", "Around", "visible_to", "values", "values_list", "alias", "annotate"}


def test_no_question_of_the_house_does_anything_with_a_value_but_hand_it_to_a_filter() -> None:
    """What a stand-in cannot notice, such as a pattern that is laid over its letters, is seen in the sources."""
    assert get_resolver().url_patterns, "every room has been read, whatever else this run asks"
    assert len(questions()) > 40
    wrong = {one.__qualname__: _steered(one.__wrapped__) for one in questions() if one.__module__.startswith("rapport")}
    assert {name: uses for name, uses in wrong.items() if uses} == {}


def test_the_sources_show_a_value_that_steers() -> None:
    def a_pattern(*, name: str) -> QuerySet[Staff]:
        return Staff.unfiltered.filter(name=name if re.match("[A-Z]", name) else "")

    def its_own_name(*, name: str) -> QuerySet[Staff]:
        other = name
        return Staff.unfiltered.filter(name=other)

    def handed_on(*, name: str) -> QuerySet[Staff]:
        return Staff.unfiltered.filter(Q(name=name) | Q(ref__in=[name]))

    assert (len(_steered(a_pattern)), len(_steered(its_own_name)), _steered(handed_on)) == (2, 1, [])


def _steered(build: Any) -> list[str]:
    """The lines in which a value that is filled in is anything but an argument of a filter."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(build))).body[0]
    assert isinstance(tree, ast.FunctionDef)
    given = {one.arg for one in tree.args.kwonlyargs}
    above = {below: node for node in ast.walk(tree) for below in ast.iter_child_nodes(node)}
    wrong = []
    for name in ast.walk(tree):
        if not (isinstance(name, ast.Name) and name.id in given):
            continue
        node = above[name]
        while isinstance(node, ast.keyword | ast.List | ast.Tuple):
            node = above[node]
        called = getattr(node, "func", None)
        if (getattr(called, "attr", None) or getattr(called, "id", "")) not in HANDING_ON:
            wrong.append(f"{name.lineno}: {ast.unparse(node)}")
    return wrong


def test_everybody_is_answered_by_their_own_rule(house: Northfield) -> None:
    made: list[str] = []

    @prepared
    def seen(viewer: Viewer, *, refs: Collection[str]) -> QuerySet[Posting, str]:
        made.append(viewer.name)
        return Posting.objects.visible_to(viewer).filter(ref__in=refs).order_by("pk").values_list("ref", flat=True)

    refs = [one.ref for one in (house.aigerim, house.bakyt, house.daria, house.tomas)]
    elsewhere = replace(house.officer, service_id=house.service.pk + 999, staff_id=-1)
    for viewer in (house.officer, house.trainer, elsewhere, house.officer):
        wanted = Posting.objects.visible_to(viewer).filter(ref__in=refs).order_by("pk").values_list("ref", flat=True)
        assert seen(viewer, refs=refs) == list(wanted)
    assert seen(elsewhere, refs=refs) == []
    assert made.count(house.officer.name) <= 2


def test_a_part_of_a_page_shows_its_values_alone_and_is_kept_for_its_reader(house: Northfield) -> None:
    page = Template('{% load words %}{% kept "interface/tag.html" text=text tone="note" %}')

    def shown(**context: object) -> str:
        return page.render(Context(context))

    first = shown(viewer=house.officer, text="Ward <7>", link="/not-told/")
    assert "Ward &lt;7&gt;" in first
    assert "/not-told/" not in first
    assert shown(viewer=house.officer, text="Ward <7>") == first
    assert "Ward 8" in shown(viewer=house.officer, text="Ward 8")
    held = len(parts._parts)
    assert shown(viewer=house.trainer, text="Ward <7>") == first
    assert len(parts._parts) == held + 1, "another reader's part is put together for them"
    assert shown(viewer=replace(house.officer, clock_now=MONDAY + timedelta(1)), text="Ward <7>") == first


def test_what_somebody_typed_is_filled_into_a_kept_part_and_is_never_taken_for_a_tag(
    house: Northfield,
) -> None:
    page = Template('{% load words %}{% kept "interface/tag.html" text=text tone="note" typed=typed %}')

    def shown(typed: str) -> str:
        return page.render(Context({"viewer": house.officer, "text": f"You typed {TYPED}", "typed": typed}))

    assert "You typed &lt;b&gt; &amp; &quot;c&quot;" in shown('<b> & "c"')
    held = len(parts._parts)
    assert "You typed ladder" in shown("ladder")
    assert len(parts._parts) == held, "the part is the same whatever was typed"
