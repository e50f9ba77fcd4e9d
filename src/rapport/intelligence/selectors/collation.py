"""An item with its history and with what its text may mean, and the labels at which items are laid."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Exists, OuterRef

from rapport.access import compartments
from rapport.access.viewers import Viewer
from rapport.intelligence import assembling, policy
from rapport.intelligence.models import Event, Grade, Group, Item, Moving, Permission, Tie
from rapport.intelligence.values import ItemPage, ItemValue, Label, LabelMention, MovingValue, PermissionValue, TieValue
from rapport.language.stems import LANGUAGES, stem
from rapport.ledger.acting import Operation
from rapport.ledger.reasons import because
from rapport.ledger.services import answering, record
from rapport.register import mentions
from rapport.register import selectors as register
from rapport.reporting import selectors as reporting

MOST_LABELS = 300


@transaction.atomic
def item_page(viewer: Viewer, ref: str) -> ItemPage:
    """An item: its grades in their order, where it is laid, and whom and what its text may mean. Raises `Refused`."""
    one = Item.objects.by_ref(viewer, ref)
    value = assembling.item_values(viewer, Item.unfiltered.filter(pk=one.pk))[0]
    named = set(value.person_refs)
    ties = _ties(viewer, one)
    tied = {tie.to_ref for tie in ties}
    people = [
        found
        for found in mentions.people_in(viewer, value.text, at=value.happened_at)
        if named.isdisjoint(person.ref for person in found.people)
    ]
    places = [
        found
        for found in mentions.places_in(viewer, value.text)
        if tied.isdisjoint(place.ref for place in found.places)
    ]
    known = _labels(viewer)
    shown = sorted({person.entry for found in people for person in found.people})
    record(viewer, Operation.CONSULTATION, *assembling.entries_of([value]), *shown)
    grades = Grade.unfiltered.filter(item=one).select_related("by").order_by("at", "pk")
    permissions = Permission.unfiltered.filter(item=one).select_related("by").order_by("at", "pk")
    return ItemPage(
        item=value,
        grades=tuple(assembling.grade_value(grade) for grade in grades),
        permissions=tuple(
            PermissionValue(each.reach, each.reason, each.until, each.until <= viewer.now(), each.by.name, each.at)
            for each in permissions
        ),
        ties=tuple(ties),
        suggested=tuple(people),
        places=tuple(places),
        labels=tuple(found for found in labels_in(value.text, known) if found.label.ref not in tied),
        others=tuple(label for label in known if label.ref not in tied),
        may_work=policy.WORK.allows(viewer, one),
        may_permit=policy.PERMIT.allows(viewer, one),
        report_ref=value.report_ref if value.report_ref in reporting.named_to(viewer, [value.report_ref]) else "",
        movings=tuple(_movings(viewer, one)),
        moves_to=tuple(compartments.cleared(viewer)) if policy.MOVE.allows(viewer, one) else (),
        lies_in=one.compartment,
    )


def _movings(viewer: Viewer, item: Item) -> list[MovingValue]:
    """Where it lay since it was made, of what the viewer is cleared for. What lay elsewhere did not lie anywhere."""
    labels = {"": "", **{one.ref: one.label for one in compartments.cleared(viewer)}}
    found = Moving.unfiltered.filter(item=item, before__in=labels, compartment__in=labels).select_related("by")
    return [
        MovingValue(labels[one.before], labels[one.compartment], one.reason, one.by.name, one.at)
        for one in found.order_by("pk")
    ]


def _ties(viewer: Viewer, item: Item) -> list[TieValue]:
    found = list(
        Tie.unfiltered.filter(item=item, ended_at__isnull=True)
        .select_related("group", "event", "by")
        .order_by("at", "pk")
    )
    places = register.places_of(viewer, {one.place_id for one in found if one.place_id is not None})
    values = []
    for one in found:
        if one.place_id is not None and one.place_id in places:
            place = places[one.place_id]
            values.append(TieValue(one.ref, "place", place.ref, place.label, one.passage, one.by.name, one.at))
        elif one.group is not None:
            values.append(TieValue(one.ref, "group", one.group.ref, one.group.label, one.passage, one.by.name, one.at))
        elif one.event is not None:
            values.append(TieValue(one.ref, "event", one.event.ref, one.event.label, one.passage, one.by.name, one.at))
    return values


@answering
def labels(viewer: Viewer) -> list[Label]:
    """The groups and events of the viewer's establishments, in order of their labels, whatever is laid at them."""
    found = _labels(viewer)
    if found:
        shown = ((f"intelligence.{one.kind}", one.ref) for one in found)
        record(viewer, Operation.CONSULTATION, *shown, reason=because("intelligence.labels_listed"))
    return found


def _labels(viewer: Viewer) -> list[Label]:
    groups = Group.objects.visible_to(viewer).order_by("label", "pk")[:MOST_LABELS]
    events = Event.objects.visible_to(viewer).order_by("label", "pk")[:MOST_LABELS]
    return [
        *(Label("group", one.ref, one.label, one.reason, None) for one in groups),
        *(Label("event", one.ref, one.label, one.reason, one.on) for one in events),
    ]


@transaction.atomic
def items_at(viewer: Viewer, kind: str, ref: str) -> tuple[Label, list[ItemValue]]:
    """A group or an event, and the items laid there that the viewer may read, newest first. Raises `Refused`."""
    if kind == "event":
        event = Event.objects.by_ref(viewer, ref)
        label = Label("event", event.ref, event.label, event.reason, event.on)
    else:
        group = Group.objects.by_ref(viewer, ref)
        label = Label("group", group.ref, group.label, group.reason, None)
    laid = Tie.unfiltered.filter(item=OuterRef("pk"), ended_at__isnull=True, **{f"{label.kind}__ref": label.ref})
    found = Item.objects.visible_to(viewer).filter(Exists(laid)).order_by(*assembling.NEWEST_FIRST)
    values = assembling.item_values(viewer, found[:MOST_LABELS])
    record(viewer, Operation.CONSULTATION, (f"intelligence.{label.kind}", label.ref), *assembling.entries_of(values))
    return label, values


def labels_in(text: str, known: list[Label]) -> list[LabelMention]:
    """Which of these labels the text may mean: all their words, in any form, near each other; in the text's order."""
    tokens = mentions.tokens_of(text)
    stems = [{stem(token.text, language) for language in LANGUAGES} for token in tokens]
    found = []
    for label in known:
        words = [{stem(word.text, language) for language in LANGUAGES} for word in mentions.tokens_of(label.label)]
        places = [next((at for at, here in enumerate(stems) if here & word), None) for word in words]
        at = [place for place in places if place is not None]
        if at and len(at) == len(words) and max(at) - min(at) < 2 * len(words):
            start, end = tokens[min(at)].start, tokens[max(at)].end
            found.append(LabelMention(start, text[start:end], label))
    return sorted(found, key=lambda one: (one.start, one.label.label))
