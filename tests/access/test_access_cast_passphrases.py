"""The cast of a demonstration also comes in by number and passphrase; nobody else is given one."""

from __future__ import annotations

import pytest
from access_accounts import Desk
from access_house import STEWARD, Northfield

from rapport.access import accounts
from rapport.access.algebra import Refused
from rapport.access.models import Account, Role
from rapport.access.services import enrol, post
from rapport.demo.passphrases import let_the_cast_in, passphrase_of

pytestmark = pytest.mark.django_db


def test_everybody_of_the_cast_comes_in_by_what_is_printed_and_the_same_is_printed_again(house: Northfield) -> None:
    told = let_the_cast_in()
    assert [name for name, _number, _passphrase in told] == ["Aigerim", "Bakyt", "Daria", "Tomas"]
    assert let_the_cast_in() == told
    assert Account.unfiltered.count() == len(told)
    for name, number, passphrase in told:
        desk = Desk(address="192.0.2.7")
        desk.come(number, passphrase)
        assert desk.who == name
    assert len({passphrase for _name, _number, passphrase in told}) == len(told)
    assert house.aigerim.staff.number != passphrase_of(house.aigerim.staff.number)


def test_nobody_but_the_cast_is_given_a_passphrase(house: Northfield) -> None:
    erlan = enrol(STEWARD, "Erlan")
    post(STEWARD, erlan, Role.OFFICER, service=house.service)
    with pytest.raises(Refused, match="not_of_the_cast"):
        accounts.let_in_cast(STEWARD, erlan.number, "four quiet horses by the river")
