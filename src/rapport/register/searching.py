"""Looking for people by name, ranked: whoever bears all words as typed, then whose names begin so, then slips.

The rules of access narrow first; ranking and limits come after. Ranking says how alike two names are written, nothing
about the people who bear them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from django.db import connection
from django.db.models import BooleanField, F, Func, Q, QuerySet, Value

from rapport.language.names import Comparison, Reason, compare
from rapport.language.sounds import readings
from rapport.register import lookup
from rapport.register.kinds import PlaceKind
from rapport.register.models import OtherName, Person, PersonKey, Placement, SlippedKey
from rapport.register.rules import words_of

MOST_COMPARED = 60
FEW = 5
IN_ORDER_OF_NAME = ("family_name", "given_names", "initial", "number")
LAST_LETTER = "\U0010ffff"
_APART = {Reason.OTHER_NAME, Reason.FATHER_CONTRADICTED, Reason.CHILD_CONTRADICTED, Reason.INITIAL_CONTRADICTED}


def ranked(visible: QuerySet[Person], words: Sequence[str], q: str, *, limit: int) -> list[Person]:
    """The people among those `visible` whom these words of `q` mean, likeliest first, at most `limit`."""
    telling = [word[: lookup.LONGEST_KEY] for word in words if len(word) > 1 and not lookup.is_particle(word)]
    asked = " ".join(word for word in q.split() if set(words_of(word)) <= set(words))  # without "cell"
    telling = telling or [word[: lookup.LONGEST_KEY] for word in words]
    found = _Found(visible, asked, limit)
    found.add(_all_of(telling, _exactly))
    found.add(_all_of(telling, _beginning))
    if len(found.people) < FEW:
        found.add_alike(_all_of(telling, _with_a_slip))
    if not found.people and len(telling) > 1:
        found.add_alike([_any_of(telling)])
    return found.people


class _Found:
    """Whom the search has found so far, likeliest first."""

    def __init__(self, visible: QuerySet[Person], asked: str, limit: int) -> None:
        self.visible, self.asked, self.limit = visible, asked, limit
        self.people: list[Person] = []

    def add(self, conditions: Sequence[Q]) -> None:
        """Whoever meets these conditions, likest first; beyond what can be compared in time, in order of name."""
        room = self.limit - len(self.people)
        more = self._more(conditions, most=max(room, MOST_COMPARED)) if room > 0 else []
        likest = _by_likeness(self.asked, more[:MOST_COMPARED])
        self.people += [*(person for person, _ in likest), *more[MOST_COMPARED:]][:room]

    def add_alike(self, conditions: Sequence[Q]) -> None:
        """The same, but only those whose name is not another one; contradicted ones if there is nobody else at all."""
        alike = [
            (person, reasons)
            for person, reasons in _by_likeness(self.asked, self._more(conditions, most=MOST_COMPARED))
            if Reason.OTHER_NAME not in reasons
        ]
        clear = [person for person, reasons in alike if not _APART & reasons]
        if not clear and not self.people:
            clear = [person for person, _ in alike]
        self.people += clear[: max(self.limit - len(self.people), 0)]

    def _more(self, conditions: Sequence[Q], *, most: int) -> list[Person]:
        wanted = self.visible.filter(*conditions).exclude(pk__in=[one.pk for one in self.people])
        return list(wanted.order_by(*IN_ORDER_OF_NAME)[:most])


def _by_likeness(asked: str, people: Sequence[Person]) -> list[tuple[Person, frozenset[Reason]]]:
    """Who bears most of the words first, then likest; likenesses that are equal stay in the order given."""
    known: dict[tuple[str, ...], Comparison] = {}
    others = other_names_of(person.pk for person in people)
    rows = []
    for person in people:
        forms = _forms_to_compare((*forms_of(person), *others.get(person.pk, ())), asked)
        if forms not in known:
            known[forms] = max((compare(asked, form) for form in forms), key=lambda one: one.score)
        rows.append((person, known[forms]))
    wanted = [lookup.keys_of_word(word) for word in words_of(asked)]
    rows.sort(key=lambda row: (-_borne(wanted, row[0], others), -row[1].score))
    return [(person, frozenset(one.reasons)) for person, one in rows]


def _borne(wanted: Sequence[frozenset[str]], person: Person, others: Mapping[int, tuple[str, ...]]) -> int:
    """How many of the words asked for are whole words of the name: Ivanov goes before the son of an Ivan."""
    keys = lookup.keys_of_person((*forms_of(person), *others.get(person.pk, ())), person.number)
    return sum(bool(word & keys) for word in wanted)


def _forms_to_compare(forms: tuple[str, ...], asked: str) -> tuple[str, ...]:
    """The names in the script of the question where some are written in it."""
    return tuple(form for form in forms if lookup.same_script(form, asked)) or forms


def forms_of(person: Person) -> tuple[str, ...]:
    """Every way in which this person's name is written."""
    latin = lookup.written_forms(person.family_name, person.given_names, person.initial, person.nickname)
    cyrillic = lookup.written_forms(person.family_name_cyrillic, person.given_names_cyrillic, person.initial_cyrillic)
    return (*latin, *(cyrillic if person.family_name_cyrillic else ()))


