"""Whom and which places a running text may mean: suggestions with the passage, for a human to accept or refuse.

People are found as entities, through the index of names: family names in either script, inflected, with an initial or a
given name beside them, shortened with a full stop, and nicknames. A given name alone means too many to mean anybody.
Suggestions stand in the order of the text, the people of one passage in order of name; nothing is counted.

Who may: whoever may see the person or the place (policy). Nothing is entered here: the caller enters what it shows.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files

import yaml
from django.db.models import Q

from rapport.access.viewers import Viewer
from rapport.language import names
from rapport.language.names import Reason
from rapport.language.sounds import is_cyrillic
from rapport.language.stems import LANGUAGES, stem
from rapport.register import lookup
from rapport.register.kinds import PlaceKind
from rapport.register.models import Person, PersonKey, Place, Placement
from rapport.register.rules import folded, words_of
from rapport.register.searching import begins
from rapport.register.selectors import LATIN_ORDER, people_of, places_of, protected_now
from rapport.register.values import PersonValue, PlaceValue, ProtectedValue

_TOKEN = re.compile(
    r"(?P<number>\d+)(?P<nth>[-–](?:й|я|е|ю|ой|ей|ая|ую|го|му|м|ом|х|(?:[иыуү]?н)?ч[иыуү])\b|(?:st|nd|rd|th|er|re|e|[eè]me)\b|[-–](?=[^\W\d_]))?"
    r"|(?:\b(?:[LlDdCcNnSsJjMmTt]|(?:[Jj]us|[Ll]ors|[Pp]uis)?[Qq]u)['’])?"
    r"(?P<word>[^\W\d_]+(?:['’ʼ-](?!s\b)[^\W\d_]+)*)(?P<dot>\.?)"
)
"""A number, also as an ordinal (5-й, 2-камера, 2nd, 3e); a word without what French elides before it."""
SHORTEST = 3
SHORTEST_SMALL = 6
"""A family name typed without its capital is looked for from this length on."""
SHORTEST_CUT = 3
"""Letters that a name shortened with a full stop still has."""
MOST_MEANT = 12
"""A passage that may mean more people than this means nobody in particular."""
LONGEST_TEXT = 12_000
WORDS_BESIDE = 2


@dataclass(frozen=True)
class Mention:
    """A passage of the text and whom it may mean, in order of name. `how`: a name, a nickname, or where they sleep."""

    start: int
    end: int
    passage: str
    people: tuple[PersonValue, ...]
    how: str


@dataclass(frozen=True)
class PlaceMention:
    """A passage of the text and which places it may mean."""

    start: int
    end: int
    passage: str
    places: tuple[PlaceValue, ...]


@dataclass(frozen=True)
class _Token:
    text: str
    start: int
    end: int
    dotted: bool

    @property
    def word(self) -> str:
        return next(iter(words_of(self.text)), "")

    @property
    def capital(self) -> bool:
        return self.text[:1].isupper()

    @property
    def initial(self) -> bool:
        return len(self.text) == 1 and self.text.isupper()

    @property
    def number(self) -> bool:
        return self.text.isdecimal()


def tokens_of(text: str) -> list[_Token]:
    """The words and numbers of a text with their places."""
    return [
        _Token(
            one["number"] or one["word"],
            one.start("number") if one["number"] else one.start("word"),
            one.end(),
            bool(one["dot"]),
        )
        for one in _TOKEN.finditer(text[:LONGEST_TEXT])
    ]


def people_in(viewer: Viewer, text: str, *, at: datetime | None = None) -> list[Mention]:
    """Whom the text may mean among the people whom the viewer may see, in the order of the text.

    `at` is when it happened: a cell means whoever slept there then.
    """
    tokens = tokens_of(text)
    candidates = _bearers(viewer, tokens)
    meant: list[tuple[int, int, list[int], str]] = []
    for number in range(len(tokens)):
        found, how = _by_name(tokens, number, candidates.get(number, ()))
        if found and len(found) <= MOST_MEANT:
            start, end = _with_initials(tokens, number)
            meant.append((start, end, [one.pk for one in found], how))
    for place in places_in(viewer, text):
        sleeping = _sleeping_in([one.id for one in place.places if one.kind == PlaceKind.CELL], at or viewer.now())
        if sleeping and len(sleeping) <= MOST_MEANT:
            meant.append((place.start, place.end, sleeping, "cell"))
    people = people_of(viewer, {key for _, _, keys, _ in meant for key in keys})
    mentions = [
        Mention(start, end, text[start:end], tuple(one for key, one in people.items() if key in keys), how)
        for start, end, keys, how in sorted(meant, key=lambda one: one[:2])
    ]
    return [one for one in _once(mentions) if one.people]


def _once(mentions: Iterable[Mention]) -> Iterator[Mention]:
    """Each group of people where the text first means them."""
    seen: set[tuple[str, ...]] = set()
    for one in mentions:
        whom = tuple(person.ref for person in one.people)
        if whom not in seen:
            seen.add(whom)
            yield one


def _bearers(viewer: Viewer, tokens: Sequence[_Token]) -> dict[int, list[Person]]:
    """For each token, whoever the viewer may see and bears a key of it, in order of name."""
    wanted: dict[int, frozenset[str]] = {}
    cut: dict[int, str] = {}
    for number, token in enumerate(tokens):
        if token.number or len(token.text) < SHORTEST or not (token.capital or len(token.text) >= SHORTEST_SMALL):
            continue
        if lookup.is_particle(token.word):
            continue
        wanted[number] = lookup.keys_of_word(token.word)
        if token.dotted and token.capital and len(token.text) >= SHORTEST_CUT:
            cut[number] = token.word
    keys = frozenset().union(*wanted.values()) if wanted else frozenset()
    if not keys:
        return {}
    beginning = Q(pk__in=())
    for word in cut.values():
        for start in lookup.beginnings(word):
            beginning |= begins(start)
    visible = PersonKey.objects.visible_to(viewer).filter(establishment_id__in=viewer.establishments)
    rows = list(visible.filter(Q(key__in=keys) | beginning).values_list("key", "person_id"))
    people = {one.pk: one for one in Person.unfiltered.filter(pk__in={key for _, key in rows}).order_by(*LATIN_ORDER)}
    by_key: dict[str, set[int]] = defaultdict(set)
    for key, person_id in rows:
        by_key[key].add(person_id)
    found: dict[int, list[Person]] = {}
    for number, own in wanted.items():
        ids = set().union(*(by_key[key] for key in own if key in by_key))
        if number in cut:
            starts = lookup.beginnings(cut[number])
            ids |= {pk for key, bearers in by_key.items() if key.startswith(tuple(starts)) for pk in bearers}
        found[number] = [person for pk, person in people.items() if pk in ids]
    return found


def _by_name(tokens: Sequence[_Token], number: int, people: Iterable[Person]) -> tuple[list[Person], str]:
    token = tokens[number]
    bearers = list(people)
    by_family = [one for one in bearers if _is_family_name(token, one)]
    if by_family:
        beside = [one for one in by_family if not _contradicted(tokens, number, one)]
        sure = [one for one in beside if _confirmed(tokens, number, one)]
        return sure or beside, "name"
    if token.capital:
        return [one for one in bearers if one.nickname and _same_word(token.text, one.nickname)], "nickname"
    return [], ""


def _is_family_name(token: _Token, person: Person | _Named) -> bool:
    written = person.family_name
    if is_cyrillic(token.text) and person.family_name_cyrillic:
        written = person.family_name_cyrillic
    if token.dotted and folded(written).startswith(folded(token.text)) and len(token.text) >= SHORTEST_CUT:
        return True
    compared = names.compare(token.text, written)
    return compared.same and Reason.SLIP not in compared.reasons and Reason.SHORT_FORM not in compared.reasons


def _same_word(one: str, other: str) -> bool:
    compared = names.compare(one, other)
    return compared.same and Reason.SLIP not in compared.reasons and Reason.SHORT_FORM not in compared.reasons


def _initials_beside(tokens: Sequence[_Token], number: int) -> list[_Token]:
    """The initials that touch the name on either side: "V. Lasko", "Ласко В.С."."""
    before = [one for one in tokens[max(0, number - WORDS_BESIDE) : number] if one.initial and one.dotted]
    after = tokens[number + 1 : number + 1 + WORDS_BESIDE]
    behind = [one for one in after if one.initial and (one.dotted or one is after[0])]
    near = before if before and tokens[number].start - before[-1].end <= 1 else []
    far = behind if behind and behind[0].start - tokens[number].end <= 1 else []
    return near or far


def _given(person: Person | _Named, *, cyrillic: bool) -> str:
    if cyrillic and person.family_name_cyrillic:
        return person.given_names_cyrillic or person.initial_cyrillic
    return person.given_names or person.initial


def _contradicted(tokens: Sequence[_Token], number: int, person: Person | _Named) -> bool:
    """An initial, or another given name of somebody with this family name, stands beside it and is not this one's."""
    initials = _initials_beside(tokens, number)
    if not initials:
        return False
    given = _given(person, cyrillic=is_cyrillic(initials[0].text))
    if not given:
        return False
    written = f"{initials[0].text}. {tokens[number].text.rstrip('.')}"
    own = f"{given if len(given) > 1 else given + '.'} {tokens[number].text}"
    return Reason.INITIAL_CONTRADICTED in names.compare(written, own).reasons


