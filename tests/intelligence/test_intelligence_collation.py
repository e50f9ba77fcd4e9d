"""Grades in time, how far an item goes, themes, groups and events, and what a text may mean."""

import pytest
from django.db import IntegrityError, transaction

from desk_at_northfield import FIT, Desk, browser, later, posted
from rapport.access.algebra import Refused
from rapport.access.models import Role, Staff
from rapport.conference import selectors as conference
from rapport.intelligence import selectors, services
from rapport.intelligence.errors import Incomplete
from rapport.intelligence.inputs import GradeInput, PersonInput
from rapport.intelligence.models import Grade, Group, Item
from rapport.intelligence.sanitising import Surroundings, guesses
from rapport.intelligence.themes import UnsoundThemes, read_themes, themes
from rapport.language import protected
from rapport.ledger.models import Entry
from rapport.ledger.reasons import because
from rapport.reporting.models import Report, ReportSubject

AGAIN = GradeInput("C", "Two of his reports did not hold.", "2", "Only he knows it.", "H0")


def test_a_new_grade_stands_and_the_one_before_it_is_kept_with_its_date(desk: Desk) -> None:
    item = desk.item(desk.report(desk.aigerim))
    regraded = services.regrade(later(desk.daria, days=3), item.ref, AGAIN, why="It did not hold.")
    assert (regraded.grade.source, regraded.grade.why) == ("C", "It did not hold.")
    page = selectors.item_page(desk.daria, item.ref)
    assert [(one.source, one.why) for one in page.grades] == [("B", ""), ("C", "It did not hold.")]
    assert page.grades[0].at < page.grades[1].at
    assert selectors.items(desk.daria)[0].grade.source == "C"


def test_nobody_regrades_without_saying_what_changed_or_on_half_of_the_axes(desk: Desk) -> None:
    item = desk.item(desk.report(desk.aigerim))
    for given, why in (
        (AGAIN, " "),
        (AGAIN._replace(information_reason=""), "It did not hold."),
        (AGAIN._replace(source="9"), "It did not hold."),
        (AGAIN._replace(handling="H3"), "It did not hold."),
    ):
        with pytest.raises(Incomplete):
            services.regrade(desk.daria, item.ref, given, why=why)
    assert Grade.unfiltered.count() == 1


@pytest.mark.parametrize(
    ("scheme", "given"),
    [
        ("3x5x2@2016", GradeInput("2", "New to us.", "C", "He had it from others.", "P")),
        ("5x5x5@1", GradeInput("E", "New to us.", "4", "Nothing to hold it against.", "1")),
        ("6x6@1", GradeInput("F", "New to us.", "6", "Nothing to hold it against.")),
        ("4x4@2017", GradeInput("X", "New to us.", "4", "Nothing else says so.", "H1")),
    ],
)
def test_an_item_is_graded_by_any_of_the_four_schemes_and_says_by_which(
    desk: Desk, scheme: str, given: GradeInput
) -> None:
    from rapport.intelligence.grading import schemes

    known = next(one for one in schemes() if one.startswith(scheme.split("@")[0]))
    item = desk.item(desk.report(desk.aigerim), scheme_id=known, **given._asdict())
    assert item.grade.scheme_id == known
    assert [code.code for _, code in item.grade.codes] == [one for one in (given[0], given[2], given[4]) if one]
    with pytest.raises(Incomplete):
        desk.item(desk.report(desk.bakyt), scheme_id="9x9@1")


def test_what_asks_first_is_read_in_its_prison_alone_until_its_desk_permits_more_and_then_for_a_time(
    desk: Desk,
) -> None:
    item = desk.item(desk.report(desk.aigerim), handling="H2")
    note = desk.note(item)
    assert note.reach == "here"
    for look in (lambda: selectors.item(desk.nurlan, item.ref), lambda: selectors.note(desk.nurlan, note.ref)):
        with pytest.raises(Refused) as kept:
            look()
        assert not kept.value.exists
    assert selectors.items(desk.nurlan) == []
    assert selectors.item(desk.daria, item.ref).ref == item.ref
    services.permit(desk.daria, item.ref, reach="service", reason="Southgate asks.", days=7)
    assert selectors.item(desk.nurlan, item.ref).ref == item.ref
    assert selectors.note(desk.nurlan, note.ref).ref == note.ref
    with pytest.raises(Refused):
        selectors.item(later(desk.nurlan, days=8), item.ref)


