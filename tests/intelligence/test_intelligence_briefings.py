"""The daily briefing: one page, signed by the head; and what of it the wings are told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.db import IntegrityError, transaction
from django.utils import translation
from playwright.sync_api import sync_playwright
from pypdf import PdfReader

from custody import quick_keys
from desk_at_northfield import Desk, body, browser, later
from rapport.access import approvals, keys
from rapport.access.algebra import Refused
from rapport.access.viewers import Viewer
from rapport.intelligence import selectors, services
from rapport.intelligence.asked_values import BriefingValue
from rapport.intelligence.errors import Incomplete
from rapport.intelligence.inputs import GradeInput
from rapport.intelligence.models import BriefingLine, BriefingSignature, BriefingVersion, Item
from rapport.intelligence.services import LineInput
from rapport.ledger.references import new_reference
from rapport.oversight import services as oversight
from rapport.register import services as register
from rapport.register.values import NewPerson
from rapport.reporting import corrections
from rapport.reporting import services as reporting
from rapport.reporting.models import Report, ReportSubject
from rapport.simulation.numbers import number_for

PASSPHRASE = "four quiet words together"


@pytest.fixture
def head(desk: Desk) -> Iterator[Viewer]:
    """The head of Northfield, who has a signature."""
    with quick_keys():
        keys.make_key(desk.asel, PASSPHRASE)
        yield desk.asel


def kept(briefing: BriefingValue) -> list[LineInput]:
    """The lines as they stand."""
    return [
        LineInput(one.section, one.text, keeps=one.number, ends_on=one.ends_on, posts=tuple(p.ref for p in one.places))
        for one in briefing.lines
    ]


def written(desk: Desk, ref: str, *more: LineInput, because: str = "") -> int:
    """What stands, and these lines besides."""
    value = selectors.briefing(desk.daria, ref)
    return services.write_briefing(desk.daria, ref, [*kept(value), *more], version=value.last, because=because)


def signed(head: Viewer, ref: str) -> None:
    services.sign_briefing(head, ref, version=selectors.briefing(head, ref).last, passphrase=PASSPHRASE)


def texts(briefing: BriefingValue, section: str) -> list[str]:
    return [one.text for one in briefing.lines if one.section == section]


def for_the_wings(desk: Desk, text: str, *, days: int = 2, **other: tuple[str, ...]) -> LineInput:
    return LineInput("wing", text, ends_on=desk.daria.now().date() + timedelta(days=days), **other)


def test_the_desk_drafts_what_the_head_may_see_and_the_head_signs_it_for_good(desk: Desk, head: Viewer) -> None:
    item = desk.item(desk.report(desk.aigerim), themes=["contraband"])
    today = desk.daria.now().date()
    services.open_requirement(
        desk.daria, question="Do parcels change hands?", why="Two reports.", due_on=today, ends_on=today
    )
    alarm = reporting.start_draft(desk.bakyt, about="worry", seen="A knife.", place=desk.prison.places["workshop"])
    reporting.raise_alarm(desk.bakyt, alarm, "attack")
    ref = services.draft_briefing(desk.daria)
    assert services.draft_briefing(desk.daria) == ref
    page = selectors.briefing(head, ref)
    assert texts(page, "graded") == [item.text]
    assert page.lines[1].grade == "B · 1 · H0 (4x4@2017)"
    assert "An attack" in texts(page, "urgent")[0]
    assert "Do parcels change hands?" in texts(page, "requirements")[0]
    shown = browser(head).get(f"/desk/briefing/{ref}/").content.decode()
    for hidden in ("A knife.", "Bakyt", "Aigerim", "Two reports.", desk.people[0]):
        assert hidden not in shown.split("<main", 1)[1]
    with pytest.raises(Refused):
        services.sign_briefing(desk.daria, ref, version=1, passphrase=PASSPHRASE)
    with pytest.raises(approvals.WrongPassphrase):
        services.sign_briefing(head, ref, version=1, passphrase="four loud words together")
    assert written(desk, ref, LineInput("remark", "The boiler is mended.")) == 2
    with pytest.raises(Incomplete) as stale:
        services.sign_briefing(head, ref, version=1, passphrase=PASSPHRASE)
    assert stale.value.code == "changed_meanwhile"
    signed(head, ref)
    page = selectors.briefing(head, ref)
    assert (page.signed_by, page.genuine, texts(page, "remark")) == ("Asel Osmonova", True, ["The boiler is mended."])
    with pytest.raises(IntegrityError), transaction.atomic():
        BriefingLine.unfiltered.filter(section="remark").update(text="The boiler is broken.")
    with pytest.raises(Incomplete) as corrected:
        written(desk, ref)
    assert (corrected.value.code, corrected.value.field) == ("say_what_changed", "because")
    assert written(desk, ref, because="The boiler is not mended.") == 3
    page = selectors.briefing(head, ref)
    assert (page.because, page.signed, page.versions[1][1] is not None) == ("The boiler is not mended.", False, True)
    assert selectors.briefings(head)[0].state == "correcting"


def test_a_signature_that_was_copied_into_the_table_signs_nothing(desk: Desk, head: Viewer) -> None:
    ref = services.draft_briefing(desk.daria)
    written(desk, ref, LineInput("remark", "Quiet."))
    signed(head, ref)
    before = BriefingSignature.unfiltered.get()
    written(desk, ref, LineInput("remark", "Let him out."), because="So.")
    BriefingSignature.unfiltered.create(
        version=BriefingVersion.unfiltered.get(number=3),
        by_id=before.by_id,
        at=before.at,
        signed_at=before.signed_at,
        public=before.public,
        signature=before.signature,
    )
    assert not selectors.briefing(head, ref).genuine
    assert selectors.briefing(head, ref, 2).genuine


def test_what_its_readers_may_not_see_enters_no_line_and_no_number(desk: Desk, elsewhere: Desk, head: Viewer) -> None:
    for _ in range(7):
        desk.item(desk.report(desk.aigerim))
    about_the_head = desk.report(desk.bakyt, people=desk.people[:1], seen="The governor took bread.")
    desk.item(about_the_head, text="Somebody took bread.")
    ReportSubject.unfiltered.create(report=Report.unfiltered.get(ref=about_the_head), staff_id=head.staff_id)
    by_force = desk.report(desk.bakyt)
    desk.item(by_force, text="Said under blows.")
    services.pass_on(desk.daria, by_force, road="outside", words="He was beaten.")
    elsewhere.item(elsewhere.report(elsewhere.aigerim), text="Kept at Southgate.", handling="H3", conditions="Ask.")
    held = desk.item(desk.report(desk.bakyt), text="Held back.")
    Item.unfiltered.filter(ref=held.ref).update(restricted=True)
    ref = services.draft_briefing(desk.daria)
    page = selectors.briefing(desk.daria, ref)
    graded = [one for one in page.lines if one.section == "graded"]
    assert [one.more for one in graded] == [0, 0, 0, 0, 0, 0, 1], "seven in all, and none of the four"
    for gone in ("Somebody took bread.", "Said under blows.", "Kept at Southgate.", "Held back."):
        assert gone not in {one.text for one in graded}
    shown = browser(head).get(f"/desk/briefing/{ref}/").content.decode()
    assert "and 1 more, see Items at the desk" in shown


def test_a_line_whose_item_turns_out_to_come_by_force_is_gone_from_every_page(desk: Desk, head: Viewer) -> None:
    report = desk.report(desk.aigerim)
    item = desk.item(report)
    ref = services.draft_briefing(desk.daria)
    signed(head, ref)
    assert texts(selectors.briefing(head, ref), "graded") == [item.text]
    services.pass_on(desk.daria, report, road="outside", words="He was beaten.")
    assert texts(selectors.briefing(head, ref), "graded") == []


def test_a_hidden_report_changes_no_byte_of_the_briefing(desk: Desk, head: Viewer) -> None:
    """The same day twice, once with a report and an item about the head: both drafts are the same but for the form."""
    pages = []
    for there in (False, True):
        with transaction.atomic():
            if there:
                about = desk.report(desk.bakyt, seen="The governor took bread.")
                desk.item(about, text="Somebody took bread.")
                ReportSubject.unfiltered.create(report=Report.unfiltered.get(ref=about), staff_id=head.staff_id)
            after = later(desk.daria, days=8)
            ref = services.draft_briefing(after)
            for viewer in (head, desk.daria):
                client = browser(viewer)
                pages.append(
                    [body(client.get(f"/desk/briefing/{ref}/"), ref), body(client.get("/desk/briefing/"), ref)]
                )
            transaction.set_rollback(True)
    assert pages[:2] == pages[2:]
    assert "author without an answer" not in pages[2][0]


def test_arrivals_moves_and_releases_are_told_in_their_order(desk: Desk, head: Viewer) -> None:
    days = desk.daria.now().date()
    trainer, place = later(desk.prison.trainer, days=3), desk.prison.places
    register.admit(
        trainer,
        desk.prison.establishment.pk,
        [NewPerson(number_for(900), "Petrov", "I", cell=place["cell-5"], expected_release=days + timedelta(days=20))],
    )
    register.move(trainer, desk.people[0], place["cell-7"])
    ref = services.draft_briefing(later(desk.daria, days=3.5))
    page = selectors.briefing(head, ref)
    assert texts(page, "arrivals") == ["I. Petrov: Cell 5"]
    assert texts(page, "moves") == ["V. Lasko: Cell 1 → Cell 7"]
    assert texts(page, "releases") == ["25 March: I. Petrov"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Search Lasko at the door.", "names_beyond_need"),
        ("Count the prayer mats.", "protected_word"),
        ("Close the gate at six: report K7Q-4MX9.", ""),
        ("x" * 301, "too_long"),
    ],
)
def test_an_instruction_says_what_to_do_and_not_whom_why_or_from_what(desk: Desk, text: str, code: str) -> None:
    text = text.replace("K7Q-4MX9", new_reference())
    ref = services.draft_briefing(desk.daria)
    with pytest.raises(Incomplete) as refused:
        written(desk, ref, for_the_wings(desk, text))
    assert refused.value.code == (code or "shows_a_reference")


def test_the_wings_see_an_instruction_once_it_is_signed_until_its_day_or_until_it_is_corrected(
    desk: Desk, elsewhere: Desk, head: Viewer
) -> None:
    ref = services.draft_briefing(desk.daria)
    with pytest.raises(Incomplete) as endless:
        written(desk, ref, LineInput("wing", "Close the gate."))
    assert endless.value.code == "ends_of_instruction"
    at_work, needed = (desk.prison.places["workshop"],), (desk.people[0], desk.people[1])
    written(
        desk,
        ref,
        for_the_wings(desk, "Close the gate at six."),
        for_the_wings(desk, "Keep Lasko and Orlov apart at work.", days=5, posts=at_work, people=needed),
    )
    assert selectors.shift(desk.aigerim).instructions == (), "not before the head has signed"
    signed(head, ref)
    told = [one.text for one in selectors.shift(desk.aigerim).instructions]
    assert told == ["Close the gate at six.", "Keep Lasko and Orlov apart at work."]
    on_the_landing = selectors.shift(desk.aigerim, desk.prison.places["landing-1"])
    assert [one.text for one in on_the_landing.instructions] == ["Close the gate at six."]
    assert selectors.shift(elsewhere.aigerim).instructions == ()
    page = browser(desk.aigerim).get("/desk/questions/").content.decode().split("<main", 1)[1]
    assert "Close the gate at six." in page
    assert "Daria" not in page
    assert "Asel" not in page
    after = [one.text for one in selectors.shift(later(desk.aigerim, days=3)).instructions]
    assert after == ["Keep Lasko and Orlov apart at work."]
    value = selectors.briefing(desk.daria, ref)
    rest = [one for one in kept(value) if not one.text.startswith("Keep")]
    services.write_briefing(desk.daria, ref, rest, version=value.last, because="They have made it up.")
    assert len(selectors.shift(desk.aigerim).instructions) == 2, "a correction counts when it is signed"
    signed(head, ref)
    assert [one.text for one in selectors.shift(desk.aigerim).instructions] == ["Close the gate at six."]


def test_only_the_desk_writes_and_only_the_head_and_the_desk_of_that_prison_read(
    desk: Desk, elsewhere: Desk, head: Viewer
) -> None:
    ref = services.draft_briefing(desk.daria)
    for stranger in (desk.aigerim, desk.nurlan, elsewhere.daria, elsewhere.asel):
        with pytest.raises(Refused) as missing:
            selectors.briefing(stranger, ref)
        assert not missing.value.exists
    with pytest.raises(Refused):
        services.draft_briefing(head)
    with pytest.raises(Refused):
        services.write_briefing(head, ref, [], version=1)


def full_page(desk: Desk, words: str) -> str:
    """A briefing as full as it may be, of rows as wide as they may be; returns its reference."""
    ref = services.draft_briefing(desk.daria)
    row = (words * 40)[:250].strip()
    fits = 0
    while fits < 40:  # each try is a version less or more: what is refused writes none
        try:
            written(desk, ref, LineInput("remark", row))
        except Incomplete:
            break
        fits += 1
    assert 0 < fits < 40
    return ref


def pages_of(html: str) -> int:
    """How many sheets of A4 a page of ours takes in Debian's Chromium."""
    css = Path(str(finders.find("interface/built/rapport.css"))).read_text(encoding="utf-8")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = chromium.new_page()
        page.set_content(html.replace("</head>", f"<style>{css}</style></head>"), wait_until="domcontentloaded")
        printed = page.pdf(format="A4", margin=dict.fromkeys(("top", "bottom", "left", "right"), "12mm"))
        chromium.close()
    return len(PdfReader(BytesIO(printed)).pages)