def _confirmed(tokens: Sequence[_Token], number: int, person: Person) -> bool:
    """An initial or a given name beside the family name is this one's."""
    if _initials_beside(tokens, number):
        return not _contradicted(tokens, number, person)
    given = [word for word in (person.given_names, person.given_names_cyrillic) if word]
    near = [*tokens[max(0, number - 1) : number], *tokens[number + 1 : number + 2]]
    return any(
        one.capital and len(one.text) > 1 and any(_same_word(one.text, part) for word in given for part in word.split())
        for one in near
    )


def _with_initials(tokens: Sequence[_Token], number: int) -> tuple[int, int]:
    spans = [tokens[number], *_initials_beside(tokens, number)]
    return min(one.start for one in spans), max(one.end for one in spans)


@dataclass(frozen=True)
class _Named:
    """Somebody in a protected role, with what a passage is compared with."""

    family_name: str
    family_name_cyrillic: str
    given_names: str
    given_names_cyrillic: str
    initial: str = ""
    initial_cyrillic: str = ""


def protected_in(viewer: Viewer, text: str) -> list[ProtectedValue]:
    """Whoever is in a protected role here now and is named in the text, in either script, inflected or not."""
    roles = protected_now(viewer)
    if not roles:
        return []
    tokens = tokens_of(text)
    spoken = [(number, one) for number, one in enumerate(tokens) if one.capital and len(one.text) >= SHORTEST]
    keyed = [(number, one, lookup.keys_of_word(one.word)) for number, one in spoken if not lookup.is_particle(one.word)]
    found = []
    for role, value in roles:
        own = _Named(role.family_name, role.family_name_cyrillic, role.given_names, role.given_names_cyrillic)
        keys = lookup.keys_of_form(own.family_name) | lookup.keys_of_form(own.family_name_cyrillic)
        if any(
            not keys.isdisjoint(of_word) and _is_family_name(one, own) and not _contradicted(tokens, number, own)
            for number, one, of_word in keyed
        ):
            found.append(value)
    return found


