"""One person's page: all that the register says of somebody, from every record that is judged to be his.

Who may: whoever may read the person; each part under its own rule. One entry for the whole page.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.db.models import Q, QuerySet

from rapport.access.legal import why_kept
from rapport.access.statements import prepared
from rapport.access.viewers import Viewer
from rapport.ledger.acting import Operation
from rapport.ledger.reasons import because
from rapport.ledger.services import answering, record
from rapport.register import policy
from rapport.register.kinds import place_label_in
from rapport.register.models import Association, OtherName, Person, Place, Placement, SamePerson
from rapport.register.same import families_of, family_of, roots_of
from rapport.register.selectors.associations import ties_of, values_among
from rapport.register.selectors.people import people_of, values_of
from rapport.register.speaking import language_of
from rapport.register.values import OtherNameValue, PersonFile, PersonValue, PlacementValue, RecordLine, SameValue


@answering
def person_file(viewer: Viewer, ref: str) -> PersonFile:
    """The page of the person whose record this is, read under the record that is kept.

    Raises `Refused` as for a missing one if the viewer may not see the record. Records of the same person that he may
    not see stay out, and with them what they say.
    """
    asked = Person.objects.by_ref(viewer, ref, "establishment")
    judged = _judged(people=[asked.pk])
    records = _together(viewer, asked) if judged else [asked]
    main = records[0]
    keys = [one.pk for one in records]
    value = values_of(viewer, [main])[0]
    ties = values_among(viewer, ties_of(viewer, people=keys), apart_from=keys)
    same = _judgements(viewer, keys) if judged else ()
    shown: dict[tuple[str, str], None] = dict.fromkeys(("register.person", one.ref) for one in records)
    shown |= dict.fromkeys(entry for tie in ties for entry in _entries_of(tie.ref, tie.people))
    shown |= dict.fromkeys(one.other.entry for one in same)
    record(viewer, Operation.CONSULTATION, *shown, reason=because("register.looked_at_a_person"))
    return PersonFile(
        person=value,
        establishment=main.establishment.name,
        establishment_ref=main.establishment.ref,
        records=tuple(map(_line, records)),
        other_names=_other_names(viewer, keys),
        legal_status=main.get_legal_status_display(),
        sentence_ends=main.sentence_ends,
        expected_release=main.expected_release,
        placements=_placements(viewer, keys),
        associations=tuple(ties),
        same=same,
        may=_may(viewer, main),
        kept=why_kept(main),
    )


def _together(viewer: Viewer, asked: Person) -> list[Person]:
    """The records of this one's person that the viewer may see, the one under which he is read first."""
    root = roots_of([asked.pk])[asked.pk]
    return sorted(_records(viewer, keys=family_of(asked.pk)), key=lambda one: (one.pk != root, one.pk))


@answering
def records_of_one(viewer: Viewer, ref: str) -> frozenset[int]:
    """The keys of all records of this one's person that the viewer may see: for rooms above that read them together.

    Shows nothing, so enters nothing. Raises `Refused` as `person_file` does.
    """
    asked = Person.objects.by_ref(viewer, ref)
    visible = Person.objects.visible_to(viewer).filter(pk__in=family_of(asked.pk))
    return frozenset(visible.values_list("pk", flat=True))


def records_of_each(viewer: Viewer, keys: Iterable[int]) -> dict[int, frozenset[int]]:
    """For each of these records the keys of all records of its person that the viewer may see, its own among them.

    Shows nothing, so enters nothing.
    """
    families = families_of(keys)
    wanted = {key for family in families.values() for key in family}
    seen = set(_visible(viewer, keys=wanted))
    return {key: frozenset(family & seen) for key, family in families.items()}


@prepared
def _visible(viewer: Viewer, *, keys: Collection[int]) -> QuerySet[Person, int]:
    return Person.objects.visible_to(viewer).filter(pk__in=keys).values_list("pk", flat=True)