@pytest.mark.browser
@pytest.mark.long
def test_the_longest_day_prints_on_one_page_and_says_what_it_leaves_out(desk: Desk, head: Viewer) -> None:
    for number in range(12):
        long = f"{number} " + "Мужчина передал свёрток у двери мастерской. " * 6
        desk.item(desk.report(desk.aigerim), text=long[:290], themes=["contraband", "extortion"])
    ref = full_page(desk, "Щупальце широкой машины. ")
    signed(head, ref)
    client = browser(head)
    client.cookies["rapport_language"] = "ru"
    with translation.override("ru"):
        html = client.get(f"/desk/briefing/{ref}/").content.decode()
    assert "6" in html.split("<main", 1)[1]
    assert pages_of(html) == 1


@pytest.mark.browser
def test_a_page_that_is_too_long_would_be_seen() -> None:
    assert pages_of("<html><head></head><body>" + "<p>row</p>" * 200 + "</body></html>") > 1


def test_from_a_question_to_what_the_wings_are_told_each_on_its_own_page(desk: Desk, head: Viewer) -> None:
    """Asked, seen, written, graded, answered, briefed, signed, read: by five people, through the pages alone."""
    daria, aigerim, asel = (browser(one) for one in (desk.daria, desk.aigerim, head))
    today = desk.daria.now().date()
    days = {"due_on": today.isoformat(), "ends_on": (today + timedelta(days=9)).isoformat()}
    question = {"question": "Do parcels change hands by the door?", "why": "Two reports.", **days}
    assert daria.post("/desk/requirements/", question).status_code == 302
    asked = selectors.requirements(desk.daria)[0].ref
    tasking = {
        "whom": "post",
        "place": desk.prison.places["workshop"],
        "aim": "Stand by the door when the bell rings.",
        "method": "look",
        "limits": "Nobody is followed.",
        "starts_on": today.isoformat(),
        "ends_on": days["ends_on"],
    }
    assert daria.post(f"/desk/requirements/{asked}/task/", tasking).status_code == 302
    start = aigerim.get("/desk/questions/", {"post": desk.prison.places["workshop"]}).content.decode()
    assert "Stand by the door" in start
    assert "Do parcels change hands" in start
    draft = aigerim.post(f"/desk/questions/{asked}/", {"reply": "seen"})["Location"]
    now = desk.aigerim.now()
    filed = {"do": "file", "about": "worry", "seen": "A parcel went from hand to hand.", "people": desk.people[:1]}
    when = {"happened_on": now.date().isoformat(), "happened_time": "08:00"}
    assert aigerim.post(draft, {**filed, **when}).status_code == 302
    report = selectors.queue(desk.daria)[0].report.ref
    assert "checked" in daria.get(f"/desk/{report}/").content.decode().split(f"answers_{asked}", 1)[1][:120]
    desk.item(report, about=[], text="A parcel changed hands at a door.")
    assert daria.post(f"/desk/{report}/finish/", {"phrase": "asked_colleagues"}).status_code == 302
    assert "New answer" in aigerim.get("/reports/").content.decode()
    edit = daria.post("/desk/briefing/")["Location"]
    page = daria.get(edit).content.decode()
    assert "A parcel changed hands at a door." in page
    value = selectors.briefing(desk.daria, edit.split("/")[3])
    place = len(value.lines) + 2  # beneath what stands and the two empty remarks
    lines = {f"line_{number}": line.text for number, line in enumerate(value.lines)}
    wing = {f"line_{place}": "Two of you at the door at six.", f"ends_{place}": days["due_on"], "version": "1"}
    unfit = daria.post(edit, {**lines, **wing, f"ends_{place}": ""})
    assert unfit.status_code == 422
    assert "Two of you at the door at six." in unfit.content.decode(), "nothing typed is lost"
    assert daria.post(edit, {**lines, **wing}).status_code == 302
    assert "Two of you at the door" not in aigerim.get("/desk/questions/").content.decode()
    sign = edit.replace("edit", "sign")
    assert asel.post(sign, {"version": "2", "passphrase": "four loud words together"}).status_code == 422
    assert asel.post(sign, {"version": "2", "passphrase": PASSPHRASE}).status_code == 302
    assert "Asel Osmonova" in asel.get(edit.replace("edit/", "")).content.decode()
    assert "Two of you at the door at six." in aigerim.get("/desk/questions/").content.decode()