def test_a_grade_that_lets_an_item_go_takes_the_place_of_one_that_kept_it_and_the_other_way_round(desk: Desk) -> None:
    item = desk.item(desk.report(desk.aigerim), handling="H2")
    services.regrade(desk.daria, item.ref, AGAIN, why="The provider agrees.")
    assert selectors.item(desk.nurlan, item.ref).grade.reach == "partners"
    services.regrade(
        desk.daria, item.ref, AGAIN._replace(handling="H3", conditions="Not in court."), why="Not any more."
    )
    with pytest.raises(Refused):
        selectors.item(desk.nurlan, item.ref)


def test_links_and_notes_go_no_further_than_what_they_rest_on(desk: Desk) -> None:
    kept, free = desk.item(desk.report(desk.aigerim), handling="H2"), desk.item(desk.report(desk.bakyt))
    services.link(desk.daria, [kept.ref, free.ref], person_ref=desk.people[0], reason="Both name him.")
    assert len(selectors.links_of(desk.daria, [free.ref])) == 1
    assert selectors.links_of(desk.nurlan, [free.ref]) == []
    assert desk.note(kept, free).reach == "here"
    assert desk.note(free).reach == "partners"


def test_only_the_desk_that_provided_an_item_permits_more_and_not_for_ever(desk: Desk) -> None:
    item = desk.item(desk.report(desk.aigerim))
    with pytest.raises(Refused):
        services.permit(desk.nurlan, item.ref, reach="service", reason="I ask myself.", days=7)
    for fields in ({"days": 91}, {"days": 0}, {"reason": ""}, {"reach": "here"}):
        with pytest.raises(Incomplete):
            services.permit(desk.daria, item.ref, **{"reach": "service", "reason": "Asked.", "days": 7, **fields})


def test_nobody_reads_a_note_a_link_or_a_decision_that_rests_on_a_report_about_themselves(desk: Desk) -> None:
    prison = desk.prison
    about = {"service": prison.service, "establishment": prison.establishment}
    subject = posted("Erlan Kasymov", Role.INTELLIGENCE, **about)
    governor = posted("Gulmira Sadykova", Role.GOVERNOR, **about)
    report, other = desk.report(desk.aigerim), desk.report(desk.bakyt)
    items = [desk.item(report), desk.item(other)]
    services.link(desk.daria, [one.ref for one in items], person_ref=desk.people[0], reason="Both name him.")
    note = services.hand_to_governor(desk.daria, desk.note(*items).ref)
    assert selectors.note(subject, note.ref).ref == note.ref
    for who in (subject, governor):
        ReportSubject.unfiltered.create(
            report=Report.unfiltered.get(ref=report), staff=Staff.unfiltered.get(ref=who.staff_ref)
        )
        with pytest.raises(Refused) as hidden:
            selectors.note(who, note.ref)
        assert not hidden.value.exists
    assert selectors.notes(subject) == []
    assert selectors.links_of(subject, [items[1].ref]) == []
    assert selectors.fate_of(subject, other).notes == ()
    assert conference.to_decide(governor) == []
    assert [line.ref for line in conference.to_decide(desk.asel)] == [note.ref]
    assert browser(subject).get(f"/desk/notes/{note.ref}/").status_code == 404


def test_no_theme_and_no_label_says_what_people_believe_or_are(desk: Desk, tmp_path: object) -> None:
    for theme in themes().values():
        assert not any(protected.found(words) for words in theme.words.values())
    path = tmp_path / "themes.yaml"  # type: ignore[operator]
    path.write_text("version: 2\nthemes: [{code: x, words: {en: Muslim prayer, ru: x, ky: x, fr: x}}]\n")
    with pytest.raises(UnsoundThemes):
        read_themes(path)
    for label in ("Salafi circle", "Узбеки с 1 этажа", "Намаз окугандар", "Groupe des Tchétchènes", "HIV cell"):
        with pytest.raises(Incomplete) as refused:
            services.open_group(desk.daria, label=label, reason="Several items.")
        assert refused.value.code == "protected_word"
    assert not Group.unfiltered.exists()


