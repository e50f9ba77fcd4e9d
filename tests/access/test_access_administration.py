"""Who looks after accounts, and what not even they can do alone."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from access_accounts import Desk, open_for
from access_house import STEWARD, Northfield
from access_signers import passphrase
from django.db import connection, transaction
from django.test import Client

from rapport.access import accounts, administration, approvals, granting, keys, second_factor, signing, throttle
from rapport.access.algebra import Refused
from rapport.access.compartments import BadLabel, StillHeld, close_compartment, name_legal_basis, open_compartment
from rapport.access.console import Unfit, add, listed, open_establishment, open_region, reset
from rapport.access.desks import BadNetwork, register, remove
from rapport.access.links import sign_in_link
from rapport.access.models import Account, Compartment, Establishment, Posting, PrisonService, Role, Staff
from rapport.access.services import end_posting, enrol, post
from rapport.access.viewers import Viewer, viewer_for
from rapport.ledger.clock import wall_now
from rapport.ledger.models import Entry
from rapport.ledger.reasons import because

pytestmark = pytest.mark.django_db


@pytest.fixture
def saule(house: Northfield) -> Posting:
    """Saule administers Northfield."""
    staff = enrol(STEWARD, "Saule")
    return post(STEWARD, staff, Role.ADMINISTRATOR, service=house.service, establishment=house.northfield, by_link=True)


@pytest.fixture
def whole(house: Northfield) -> Viewer:
    """Temir administers the whole service."""
    return viewer_for(post(STEWARD, enrol(STEWARD, "Temir"), Role.ADMINISTRATOR, service=house.service))


@pytest.fixture
def strict(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two people are asked for here as they are outside training."""
    monkeypatch.setattr(granting, "Mode", type("Elsewhere", (), {"TRAINING": "somewhere else"}))
    monkeypatch.setattr(signing, "MEMORY_KIB", 256)
    monkeypatch.setattr(signing, "PASSES", 1)


@dataclass(frozen=True)
class Chamber:
    """Saule administers and asks; Gulnara and Henrik govern and sign; Daria governs too. An inspector met them all."""

    saule: Posting
    gulnara: Posting
    henrik: Posting
    daria: Staff

    @property
    def viewer(self) -> Viewer:
        return viewer_for(self.saule)


@pytest.fixture
def chamber(house: Northfield, strict: None) -> Chamber:
    inspector = viewer_for(post(STEWARD, enrol(STEWARD, "Ines"), Role.INSPECTOR, service=house.service))
    at = {"service": house.service, "establishment": house.northfield}
    work = {"Saule": Role.ADMINISTRATOR, "Gulnara": Role.GOVERNOR, "Henrik": Role.GOVERNOR}
    posted = [post(STEWARD, enrol(STEWARD, name), role, **at) for name, role in work.items()]
    post(STEWARD, house.daria.staff, Role.GOVERNOR, **at)
    meet(inspector, *posted)
    return Chamber(*posted, house.daria.staff)


def meet(inspector: Viewer, *holders: Posting) -> None:
    """Each makes a signature, and the inspector confirms it."""
    for one in holders:
        keys.confirm_key(inspector, keys.make_key(viewer_for(one), passphrase(one.staff.name)).ref)


def signs(posting: Posting, ref: str) -> None:
    approvals.approve(viewer_for(posting), ref, passphrase(posting.staff.name))


def browser(posting: Posting) -> Client:
    client = Client()
    client.get(sign_in_link(posting))
    return client


def test_an_administrator_takes_somebody_on_and_hands_over_a_code(house: Northfield, saule: Posting) -> None:
    client = browser(saule)
    typed = {
        "name": "Erlan T.",
        "number": "N-0777",
        "language": "ky",
        "role": "officer",
        "place": house.northfield.ref,
    }
    assert client.post("/staff/", {**typed, "name": ""}).status_code == 422
    taken = client.post("/staff/", typed)
    assert taken.status_code == 302
    assert client.post("/staff/", typed).status_code == 422  # the number is somebody's
    page = client.post(f"{taken.headers['Location']}account/", {"do": "open"})
    code = page.context["code"]
    assert Desk().come("N-0777", code).headers["Location"] == "/sign-in/passphrase/"
    assert code not in client.get(taken.headers["Location"]).content.decode()