def test_the_head_is_told_what_changed_in_a_briefing_that_was_signed_and_a_new_signature_takes_its_place(
    desk: Desk, head: Viewer
) -> None:
    graded, stopped = (desk.item(desk.report(by), themes=["contraband"]) for by in (desk.aigerim, desk.bakyt))
    ref = services.draft_briefing(desk.daria)
    services.regrade(desk.daria, graded.ref, GradeInput("A", "a", "1", "b", "H0"), why="Known for long.")
    signed(head, ref)

    def told(hours: float) -> list[str]:
        asel = later(desk.asel, hours=hours)
        return [str(change) for one in corrections.to_read(asel) if one.ref == ref for change in one.changes]

    assert told(1) == []
    services.regrade(later(desk.daria, hours=1), graded.ref, GradeInput("C", "a", "4", "b", "H0"), why="Asked again.")
    oversight.restrict(later(desk.daria, hours=2), "intelligence.item", stopped.ref, reason="He disputes it.")
    anew = f"Item {graded.ref} was graded anew: A1 (4x4) before, now C4 (4x4)."
    struck = "A line rested on what may not be used any more. Strike it from every copy."
    assert told(3) == [anew, struck]
    [copy] = corrections.to_read(later(desk.asel, hours=3))
    reporting.acknowledge(later(desk.asel, hours=3), *copy.entry, changes=[one.key for one in copy.changes])
    assert told(3) == []
    given = [one for one in corrections.handed_on(later(desk.daria, hours=3)).given if one.copy.ref == ref]
    assert [(one.name, one.at is not None) for each in given[0].told for one in each.reads] == [(head.name, True)] * 2
    oversight.free(later(desk.daria, hours=4), "intelligence.item", stopped.ref, reason="It was right.")
    assert told(5) == ["A line that was to be struck may be read and used again."]
    oversight.restrict(later(desk.daria, hours=6), "intelligence.item", stopped.ref, reason="He disputes it again.")
    assert told(7)[-1] == struck, "each time, also once the first was read"
    services.pass_on(later(desk.daria, hours=8), graded.report_ref, road="outside", words="He had a broken finger.")
    assert told(9)[-1] == struck
    assert "finger" not in "".join(told(9))
    daria = later(desk.daria, hours=10)
    value = selectors.briefing(daria, ref)
    remark = LineInput("remark", "Two lines were struck.")
    services.write_briefing(daria, ref, [*kept(value), remark], version=value.last, because="Two lines were struck.")
    last = selectors.briefing(later(head, hours=10), ref).last
    services.sign_briefing(later(head, hours=10), ref, version=last, passphrase=PASSPHRASE)
    assert told(11) == []