def other_names_of(ids: Iterable[int]) -> dict[int, tuple[str, ...]]:
    """Aliases and nicknames by which people are known, by the person's key."""
    found: dict[int, tuple[str, ...]] = {}
    some = list(ids)
    for at in range(0, len(some), 900):
        standing = OtherName.unfiltered.filter(person__in=some[at : at + 900], ended_at__isnull=True)
        for person, written in standing.order_by("pk").values_list("person_id", "written"):
            found[person] = (*found.get(person, ()), written)
    return found


def _all_of(words: Sequence[str], condition: Callable[[str], Q]) -> list[Q]:
    return [condition(word) for word in words]


def _any_of(words: Sequence[str]) -> Q:
    return _bearing(Q(key__in={key for word in words for key in (*lookup.keys_of_word(word), *_slipped(word))}))


def _exactly(word: str) -> Q:
    return _bearing(Q(key__in=lookup.keys_of_word(word)))


def _beginning(word: str) -> Q:
    """Whose names begin so, or who sleeps in the cell of this number."""
    keys = Q(key__in=lookup.keys_of_word(word))
    for start in lookup.beginnings(word):
        keys |= begins(start)
    return _bearing(keys) | (_sleeping_in(word) if any(letter.isdecimal() for letter in word) else Q())


def _with_a_slip(word: str) -> Q:
    keys = Q(key__in={*lookup.keys_of_word(word), *_slipped(word)})
    return _bearing(keys) | (_sleeping_in(word) if any(letter.isdecimal() for letter in word) else Q())


def _slipped(word: str) -> set[str]:
    """Keys that somebody bears and that are one letter away from a sound of this word."""
    slips = {slip for sound in readings(word) for slip in lookup.without_a_letter(sound)}
    return set(SlippedKey.unfiltered.filter(slip__in=slips).values_list("key", flat=True)) if slips else set()


def begins(start: str) -> Q:
    """`key` begins with this, in the way in which this database uses its index.

    On PostgreSQL by the order of letters alone: behind a wall `LIKE` may not be asked of an index, because it could
    tell in an error what it was compared with, and each key of the service would be read.
    """
    if connection.vendor == "postgresql":
        return Q(_Compared(F("key"), Value(start), arg_joiner=" ~>=~ ")) & Q(
            _Compared(F("key"), Value(start + LAST_LETTER), arg_joiner=" ~<~ ")
        )
    return Q(key__gte=start, key__lt=start + LAST_LETTER)


class _Compared(Func):
    """Two texts compared byte by byte, as the classes of the keys' indexes do."""

    template = "%(expressions)s"
    output_field = BooleanField()


def _bearing(keys: Q) -> Q:
    return Q(pk__in=PersonKey.unfiltered.filter(keys).values("person_id"))


def _sleeping_in(number: str) -> Q:
    here = Placement.unfiltered.filter(
        ends__isnull=True, cell__number__in={number, number.upper()}, cell__kind=PlaceKind.CELL
    )
    return Q(pk__in=here.values("person_id"))