def test_an_administrator_resets_closes_and_ends_a_posting(house: Northfield, saule: Posting) -> None:
    account = open_for(house.aigerim)
    address = f"/staff/{account.staff.ref}/"
    client, desk = browser(saule), Desk()
    desk.come(account.staff.number)
    code = client.post(f"{address}account/", {"do": "reset"}).context["code"]
    assert desk.who == ""
    assert Desk().come(account.staff.number, code).headers["Location"] == "/sign-in/passphrase/"
    assert client.post(f"{address}account/", {"do": "close"}).status_code == 302
    assert Desk().come(account.staff.number, code).status_code == 422
    assert client.post(f"{address}end/{house.aigerim.ref}/").status_code == 302
    assert not Posting.with_all().get(pk=house.aigerim.pk).in_force()


def test_an_administrator_of_one_place_has_no_hand_in_another(house: Northfield, saule: Posting) -> None:
    viewer = viewer_for(saule)
    assert house.bakyt.staff.name not in [one.name for one in administration.members(viewer).rows]
    with pytest.raises(Refused):
        administration.staff_of(viewer, house.bakyt.staff.ref)
    with pytest.raises(Refused):
        accounts.open_account(viewer, house.bakyt.staff)
    with pytest.raises(Refused):
        administration.end_posting(viewer, house.bakyt.staff, house.bakyt.ref)
    with pytest.raises(Refused):
        administration.post_member(
            viewer, house.aigerim.staff, role="officer", place=house.southgate.ref, compartments=[]
        )
    assert not Account.unfiltered.exists()


def test_a_session_ends_at_the_next_request_after_the_administrator_ended_the_posting(
    house: Northfield, saule: Posting
) -> None:
    open_for(house.aigerim)
    desk = Desk()
    desk.come(house.aigerim.staff.number)
    browser(saule).post(f"/staff/{house.aigerim.staff.ref}/end/{house.aigerim.ref}/")
    assert desk.who == ""


def test_every_look_at_the_staff_is_remembered(house: Northfield, saule: Posting) -> None:
    browser(saule).get("/staff/")
    entry = Entry.objects.latest("pk")
    assert (entry.operation, entry.reason, entry.purpose) == (
        "consultation",
        because("access.staff_listed"),
        "administration",
    )
    assert ["access.staff", house.aigerim.staff.ref] in entry.records