def test_themes_are_kept_with_the_version_of_their_list_and_capability_never_stands_alone(desk: Desk) -> None:
    item = desk.item(desk.report(desk.aigerim), themes=["extortion", "capability"])
    assert item.themes == ("extortion@1", "capability@1")
    for chosen in (["capability"], ["religion"]):
        with pytest.raises(Incomplete):
            desk.item(desk.report(desk.bakyt), themes=chosen)


def test_a_mention_of_prayer_stays_out_of_an_item_or_is_answered_for(desk: Desk) -> None:
    report = desk.report(desk.aigerim, seen="Lasko prayed, then took the bread of Orlov.")
    assert selectors.report_at_desk(desk.daria, report).sensitive == ("prayed",)
    with pytest.raises(Incomplete) as asked:
        desk.item(report, text="After the prayer a man took bread.")
    assert asked.value.field == "necessity"
    assert desk.item(report, text="A man took bread from another.").necessity == ""
    why = "He took it while the others were away for prayer."
    assert desk.item(report, text="During prayer a man took bread.", necessity=why).necessity == why


def test_an_item_is_laid_at_a_place_a_group_and_an_event_and_taken_away_again(desk: Desk) -> None:
    group = services.open_group(desk.daria, label="Bench traders", reason="Three items speak of them.")
    day = desk.daria.now().date()
    event = services.open_event(desk.daria, label="Fight in the canteen", on=day, reason="Two items.")
    item = desk.item(desk.report(desk.aigerim), text="Traders of the bench waited at workshop 2 before the fight.")
    page = selectors.item_page(desk.daria, item.ref)
    assert [(one.passage, one.places[0].label) for one in page.places] == [("workshop 2", "Workshop 2")]
    assert [one.label.label for one in page.labels] == ["Bench traders"]
    place = page.places[0].places[0].ref
    for to, ref in (("group", group), ("event", event), ("place", place), ("place", place)):
        services.tie(desk.daria, item.ref, to=to, ref=ref, passage="bench")
    page = selectors.item_page(desk.daria, item.ref)
    assert {(one.to, one.label) for one in page.ties} == {
        ("group", "Bench traders"),
        ("event", "Fight in the canteen"),
        ("place", "Workshop 2"),
    }
    assert (page.places, page.labels) == ((), ())
    assert [one.ref for one in selectors.items_at(desk.nurlan, "group", group)[1]] == [item.ref]
    services.untie(desk.daria, item.ref, tie_ref=page.ties[0].ref)
    assert len(selectors.item_page(desk.daria, item.ref).ties) == 2
    with pytest.raises(IntegrityError), transaction.atomic():
        Group.unfiltered.update(label="Others")


def test_a_group_of_another_prison_is_not_there(desk: Desk, elsewhere: Desk) -> None:
    group = services.open_group(desk.daria, label="Bench traders", reason="Three items.")
    item = elsewhere.item(elsewhere.report(elsewhere.aigerim))
    with pytest.raises(Refused) as missing:
        services.tie(elsewhere.daria, item.ref, to="group", ref=group)
    assert not missing.value.exists
    with pytest.raises(Refused):
        selectors.items_at(elsewhere.daria, "group", group)
    assert selectors.labels(elsewhere.daria) == []