def places_in(viewer: Viewer, text: str) -> list[PlaceMention]:
    """Which places of the viewer's establishments the text may mean: a kind with its number, or the only one of it."""
    tokens = tokens_of(text)
    asked: list[tuple[int, int, frozenset[str], str]] = []
    for number, token in enumerate(tokens):
        kinds = _kinds_of(token.text.lower()) if not token.number else frozenset()
        if kinds:
            beside = _number_beside(tokens, number)
            spans = [token, *([beside] if beside else [])]
            span = min(one.start for one in spans), max(one.end - one.dotted for one in spans)
            asked.append((*span, kinds, beside.text.upper() if beside else ""))
    if not asked:
        return []
    wanted = Q(pk__in=())
    for _, _, kinds, label in asked:
        wanted |= Q(kind__in=kinds, number__iexact=label) if label else Q(kind__in=kinds)
    visible = Place.objects.visible_to(viewer).filter(wanted, establishment_id__in=viewer.establishments)
    rows = list(visible.order_by("kind", "number", "pk").values_list("pk", "kind", "number"))
    values = places_of(viewer, [pk for pk, _, _ in rows])
    found = []
    for start, end, kinds, label in asked:
        meant = [pk for pk, kind, named in rows if kind in kinds and (named.upper() == label or not label)]
        if meant and (label or len(meant) == 1) and len(meant) <= MOST_MEANT:
            found.append(PlaceMention(start, end, text[start:end].strip(), tuple(values[pk] for pk in meant)))
    first = {tuple(place.ref for place in one.places): one for one in sorted(found, key=lambda one: -one.start)}
    return sorted(first.values(), key=lambda one: one.start)


def _number_beside(tokens: Sequence[_Token], number: int) -> _Token | None:
    """The number or letter by which a place is told from others of its kind, before or after it."""
    after = tokens[number + 1] if number + 1 < len(tokens) else None
    before = tokens[number - 1] if number else None
    for one in (after, before):
        if one is not None and (one.number or (len(one.text) == 1 and one.text.isupper() and not one.dotted)):
            touching = one.start - tokens[number].end if one is after else tokens[number].start - one.end
            if touching <= len(" № "):
                return one
    return None


@cache
def _kinds_of(word: str) -> frozenset[str]:
    """The kinds of place that this word, in any of its forms, names."""
    return frozenset(
        kind
        for kind, by_language in _place_words().items()
        for language, stems in by_language.items()
        if is_cyrillic(word) == (language in {"ru", "ky"}) and stem(word, language) in stems
    )


@cache
def _place_words() -> dict[str, dict[str, frozenset[str]]]:
    listed = yaml.safe_load((files("rapport.register") / "place_words.yaml").read_text(encoding="utf-8"))
    return {
        kind: {language: frozenset(stem(one, language) for one in words[language]) for language in LANGUAGES}
        for kind, words in listed.items()
    }


def _sleeping_in(cells: Sequence[int], at: datetime) -> list[int]:
    if not cells:
        return []
    there = Placement.unfiltered.filter(cell__in=cells, starts__lte=at).filter(Q(ends__isnull=True) | Q(ends__gt=at))
    return list(there.values_list("person_id", flat=True))


def few_sleep_in(viewer: Viewer, place_ids: Iterable[int], *, few: int) -> set[int]:
    """Those of these cells and landings in which only so few people sleep that whoever was there is soon guessed."""
    wanted = list(place_ids)
    visible = set(Place.objects.visible_to(viewer).filter(pk__in=wanted).values_list("pk", flat=True))
    found = set()
    for pk in wanted:
        if pk in visible:
            there = Placement.unfiltered.filter(Q(cell=pk) | Q(cell__parent=pk), ends__isnull=True)
            if 0 < there[: few + 1].count() <= few:
                found.add(pk)
    return found
