"""Two records that are judged to be one person's: what is about either is read, linked and compared together."""

from __future__ import annotations

import pytest

from desk_at_northfield import Desk, browser
from rapport.intelligence import selectors, services
from rapport.intelligence.errors import Incomplete, NotCorroborated
from rapport.register import services as register


def test_what_is_about_either_record_of_one_person_is_together_while_the_judgement_stands(desk: Desk) -> None:
    daria, (one, other) = desk.daria, desk.people[:2]
    first = desk.item(desk.report(desk.aigerim), about=[one])
    second = desk.item(desk.report(desk.bakyt, people=[other]), about=[other])
    both = [first.ref, second.ref]
    third = desk.report(desk.aigerim, people=[one], told="He owes bread.")
    told = {"kind": "told", "information": "3", "about": [one], "text": "He is said to owe bread."}

    def about(person: str) -> set[str]:
        return {item.ref for item in selectors.items_about(daria, person)}

    assert (about(one), about(other)) == ({first.ref}, {second.ref})
    with pytest.raises(Incomplete):
        services.link(daria, both, person_ref=one, reason="One man.")
    judged = register.judge_same(daria, one, other, reason="The same fingerprints.")
    assert about(one) == about(other) == set(both)
    assert {item.ref for item in selectors.shelf(daria, other).items} == set(both)
    assert one in browser(daria).get(f"/desk/items/link/?items={','.join(both)}").content.decode()
    link = services.link(daria, both, person_ref=one, reason="One man.")
    assert [(found.ref, set(found.item_refs)) for found in selectors.links_of(daria, both)] == [(link.ref, set(both))]
    assert {beside.item.ref for beside in selectors.report_at_desk(daria, third).beside} == set(both)
    register.undo_same(daria, judged, reason="Two brothers.")
    assert (about(one), about(other)) == ({first.ref}, {second.ref})
    assert selectors.links_of(daria, both) == []
    assert {beside.item.ref for beside in selectors.report_at_desk(daria, third).beside} == {first.ref}
    alone = desk.report(desk.aigerim, people=desk.people[2:], told="He owes bread.")
    with pytest.raises(NotCorroborated):
        desk.item(alone, **{**told, "about": desk.people[2:]})
    register.judge_same(daria, desk.people[2], other, reason="The same scar.")
    assert desk.item(alone, **{**told, "about": desk.people[2:]}).grade.information == "3"
