"""What two people allow a desk: the scheme by which its prison grades, and an organisation that a label may name."""

from __future__ import annotations

import pytest

from custody import SIGNS, quick_keys
from desk_at_northfield import Desk, browser, posted
from rapport.access import approvals, keys
from rapport.access.algebra import Refused
from rapport.access.models import Role
from rapport.access.viewers import Viewer
from rapport.intelligence import selectors, services
from rapport.intelligence.errors import Incomplete
from rapport.intelligence.inputs import GradeInput
from rapport.intelligence.models import Group, Organisation
from rapport.language import protected

NAME = "Islamic Front"
LAW = "Supreme Court, 3 March 2029, no. 14"
SAID = {"label": NAME, "cites": LAW, "reason": "Two phones were theirs."}


@pytest.fixture(autouse=True)
def quick():
    with quick_keys():
        yield


def signs(viewer: Viewer, request: str) -> None:
    passphrase = SIGNS.format(viewer.name)
    if not keys.standing_key(viewer.staff_id):
        keys.make_key(viewer, passphrase)
    approvals.approve(viewer, request, passphrase)


def test_the_head_asks_two_people_for_the_scheme_by_which_a_prison_grades_and_no_grade_changes(
    desk: Desk, elsewhere: Desk
) -> None:
    before = desk.item(desk.report(desk.aigerim))
    with pytest.raises(Refused):
        services.ask_for_scheme(desk.daria, "6x6@1")
    wanted = next(one.id for one in selectors.scheme_choices(desk.asel) if one.id.startswith("6x6"))
    request = services.ask_for_scheme(desk.asel, wanted)
    [choice] = [one.waits for one in selectors.scheme_choices(desk.asel) if one.waits]
    signs(desk.asel, request)
    with pytest.raises(Refused):
        services.use_scheme(desk.asel, choice.ref)
    assert selectors.scheme_of(desk.prison.establishment.pk).id == "4x4@2017"
    signs(desk.daria, request)
    services.use_scheme(desk.asel, choice.ref)
    assert selectors.scheme_of(desk.prison.establishment.pk).id == wanted
    assert selectors.scheme_of(elsewhere.prison.establishment.pk).id == "4x4@2017"
    report = desk.report(desk.bakyt)
    page = browser(desk.daria).get(f"/desk/{report}/").content.decode()
    assert f'value="{wanted}"' in page
    assert "It is the scheme of this prison." in page
    assert "checked" not in page
    assert "selected" not in page.split('id="item"')[1].split("who_")[0]
    assert desk.item(report, handling="", information="2").grade.scheme_id == wanted
    assert selectors.item(desk.daria, before.ref).grade.scheme_id == "4x4@2017"
    again = GradeInput("B", "Held before.", "2", "Seen by one.", "", "")
    services.regrade(desk.daria, before.ref, again, why="A partner asked.", scheme_id=wanted)
    history = selectors.item_page(desk.daria, before.ref).grades
    assert [one.scheme_id for one in history] == ["4x4@2017", wanted]


def test_a_label_names_an_organisation_only_after_two_people_outside_the_desk_read_the_judgment(desk: Desk) -> None:
    assert protected.found(NAME)
    here = {"service": desk.prison.service, "establishment": desk.prison.establishment}
    officer = posted("Dina Privacy", Role.DATA_PROTECTION, **here)
    with pytest.raises(Incomplete) as plain:
        services.open_group(desk.daria, label=NAME, reason="Two phones.")
    assert plain.value.code == "protected_word"
    for missing in ({**SAID, "cites": " "}, {**SAID, "reason": ""}, {**SAID, "label": "Bread on landing 1"}):
        with pytest.raises(Incomplete):
            services.ask_for_organisation(desk.daria, **missing)
    for viewer in (desk.asel, desk.aigerim, desk.nurlan):
        with pytest.raises(Refused):
            services.ask_for_organisation(viewer, **SAID)
    request = services.ask_for_organisation(desk.daria, **SAID)
    [asked] = selectors.organisations(desk.daria)
    assert selectors.organisation(officer, asked.ref).cites == LAW
    with pytest.raises(Refused):
        signs(desk.daria, request)
    signs(desk.asel, request)
    with pytest.raises(Refused):
        services.name_organisation(desk.daria, asked.ref)
    signs(officer, request)
    group = services.name_organisation(desk.daria, asked.ref)
    made = Group.unfiltered.get(ref=group)
    kept = Organisation.unfiltered.get(ref=asked.ref)
    assert (made.label, made.reason, made.review_on) == (NAME, LAW, kept.review_on)
    with pytest.raises(Incomplete):
        services.open_group(desk.daria, label=f"{NAME}, north", reason="Another.")
    assert browser(officer).get(f"/desk/organisations/{asked.ref}/").status_code == 200
    assert browser(desk.aigerim).get(f"/desk/organisations/{asked.ref}/").status_code == 404


def test_after_a_no_an_organisation_s_page_says_so_and_no_group_is_opened(desk: Desk) -> None:
    keys.make_key(desk.asel, f"four quiet words of {desk.asel.name}")
    request = services.ask_for_organisation(desk.daria, **SAID)
    [asked] = selectors.organisations(desk.daria)
    page = f"/desk/organisations/{asked.ref}/"
    assert "Waits for two signatures" in browser(desk.daria).get(page).content.decode()
    approvals.decline(desk.asel, request, "too_wide")
    said = browser(desk.daria).get(page).content.decode()
    assert "A colleague said no" in said
    assert "Waits for two signatures" not in said
    with pytest.raises(Refused):
        services.name_organisation(desk.daria, asked.ref)
