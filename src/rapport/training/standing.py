"""How an officer stands with the people of the wing, in words: names in order of time, never numbers beside them."""

from __future__ import annotations

from django.utils.translation import gettext as _

from rapport.access.viewers import Viewer
from rapport.simulation import words
from rapport.training import people
from rapport.training.models import Approach, Seat, Slot, Talk
from rapport.training.seats import spoken

WEEK = 7
MOST_NAMES = 4


def sentences(viewer: Viewer, seat: Seat, day: int) -> tuple[str, ...]:
    """With whom one has talked this week, and as what the wing knows one."""
    men = people.people_of(seat.exercise)
    talks = Talk.unfiltered.filter(slot__seat=seat, slot__day__gt=day - WEEK).order_by("-at")
    talked = list(dict.fromkeys(talks.values_list("person", flat=True)))
    names = [
        words.person_name(men, person, spoken(viewer)).replace(" ", people.NO_BREAK) for person in talked[:MOST_NAMES]
    ]
    if not names:
        first = _("You have not had a real word with anybody this week.")
    elif len(talked) > MOST_NAMES:
        first = _("A real word this week: %(names)s, and others.") % {"names": ", ".join(names)}
    else:
        first = _("A real word this week: %(names)s.") % {"names": ", ".join(names)}
    return tuple(filter(None, (first, _known_as(seat))))


def _known_as(seat: Seat) -> str:
    """By what one did most lately: the last few chosen posts."""
    lately = list(Slot.unfiltered.filter(seat=seat, anchor=False).order_by("-n").values_list("approach", flat=True)[:3])
    if Approach.CHECK in lately:
        return _("The wing has seen you search; men weigh their words.")
    if lately.count(Approach.WITH_PEOPLE) > 1:
        return _("The wing knows you as somebody who comes over and stays.")
    if lately.count(Approach.WATCH) > 1:
        return _("The wing knows you as somebody who watches from the door.")
    return ""
