"""Who told it is sealed as it is typed, compared without opening, and opened by two people only."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction
from django.db.utils import DatabaseError

from custody import FIRST, SECOND, Custody
from desk_at_northfield import body, browser, later, posted
from rapport.access import approvals
from rapport.access.algebra import Refused
from rapport.access.models import Role
from rapport.access.viewers import Viewer
from rapport.ledger import sequencing
from rapport.ledger.clock import wall_now
from rapport.ledger.models import Entry, Instance
from rapport.oversight.selectors import reviews_due
from rapport.oversight.selectors.keeping import DueValue
from rapport.register.services import note_protected_role
from rapport.reporting import selectors as reports
from rapport.reporting import services as reporting
from rapport.reporting.services import Unfilable
from rapport.sources import matching, sealing, selectors, services
from rapport.sources.models import Opening, Origin, SealedDraft

SAME = [
    ("Асанов Бакыт", "Bakyt Asanov"),
    ("Бакыта Асанова", "Асанов Бакыт"),
    ("Асан уулу Бакыт", "Бакыт Асан уулу"),
    ("Lasko", "В. Ласко"),
    ("Шахматист", "V. Lasko"),
    ("cell 1", "Шахматист"),
    ("Chess Player", "chess player"),
]
DIFFERENT = [
    ("Иванов Иван", "Иванов Пётр"),
    ("Асан уулу Бакыт", "Үсөн уулу Чолпонбек"),
    ("Lasko", "Orlov"),
    ("", ""),
    ("Lasko", ""),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_what_one_man_told_two_officers_in_two_scripts_is_one_origin(custody: Custody, one: str, other: str) -> None:
    refs = [custody.told(custody.aigerim, one).told_origin, custody.told(custody.bakyt, other).told_origin]
    assert refs[0] != refs[1]
    assert selectors.same_origin_groups(refs) == [frozenset(refs)]


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_two_men_or_nobody_named_are_two_origins(custody: Custody, one: str, other: str) -> None:
    refs = [custody.told(custody.aigerim, one).told_origin, custody.told(custody.bakyt, other).told_origin]
    assert selectors.same_origin_groups(refs) == [frozenset({ref}) for ref in refs]


def test_an_origin_that_nobody_sealed_is_its_own(db: None) -> None:
    assert selectors.same_origin_groups(["AAA-AAAA", "", "BBB-BBBB"]) == [{"AAA-AAAA"}, {"BBB-BBBB"}]


def test_without_the_key_nothing_is_counted_as_two(custody: Custody) -> None:
    refs = [custody.told(custody.aigerim, "Lasko").told_origin, custody.told(custody.bakyt, "Orlov").told_origin]
    matching.hand_over(b"another key of the same length!!")
    assert selectors.same_origin_groups(refs) == [frozenset(refs)]


def test_a_name_and_no_name_are_as_long_in_the_database_and_never_the_same_twice(custody: Custody) -> None:
    custody.told(custody.aigerim, "Асан уулу Бакыт", "он был там")
    custody.told(custody.aigerim)
    custody.told(custody.aigerim)
    kept = [(bytes(one.sealed), bytes(one.marks)) for one in Origin.unfiltered.order_by("pk")]
    assert len({len(sealed) for sealed, _ in kept}) == 1
    assert len({len(marks) for _, marks in kept}) == 1
    assert len(set(kept)) == 3


def test_a_draft_has_a_sealed_part_whether_anybody_is_named_or_not(custody: Custody) -> None:
    with_a_name = reporting.start_draft(custody.aigerim, told="A phone.", told_by="Lasko")
    without = reporting.start_draft(custody.aigerim, told="A phone.")
    kept = {one.ref: (len(bytes(one.sealed)), len(bytes(one.marks))) for one in SealedDraft.unfiltered.all()}
    assert kept[with_a_name] == kept[without]


def test_the_author_sees_that_somebody_is_named_and_never_who(custody: Custody) -> None:
    ref = reporting.start_draft(custody.aigerim, told="A phone.", told_by="Lasko Viktor", told_how="saw it himself")
    draft = reports.draft(custody.aigerim, ref)
    assert draft.teller_named
    assert "Lasko" not in repr(draft)
    page = browser(custody.aigerim).get(f"/reports/{ref}/write/").content.decode()
    assert "Somebody is named, sealed." in page
    assert "Lasko" not in page


def test_the_author_names_another_instead_or_takes_the_name_out(custody: Custody) -> None:
    ref = reporting.start_draft(custody.aigerim, about="worry", told="A phone.", told_by="Lasko")
    reporting.save_draft(custody.aigerim, ref, told_by="Orlov")
    other = custody.told(custody.bakyt, "Orlov").told_origin
    mine = reporting.file_draft(custody.aigerim, ref).told_origin
    assert len(selectors.same_origin_groups([mine, other])) == 1
    again = reporting.start_draft(custody.aigerim, about="worry", told="A phone.", told_by="Lasko")
    reporting.unname_teller(custody.aigerim, again)
    assert not reports.draft(custody.aigerim, again).teller_named


def test_a_save_that_names_nobody_leaves_the_name_that_was_sealed(custody: Custody) -> None:
    ref = reporting.start_draft(custody.aigerim, told="A phone.", told_by="Lasko")
    reporting.save_draft(custody.aigerim, ref, told="A phone behind the oven.", told_by="")
    assert reports.draft(custody.aigerim, ref).teller_named


def test_a_name_without_what_was_told_is_asked_back_and_kept(custody: Custody) -> None:
    ref = reporting.start_draft(custody.aigerim, about="worry", seen="Bread.", told_by="Lasko")
    with pytest.raises(Unfilable) as refusal:
        reporting.file_draft(custody.aigerim, ref)
    assert [finding.code for finding in refusal.value.findings] == ["told_by_alone"]
    assert reports.draft(custody.aigerim, ref).teller_named


def test_a_text_that_repeats_the_teller_s_name_is_noticed_without_opening(custody: Custody) -> None:
    ref = reporting.start_draft(custody.aigerim, told="A phone.", told_by="Бакыт Асанов")
    assert selectors.teller_repeated(ref, "Asanov told it at the oven, Lasko laughed.") == ["Asanov"]
    assert selectors.teller_repeated(ref, "Lasko laughed at the oven.") == []


def test_the_ledger_does_not_say_that_somebody_was_named(custody: Custody) -> None:
    def entries(who: str) -> list[tuple[str, str, int]]:
        before = Entry.objects.count()
        custody.told(custody.aigerim, who)
        return [(one.operation, one.reason, len(one.records)) for one in Entry.objects.order_by("pk")[before:]]

    assert entries("Lasko") == entries("")


def test_a_draft_that_is_thrown_away_takes_its_sealed_part_along(custody: Custody) -> None:
    ref = reporting.start_draft(custody.aigerim, told="A phone.", told_by="Lasko")
    reporting.discard_draft(custody.aigerim, ref)
    assert not SealedDraft.unfiltered.filter(ref=ref).exists()


def test_not_even_the_database_lets_what_was_sealed_be_exchanged(custody: Custody) -> None:
    custody.told(custody.aigerim, "Lasko")
    with pytest.raises(DatabaseError), transaction.atomic():
        Origin.unfiltered.update(sealed=b"x")


def asked(custody: Custody, who: str = "Lasko Viktor") -> str:
    origin = custody.told(custody.aigerim, who, "saw it himself").told_origin
    return services.ask_to_open(custody.daria, origin, "He says that he will be stabbed tonight.")


def test_two_people_s_signatures_and_both_custodians_open_it_for_the_asker(custody: Custody) -> None:
    opening = asked(custody)
    custody.signed(opening, custody.gulnara, custody.asel)
    key = services.open_origin(custody.daria, opening, first=FIRST, second=SECOND)
    told_by = services.open_window(custody.daria, opening, key)
    assert told_by is not None
    assert (told_by.who, told_by.how, told_by.person) == (
        "Lasko Viktor",
        "saw it himself",
        custody.prison.people[0],
    )
    last = Entry.objects.filter(operation="disclosure").latest("pk")
    assert last.to == custody.daria.staff_ref


def test_on_live_nothing_is_opened_while_nobody_witnessed_the_ledger_for_a_week(
    custody: Custody, monkeypatch: pytest.MonkeyPatch
) -> None:
    opening = asked(custody)
    custody.signed(opening, custody.gulnara, custody.asel)
    monkeypatch.setattr(sequencing, "instance", lambda: Instance(mode="live", stamp="x"))
    monkeypatch.setattr(sequencing, "last_witnessed", lambda: wall_now() - timedelta(days=8))
    with pytest.raises(sequencing.NoWitness):
        services.open_origin(custody.daria, opening, first=FIRST, second=SECOND)
    page = browser(custody.daria).post(f"/sources/opening/{opening}/", {"first": FIRST, "second": SECOND})
    assert "witnessed the ledger" in page.content.decode()
    monkeypatch.setattr(sequencing, "last_witnessed", lambda: wall_now() - timedelta(days=6))
    assert services.open_origin(custody.daria, opening, first=FIRST, second=SECOND)


def test_what_a_lawyer_told_is_not_for_the_desk_and_the_lawyer_stays_sealed(custody: Custody) -> None:
    place = custody.prison.establishment.pk
    note_protected_role(custody.asel, place, office="lawyer", family_name="Sadovsky", given_names="Pavel")
    typed = {"about": "worry", "told": "A phone is there.", "at": custody.aigerim.now()}
    ref = reporting.start_draft(custody.aigerim, told_by="Садовский Павел", **typed)
    with pytest.raises(Unfilable, match="protected_person"):
        reporting.file_draft(custody.aigerim, ref)
    reporting.save_draft(custody.aigerim, ref, road="welfare")
    assert reporting.file_draft(custody.aigerim, ref).road == "welfare"


def test_one_signature_opens_nothing(custody: Custody) -> None:
    opening = asked(custody)
    custody.signed(opening, custody.gulnara)
    with pytest.raises(Refused) as refusal:
        services.open_origin(custody.daria, opening, first=FIRST, second=SECOND)
    assert "approval.two" in refusal.value.code


def test_two_signatures_open_nothing_without_both_passphrases(custody: Custody) -> None:
    opening = asked(custody)
    custody.signed(opening, custody.gulnara, custody.timur)
    for first, second in ((FIRST, FIRST), (SECOND, FIRST), (FIRST, "")):
        with pytest.raises(sealing.WrongPassphrase):
            services.open_origin(custody.daria, opening, first=first, second=second)
    assert Opening.unfiltered.get(ref=opening).opened_at is None


def test_whoever_signed_does_not_see_it_and_no_other_browser_does(custody: Custody) -> None:
    opening = asked(custody)
    custody.signed(opening, custody.gulnara, custody.asel)
    key = services.open_origin(custody.daria, opening, first=FIRST, second=SECOND)
    for other in (custody.gulnara, custody.asel):
        with pytest.raises(Refused):
            services.open_window(other, opening, key)
    assert services.open_window(custody.daria, opening, b"") is None
    assert services.open_window(custody.daria, opening, sealing.new_key()) is None


def test_after_ten_minutes_it_is_shown_no_more_and_nothing_of_it_is_kept(custody: Custody) -> None:
    opening = asked(custody)
    custody.signed(opening, custody.gulnara, custody.asel)
    key = services.open_origin(custody.daria, opening, first=FIRST, second=SECOND)
    Opening.unfiltered.filter(ref=opening).update(until=wall_now() - timedelta(seconds=1))
    assert services.open_window(custody.daria, opening, key) is None
    assert bytes(Opening.unfiltered.get(ref=opening).locked) == b""


def test_after_a_no_nothing_is_opened_and_the_asker_is_told(custody: Custody) -> None:
    opening = asked(custody)
    approvals.decline(custody.gulnara, selectors.opening(custody.gulnara, opening).request, "too_wide")
    assert selectors.opening(custody.daria, opening).state == "declined"
    page = browser(custody.daria).get(f"/sources/opening/{opening}/").content.decode()
    assert "A colleague said no" in page
    assert 'name="first"' not in page
    with pytest.raises(Refused):
        services.open_origin(custody.daria, opening, first=FIRST, second=SECOND)


def test_an_opening_serves_once(custody: Custody) -> None:
    opening = asked(custody)
    custody.signed(opening, custody.gulnara, custody.asel)
    services.open_origin(custody.daria, opening, first=FIRST, second=SECOND)
    with pytest.raises(Refused):
        services.open_origin(custody.daria, opening, first=FIRST, second=SECOND)


def test_the_page_of_an_origin_is_the_same_whether_anybody_was_named(custody: Custody) -> None:
    refs = [custody.told(custody.aigerim, who).told_origin for who in ("Lasko Viktor", "")]
    for viewer in (custody.daria, custody.gulnara, custody.asel, custody.aigerim, custody.bakyt):
        client = browser(viewer)
        pages = []
        for ref in refs:
            answer = client.get(f"/sources/origin/{ref}/")
            text = answer.content.decode().replace(ref, "…")
            pages.append((answer.status_code, answer.headers.get("Content-Length"), _without_tokens(text)))
        assert pages[0] == pages[1], viewer.name
    assert browser(custody.aigerim).get(f"/sources/origin/{refs[0]}/").status_code == 404


def test_on_the_page_the_asker_opens_it_and_sees_it_alone(custody: Custody) -> None:
    opening = asked(custody)
    custody.signed(opening, custody.gulnara, custody.asel)
    client = browser(custody.daria)
    wrong = client.post(f"/sources/opening/{opening}/", {"first": "x" * 20, "second": SECOND})
    assert "do not open it" in wrong.content.decode()
    assert client.post(f"/sources/opening/{opening}/", {"first": FIRST, "second": SECOND}).status_code == 302
    page = client.get(f"/sources/opening/{opening}/")
    assert "Lasko Viktor" in page.content.decode()
    assert page["Cache-Control"] == "no-store"
    assert "Lasko" not in browser(custody.daria).get(f"/sources/opening/{opening}/").content.decode()
    assert "Lasko" not in browser(custody.gulnara).get(f"/sources/opening/{opening}/").content.decode()


def test_a_custodian_s_register_shows_a_pseudonym_what_was_graded_and_when_to_look_after_them(custody: Custody) -> None:
    origin = custody.told(custody.aigerim, "Lasko Viktor").told_origin
    other = custody.told(custody.bakyt, "Виктор Ласко").told_origin
    stranger = custody.told(custody.bakyt, "Orlov").told_origin
    entry = services.enter_source(custody.gulnara, origin)
    assert services.enter_source(custody.timur, other) == entry
    now = custody.gulnara.now()
    for at in range(2):
        services.note_grades([services.GradeOf(origin, "K7Q-4MX9", "admiralty@1", "B", str(at), now)])
    page = selectors.source(custody.gulnara, entry)
    assert set(page.origins) == {origin, other}
    assert stranger not in page.origins
    assert [(one.source, one.information) for one in page.grades] == [("B", "0"), ("B", "1")]
    services.move_grades("K7Q-4MX9", compartment="222-22222")  # what it was given to lies where she is not
    assert selectors.source(custody.gulnara, entry).grades == ()
    services.move_grades("K7Q-4MX9", compartment="")
    assert selectors.source(custody.gulnara, entry).grades == page.grades
    today = now.date()
    services.looked_after(custody.gulnara, entry, next_on=today + timedelta(days=14))
    services.authorise(custody.timur, entry, until=today + timedelta(days=30))
    [listed] = selectors.register(custody.gulnara)
    assert (listed.welfare_on, listed.authorised) == (today + timedelta(days=14), True)
    client = browser(custody.gulnara)
    for address in ("/sources/", f"/sources/{entry}/", "/sources/key/", f"/sources/origin/{origin}/"):
        text = client.get(address).content.decode()
        assert "Lasko" not in text
        assert "Ласко" not in text
    with pytest.raises(Refused):
        selectors.register(custody.daria)
    with pytest.raises(Refused):
        selectors.source(custody.asel, entry)


def test_when_a_source_is_due_stands_in_the_custodians_reviews_and_in_nobody_elses_list(custody: Custody) -> None:
    here = {"service": custody.prison.service, "establishment": custody.prison.establishment}
    others = [custody.daria, custody.asel, custody.aigerim]
    others += [posted(role.value, role, **here) for role in (Role.INSPECTOR, Role.DATA_PROTECTION, Role.ANALYST)]
    origin = custody.told(custody.aigerim, "Lasko Viktor").told_origin

    def due(viewer: Viewer, **on: float) -> list[DueValue]:
        return [one for one in reviews_due(later(viewer, **on))[0] if one.record_class == "sources.source"]

    def everybody_elses() -> list[object]:
        lists = [reviews_due(later(viewer, days=days)) for viewer in others for days in (0, 25, 60)]
        return [*lists, *(body(browser(viewer).get("/oversight/reviews/")) for viewer in others)]

    before = everybody_elses()
    entry = services.enter_source(custody.gulnara, origin)
    today = custody.gulnara.now().date()
    services.authorise(custody.gulnara, entry, until=today + timedelta(days=20))
    assert everybody_elses() == before
    assert (due(custody.gulnara), due(custody.timur, days=12)) == ([], [])
    [soon] = due(custody.timur, days=14)
    assert (soon.ref, soon.due, soon.ends_on) == (entry, False, today + timedelta(days=20))
    [now] = due(custody.gulnara, days=28)
    assert (now.due, now.ends_on, now.review_on) == (True, None, today + timedelta(days=28))
    services.authorise(custody.gulnara, entry, until=today + timedelta(days=3))
    page = browser(custody.gulnara).get("/oversight/reviews/").content.decode()
    assert "authorisation ends" in page
    assert entry in page


def test_too_many_wrong_passphrases_make_everybody_wait(custody: Custody) -> None:
    from rapport.sources.services.keys import Waiting

    opening = asked(custody)
    custody.signed(opening, custody.gulnara, custody.asel)
    for _ in range(5):
        with pytest.raises(sealing.WrongPassphrase):
            services.open_origin(custody.daria, opening, first="x" * 20, second=SECOND)
    with pytest.raises(Waiting):
        services.open_origin(custody.daria, opening, first=FIRST, second=SECOND)


def test_a_key_needs_two_people_and_two_passphrases(custody: Custody) -> None:
    for second, passphrase in ((custody.gulnara.staff_ref, SECOND), (custody.daria.staff_ref, SECOND)):
        with pytest.raises(Refused):
            services.found_key(custody.gulnara, second=second, passphrase=FIRST, second_passphrase=passphrase)
    for passphrase in (FIRST, "short", "aaaaaaaaaaaaaaaa"):
        with pytest.raises(sealing.WeakPassphrase):
            services.found_key(
                custody.gulnara, second=custody.timur.staff_ref, passphrase=FIRST, second_passphrase=passphrase
            )


def test_what_was_sealed_to_the_key_before_still_opens_with_it(custody: Custody) -> None:
    opening = asked(custody)
    services.found_key(
        custody.timur,
        second=custody.gulnara.staff_ref,
        passphrase="nine wet umbrellas",
        second_passphrase="old red tram car",
    )
    custody.signed(opening, custody.gulnara, custody.asel)
    assert services.open_origin(custody.daria, opening, first=FIRST, second=SECOND)


def _without_tokens(text: str) -> str:
    import re

    return re.sub(r"(csrf[^>]*(?:value|content)=)\"\w+\"", r"\1", text)


def test_how_what_somebody_told_was_graded_stands_in_the_register_and_origins_are_counted_without_opening(
    custody: Custody,
) -> None:
    from desk_at_northfield import FIT
    from rapport.intelligence import selectors as desk
    from rapport.intelligence import services as intelligence

    report = custody.told(custody.aigerim, "Lasko Viktor", told="Bread changed hands at the bench.")
    other = custody.told(custody.bakyt, "В. Ласко", told="Bread changed hands there.")
    entry = services.enter_source(custody.gulnara, report.told_origin)
    item = intelligence.evaluate(custody.daria, report.ref, **{**FIT, "kind": "told"})
    [graded] = selectors.source(custody.gulnara, entry).grades
    assert (graded.source, graded.information) == ("B", "1")
    somebody_else = custody.told(custody.bakyt, "Orlov", told="Bread changed hands, he thinks.")
    again, apart = (
        intelligence.evaluate(custody.daria, one.ref, **{**FIT, "kind": "told"}) for one in (other, somebody_else)
    )
    assert desk.origins(custody.daria, [item.ref, again.ref]) == 1
    assert desk.origins(custody.daria, [item.ref, again.ref, apart.ref]) == 2