def test_somebody_among_many_staff_is_found_by_name_in_either_script_or_by_number(
    house: Northfield, saule: Posting, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, number in (("Айсулуу Т.", "N-0801"), ("Aisuluu K.", "N-0802"), ("Bermet A.", "N-0803")):
        hired = enrol(STEWARD, name, number=number)
        post(STEWARD, hired, Role.OFFICER, service=house.service, establishment=house.northfield)
    viewer = viewer_for(saule)

    def found(asked: str, skip: int = 0) -> list[str]:
        return [one.number for one in administration.members(viewer, asked, skip=skip).rows]

    assert found("aisul") == found("Айсул") == ["N-0802", "N-0801"]
    assert found("aisul k") == found("n-0802") == found("0802") == ["N-0802"]
    assert found("aisul z") == found("suluu") == []
    everybody = found("")
    monkeypatch.setattr(administration, "PAGE", 2)
    assert [number for skip in range(0, len(everybody), 2) for number in found("", skip)] == everybody
    shown = {Staff.unfiltered.get(number=number).ref for number in found("", 2)}
    assert {ref for label, ref in Entry.objects.latest("pk").records if label == "access.staff"} == shown
    page = browser(saule).get("/staff/", {"q": "aisul", "skip": "x"})
    assert "N-0801" in page.content.decode()
    assert "N-0803" not in page.content.decode()
    assert "q=a&amp;skip=2" in browser(saule).get("/staff/?q=a").content.decode()


def test_an_account_that_the_first_opened_or_reset_is_no_second_person(house: Northfield, saule: Posting) -> None:
    for act in (accounts.open_account, accounts.reset):
        act(viewer_for(saule), house.daria.staff)
        assert saule.staff.ref in (keys.roster([house.daria.staff.pk]).makers(house.daria.staff.ref) or ())


def test_the_account_of_somebody_who_may_approve_takes_two_people(chamber: Chamber) -> None:
    viewer, whose = chamber.viewer, chamber.daria
    for act in (accounts.open_account, accounts.reset):
        for who in (viewer, STEWARD):
            with pytest.raises(Refused, match=r"approval\.two"):
                act(who, whose)
        asked = accounts.ask_for_two(viewer, whose)
        signs(chamber.gulnara, asked.ref)
        with pytest.raises(Refused, match=r"approval\.two"):
            act(viewer, whose)
        signs(chamber.henrik, asked.ref)
        assert len(act(viewer, whose)) == 19
    with pytest.raises(Refused, match=r"approval\.two"):
        accounts.reset(viewer, whose)  # two signatures served one reset
    assert viewer.staff_ref in (keys.roster([whose.pk]).makers(whose.ref) or ())


def test_a_code_that_two_allowed_is_in_the_hands_of_whoever_asked_also_at_the_console(chamber: Chamber) -> None:
    asked = accounts.ask_for_two(chamber.viewer, chamber.daria)
    for one in (chamber.gulnara, chamber.henrik):
        signs(one, asked.ref)
    accounts.open_account(STEWARD, chamber.daria)
    assert chamber.saule.staff.ref in (keys.roster([chamber.daria.pk]).makers(chamber.daria.ref) or ())


def test_nobody_signs_for_their_own_account(chamber: Chamber) -> None:
    asked = accounts.ask_for_two(chamber.viewer, chamber.gulnara.staff)
    signs(chamber.gulnara, asked.ref)
    signs(chamber.henrik, asked.ref)
    with pytest.raises(Refused, match=r"approval\.two"):
        accounts.open_account(chamber.viewer, chamber.gulnara.staff)


def test_somebody_who_approves_nothing_is_reset_by_one_person(chamber: Chamber, house: Northfield) -> None:
    assert accounts.open_account(chamber.viewer, house.aigerim.staff)
    assert accounts.reset(chamber.viewer, house.aigerim.staff)


def test_an_account_opened_before_two_could_sign_went_through_one_hand_and_that_counts_later(
    house: Northfield, strict: None
) -> None:
    at = {"service": house.service, "establishment": house.northfield}
    inspector = viewer_for(post(STEWARD, enrol(STEWARD, "Ines"), Role.INSPECTOR, service=house.service))
    work = {"Saule": Role.ADMINISTRATOR, "Gulnara": Role.GOVERNOR, "Henrik": Role.GOVERNOR}
    saule, gulnara, henrik = (post(STEWARD, enrol(STEWARD, name), role, **at) for name, role in work.items())
    post(STEWARD, house.daria.staff, Role.GOVERNOR, **at)
    accounts.open_account(viewer_for(saule), gulnara.staff)
    meet(inspector, saule, gulnara, henrik)
    asked = accounts.ask_for_two(viewer_for(saule), house.daria.staff)
    signs(gulnara, asked.ref)
    signs(henrik, asked.ref)
    with pytest.raises(Refused, match="entangled"):
        accounts.open_account(viewer_for(saule), house.daria.staff)


def test_privileged_work_takes_two_people_and_exactly_what_they_signed(chamber: Chamber, house: Northfield) -> None:
    whose = house.aigerim.staff

    def make(role: str) -> Posting:
        return administration.post_member(chamber.viewer, whose, role=role, place=house.northfield.ref, compartments=[])

    assert make("officer").in_force()
    with pytest.raises(Refused, match=r"approval\.two"):
        make("analyst")
    asked = granting.ask_to_post(chamber.viewer, whose, "analyst", place=house.northfield, compartments=[])
    signs(chamber.gulnara, asked.ref)
    signs(chamber.henrik, asked.ref)
    with pytest.raises(Refused, match=r"approval\.two"):
        make("governor")
    assert make("analyst").in_force()
    with pytest.raises(Refused, match=r"approval\.two"):
        make("analyst")


def test_the_last_inspector_stays(chamber: Chamber, house: Northfield) -> None:
    ines = Posting.with_all().get(staff__name="Ines")
    with pytest.raises(Refused, match="last_inspector"):
        end_posting(chamber.viewer, ines)
    with pytest.raises(Refused, match="last_inspector"):
        end_posting(STEWARD, ines)
    other = Posting.unfiltered.create(
        staff=house.bakyt.staff, service=house.service, role=Role.INSPECTOR, starts=ines.starts
    )
    end_posting(STEWARD, ines)
    with pytest.raises(Refused, match="last_inspector"):
        end_posting(STEWARD, Posting.with_all().get(pk=other.pk))


def test_a_row_forged_in_the_table_of_accounts_makes_no_second_person(house: Northfield) -> None:
    staff = Staff.unfiltered.create(name="Forged", number="F-1")
    Account.unfiltered.create(staff=staff, password="", mark="x", opened_at=wall_now())
    assert keys.roster([staff.pk]).makers(staff.ref) is None


def test_wrong_tries_at_a_shared_desk_do_not_shut_out_the_others(house: Northfield) -> None:
    number = open_for(house.aigerim).staff.number
    register(STEWARD, house.service, "Wing B", "192.0.2.16/28")
    for at in range(throttle.PER_ADDRESS + 5):
        Desk(address="192.0.2.18").come(f"NOBODY-{at}", "not the passphrase at all")
    assert Desk(address="192.0.2.18").come(number).status_code == 302
    for _ in range(throttle.PER_NUMBER):
        Desk(address="192.0.2.18").come(number, "not the passphrase at all")
    assert Desk(address="192.0.2.18").come(number).status_code == 422  # the number still counts


def test_a_desk_that_was_removed_counts_again(house: Northfield) -> None:
    desk = register(STEWARD, house.service, "Wing B", "192.0.2.18")
    remove(STEWARD, desk)
    for at in range(throttle.PER_ADDRESS):
        Desk(address="192.0.2.18").come(f"NOBODY-{at}", "not the passphrase at all")
    assert "Too many tries" in Desk(address="192.0.2.18").come("NOBODY-99").content.decode()
    assert register(STEWARD, house.service, "Wing B again", "192.0.2.18").network == "192.0.2.18/32"


@pytest.mark.parametrize(
    ("network", "code"),
    [("a room", "unreadable"), ("192.0.2.0/16", "wide"), ("0.0.0.0/0", "wide"), ("2001:db8::/48", "wide")],
)
def test_a_desk_is_a_room_and_not_a_town(house: Northfield, network: str, code: str) -> None:
    with pytest.raises(BadNetwork) as bad:
        register(STEWARD, house.service, "Wing B", network)
    assert bad.value.code == code


def test_a_desk_is_registered_once(house: Northfield) -> None:
    register(STEWARD, house.service, "Wing B", "192.0.2.18")
    with pytest.raises(BadNetwork):
        register(STEWARD, house.service, "Wing C", "192.0.2.18/32")


@pytest.mark.parametrize("label", ["Muslims", "Православные", "мусулмандар", "les chrétiens"])
def test_no_compartment_bears_a_protected_word(house: Northfield, label: str) -> None:
    with pytest.raises(BadLabel) as bad:
        open_compartment(STEWARD, house.service, f"Wing B {label}")
    assert bad.value.code == "protected"
    assert bad.value.word in label


def test_a_posting_is_cleared_only_for_what_its_service_has_open(house: Northfield) -> None:
    abroad = PrisonService.unfiltered.create(name="Abroad", mode_id="training", simulated=True)
    theirs = open_compartment(STEWARD, abroad, "Kitchen")
    ours = open_compartment(STEWARD, house.service, "Workshops")
    for refs in (["NOT-HERE"], [theirs.ref], [ours.ref, theirs.ref]):
        with pytest.raises(ValueError, match="no open compartment"):
            post(STEWARD, house.bakyt.staff, Role.ANALYST, service=house.service, compartments=refs)
    posting = post(STEWARD, house.bakyt.staff, Role.ANALYST, service=house.service, compartments=[ours.ref])
    with pytest.raises(StillHeld):
        close_compartment(STEWARD, ours)
    end_posting(STEWARD, posting)
    close_compartment(STEWARD, ours)
    assert Compartment.unfiltered.get(pk=ours.pk).closed_at is not None
    with pytest.raises(ValueError, match="no open compartment"):
        post(STEWARD, house.bakyt.staff, Role.ANALYST, service=house.service, compartments=[ours.ref])


def test_somebody_is_posted_to_a_region_and_reaches_its_establishments_and_no_other(
    house: Northfield, whole: Viewer
) -> None:
    assert [name for _ref, name in administration.places(whole)][:2] == [house.service.name, house.north.name]
    staff = administration.take_on(whole, "Zarina", "N-771", language="", role="analyst", place=house.north.ref)
    posted = Posting.with_all().get(staff=staff)
    assert posted.region == house.north
    assert viewer_for(posted).establishments == {house.northfield.pk}


def test_the_law_behind_a_purpose_is_named_by_the_whole_service_and_shown_to_whoever_acts(
    house: Northfield, saule: Posting, whole: Viewer
) -> None:
    with pytest.raises(Refused):
        name_legal_basis(viewer_for(saule), house.service, "dynamic security", "Prison Act, section 4")
    assert "Simulated Prisons Act, section 2" in browser(house.aigerim).get("/purpose/").content.decode()
    name_legal_basis(whole, house.service, "dynamic security", "Prison Act, section 4")
    name_legal_basis(whole, house.service, "dynamic security", "Prison Act, section 5")
    page = browser(house.aigerim).get("/purpose/").content.decode()
    assert "Prison Act, section 5" in page
    assert "Prison Act, section 4" not in page
    assert "Simulated Prisons Act, section 2" not in page


def test_the_console_takes_somebody_on_and_says_what_to_type_where_it_cannot(house: Northfield) -> None:
    taken = {"role": "governor", "service": None, "language": "en"}
    code = add(STEWARD, "Gulnara A.", number="N-0001", establishment="Northfield", **taken)
    assert code is not None
    assert Desk().come("N-0001", code).headers["Location"] == "/sign-in/passphrase/"
    assert add(STEWARD, "Gulnara A.", number="N-0001", establishment=None, **taken) is None
    open_region(STEWARD, "South", service=None)
    open_establishment(STEWARD, "Southdown", service=None, region="South")
    add(STEWARD, "Nurlan", number="N-0003", establishment=None, region="South", **taken)
    posted = Posting.with_all().get(staff__number="N-0003")
    assert {one.name for one in Establishment.unfiltered.filter(pk__in=posted.reach())} == {"Southdown"}
    for wrong, words in (
        ({"region": "Nowhere"}, "rapport service region 'Nowhere'"),
        ({"region": "South", "establishment": "Southdown"}, "not to both"),
        ({"number": "N-0001", "name": "Somebody else"}, "N-0001 is Gulnara A."),
        ({"establishment": "Nowhere"}, "rapport service establishment 'Nowhere'"),
        ({"service": "Nowhere"}, "There is no prison service Nowhere"),
        ({"language": "xx"}, "does not speak"),
    ):
        asked = {"name": "Erlan", "number": "N-0002", "establishment": None, **taken, **wrong}
        with pytest.raises(Unfit, match=words):
            add(STEWARD, asked.pop("name"), **asked)
    with pytest.raises(Unfit, match="rapport staff list"):
        reset(STEWARD, "N-0404")
    assert ("N-0001", "Gulnara A.", ["governor, Northfield", "governor, Steppe prison service"], "one-time") in listed(
        STEWARD
    )


def test_no_code_that_is_good_stands_in_the_database_or_the_ledger(house: Northfield) -> None:
    code = accounts.open_account(STEWARD, house.aigerim.staff)
    with connection.cursor() as cursor:
        cursor.execute("SELECT password, code, mark FROM access_account")
        kept = repr(cursor.fetchall())
    assert code not in kept
    assert code not in repr(list(Entry.objects.values()))
    assert "argon2" not in kept


def test_an_account_opened_twice_is_said_and_nothing_changes(house: Northfield) -> None:
    account = open_for(house.aigerim)
    with pytest.raises(accounts.HasAccount), transaction.atomic():
        accounts.open_account(STEWARD, house.aigerim.staff)
    assert Account.unfiltered.get(pk=account.pk).password == account.password
    assert not second_factor.standing(account).any
    assert Establishment.unfiltered.filter(service=house.service).count() == 2