def test_whom_the_text_turned_out_to_mean_is_named_by_a_human_and_never_by_itself(desk: Desk) -> None:
    lasko, orlov = desk.people[:2]
    report = desk.report(desk.aigerim, seen="Lasko took the bread of Orlov at the bench.")
    suggested = selectors.report_at_desk(desk.daria, report).suggested
    assert [(one.passage, [person.ref for person in one.people]) for one in suggested] == [("Orlov", [orlov])]
    item = desk.item(report, text="Bread of T. Orlov was taken.")
    assert list(item.person_refs) == [lasko]
    found = selectors.item_page(desk.daria, item.ref).suggested
    assert [one.passage for one in found] == ["T. Orlov"]
    services.name_person(desk.daria, item.ref, PersonInput(orlov, "victim"))
    assert set(selectors.item(desk.daria, item.ref).person_refs) == {lasko, orlov}
    for person in (PersonInput(orlov, "other"), PersonInput("ZZZ-ZZZZ", "other"), PersonInput(lasko, "leader")):
        with pytest.raises(Incomplete):
            services.name_person(desk.daria, item.ref, person)
    with pytest.raises(Incomplete):
        services.evaluate(desk.daria, report, **{**FIT, "people": [("ZZZ-ZZZZ", "other")]})
    assert Item.unfiltered.count() == 1


@pytest.mark.parametrize(
    ("text", "kind", "codes"),
    [
        ("He waited at cell 3.", "seen", ["only_few_there"]),
        ("He waited in workshop 2.", "seen", ["place_of_few"]),
        ("He came at 10:41.", "seen", ["exact_minute"]),
        ("The instructor saw him.", "seen", ["says_the_post"]),
        ("EXTXS says that a parcel comes.", "told", ["says_a_code"]),
        ("A man of K7Q-4MX9F, and of K7Q4MX9F.", "seen", ["says_a_code"]),
        ("FRED has 23456 cards, and 12 of bench B.", "seen", []),
        ("His cellmate says so.", "told", ["says_the_relation"]),
        ("His cellmate says so.", "seen", []),
        ("A man owes another for phone cards.", "told", []),
        ("Сокамерник видел это в 9:05.", "told", ["exact_minute", "says_the_relation"]),
        ("that Orlov owes Lasko for two phone cards and hides", "told", ["words_as_told"]),
    ],
)
def test_a_wording_that_lets_the_source_be_guessed_is_warned_of(text: str, kind: str, codes: list[str]) -> None:
    around = Surroundings(place="Workshop 2", few_in=["cell 3"] if "cell 3" in text else [], named=2)
    raw = "That Orlov owes Lasko for two phone cards and hides."
    assert [one.code for one in guesses(text, kind=kind, raw=raw, around=around)] == codes


def test_the_page_warns_while_one_types_and_asks_before_it_keeps(desk: Desk) -> None:
    report = desk.report(desk.aigerim)
    daria = browser(desk.daria)
    piece = daria.post(f"/desk/{report}/sanitise/", {"kind": "seen", "text": "He waited at cell 3 at 10:41."})
    assert piece.content.decode().count("Could this show the source?") == 2
    typed = {
        "kind": "seen",
        "text": "He waited at cell 3 at 10:41.",
        **{name: str(FIT[name]) for name in ("source", "source_reason", "information", "information_reason")},
        "handling": "H0",
        "obtained": "on_duty",
        "themes": "contraband",
        f"who_{desk.people[0]}": "other",
    }
    asked = daria.post(f"/desk/{report}/", typed)
    assert asked.status_code == 422
    assert "10:41" in asked.content.decode()
    assert not Item.unfiltered.exists()
    assert daria.post(f"/desk/{report}/", {**typed, "sure": "on"}).status_code == 302
    assert Item.unfiltered.count() == 1


def test_regrading_permitting_and_laying_are_entered_without_their_content(desk: Desk) -> None:
    item = desk.item(desk.report(desk.aigerim))
    services.regrade(desk.daria, item.ref, AGAIN, why="It did not hold.")
    services.permit(desk.daria, item.ref, reach="service", reason="Southgate asks.", days=7)
    group = services.open_group(desk.daria, label="Bench traders", reason="Three items.")
    services.tie(desk.daria, item.ref, to="group", ref=group, passage="bench")
    entries = list(Entry.objects.order_by("-pk")[:4])
    assert {(one.operation, one.reason) for one in entries} >= {
        ("alteration", because("intelligence.regraded")),
        ("disclosure", because("intelligence.further_reach_permitted")),
        ("combination", because("intelligence.laid_together")),
    }
    written = " ".join(f"{one.records} {one.reason} {one.to}" for one in entries)
    assert not any(words in written for words in ("hold", "Southgate", "traders", "bench"))