@prepared
def _records(viewer: Viewer, *, keys: Collection[int]) -> QuerySet[Person]:
    return Person.objects.visible_to(viewer).filter(pk__in=keys).select_related("establishment")


@prepared
def _names(viewer: Viewer, *, people: Collection[int]) -> QuerySet[OtherName]:
    found = OtherName.objects.visible_to(viewer).filter(person__in=people, ended_at__isnull=True)
    return found.order_by("kind", "written", "pk")


@prepared
def _placed(viewer: Viewer, *, people: Collection[int]) -> QuerySet[Placement]:
    found = Placement.objects.visible_to(viewer).filter(person__in=people)
    return found.select_related("cell__parent__parent", "cell__establishment").order_by("-starts", "-pk")[:100]


@prepared
def _judged(*, people: Collection[int]) -> QuerySet[SamePerson]:
    return SamePerson.unfiltered.filter(Q(kept__in=people) | Q(other__in=people)).order_by("ended_at", "pk")


def _entries_of(ref: str, people: tuple[PersonValue, PersonValue]) -> list[tuple[str, str]]:
    return [("register.association", ref), *(one.entry for one in people)]


def _line(one: Person) -> RecordLine:
    return RecordLine(
        ref=one.ref,
        number=one.number,
        latin=f"{one.family_name} {one.given_names or _dotted(one.initial)}".strip(),
        cyrillic=f"{one.family_name_cyrillic} {one.given_names_cyrillic or _dotted(one.initial_cyrillic)}".strip()
        if one.family_name_cyrillic
        else "",
    )


def _dotted(initial: str) -> str:
    return f"{initial}." if initial else ""


def _other_names(viewer: Viewer, keys: Collection[int]) -> tuple[OtherNameValue, ...]:
    return tuple(
        OtherNameValue(one.ref, one.kind, str(OtherName.Kind(one.kind).label), one.written)
        for one in _names(viewer, people=keys)
    )


def _placements(viewer: Viewer, keys: Collection[int]) -> tuple[PlacementValue, ...]:
    language = language_of(viewer)
    return tuple(
        PlacementValue(
            place_ref=one.cell.ref,
            label=place_label_in(one.cell.kind, one.cell.number, language=language),
            within=" · ".join(
                place_label_in(place.kind, place.number, language=language) for place in _around(one.cell)
            ),
            establishment=one.cell.establishment.name,
            starts=one.starts,
            ends=one.ends,
        )
        for one in _placed(viewer, people=keys)
    )


def _around(place: Place) -> list[Place]:
    """The places in which this one lies, the widest first."""
    found: list[Place] = []
    while place.parent is not None:
        place = place.parent
        found.insert(0, place)
    return found


def _judgements(viewer: Viewer, keys: Collection[int]) -> tuple[SameValue, ...]:
    """Every judgement about these records, the ended ones too; only of two records that the viewer may both see."""
    found = _judged(people=keys)
    known = people_of(viewer, {key for one in found for key in (one.kept_id, one.other_id)})
    return tuple(
        SameValue(
            ref=one.ref,
            other=known[one.other_id if one.kept_id in keys else one.kept_id],
            reason=one.reason,
            at=one.at,
            ended_at=one.ended_at,
            ended_because=one.ended_because,
            kept=one.kept_id in keys,
        )
        for one in found
        if one.kept_id in known and one.other_id in known
    )


def _may(viewer: Viewer, main: Person) -> frozenset[str]:
    tie = Association(service_id=main.service_id, establishment_id=main.establishment_id)
    here = Place(establishment=main.establishment)
    allowed = {
        "keep": policy.KEEP_PERSON.allows(viewer, main),
        "judge": policy.JUDGE_SAME.allows(viewer, main),
        "tie": policy.KEEP_ASSOCIATION.allows(viewer, tie),
        "move": policy.KEEP.allows(viewer, here),
    }
    return frozenset(name for name, may in allowed.items() if may)
