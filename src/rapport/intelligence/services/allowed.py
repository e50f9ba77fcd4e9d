"""What two people allow a desk: the scheme by which its prison grades, a label that names an organisation.

Who may ask: the head of a prison for its scheme, its desk for a label; nothing changes before two signatures. A label
with a protected word names an organisation that a judgment or a law names, and nothing else.
Source: field notes on grading; safeguards 4 and 10.
"""

from __future__ import annotations

from django.db import transaction

from rapport.access import approvals
from rapport.access.algebra import Refused
from rapport.access.legal import basis_of
from rapport.access.viewers import Viewer
from rapport.intelligence import policy, rules
from rapport.intelligence.errors import Incomplete
from rapport.intelligence.grading import schemes
from rapport.intelligence.models import Group, Organisation, SchemeChoice
from rapport.language import protected
from rapport.ledger.acting import Operation
from rapport.ledger.reasons import Because, because
from rapport.ledger.services import record

SCHEME, ORGANISATION = "intelligence.scheme", "intelligence.organisation"
LONGEST_CITATION = 200


@transaction.atomic
def ask_for_scheme(viewer: Viewer, scheme_id: str) -> str:
    """Ask two people to let one's prison grade by this scheme; returns the request. Raises `Refused`, `Incomplete`."""
    policy.SEE_SCHEME.require_acting(viewer)
    establishment = _own_prison(viewer)
    policy.CHOOSE_SCHEME.require(viewer, SchemeChoice(establishment_id=establishment))
    if scheme_id not in schemes():
        raise Incomplete("choose", field="scheme")
    waits = SchemeChoice.unfiltered.filter(establishment_id=establishment, scheme=scheme_id, chosen_at__isnull=True)
    choice = waits.order_by("-pk").first() or SchemeChoice.unfiltered.create(
        service_id=viewer.service_id,
        establishment_id=establishment,
        scheme=scheme_id,
        by_id=viewer.staff_id,
        at=viewer.now(),
    )
    return _asked(viewer, SCHEME, choice, content_of_choice(choice), because("intelligence.scheme_asked_for"))


@transaction.atomic
def use_scheme(viewer: Viewer, ref: str) -> None:
    """Grade by it from now on, once two people signed; what was graded stays as it was. Raises `Refused`."""
    choice = SchemeChoice.objects.by_ref(viewer, ref)
    policy.CHOOSE_SCHEME.require(viewer, choice)
    if choice.chosen_at is not None:
        return
    release = approvals.require_two(SCHEME, choice, content_of_choice(choice))
    SchemeChoice.unfiltered.filter(pk=choice.pk).update(chosen_at=viewer.now())
    record(viewer, Operation.ALTERATION, choice, *release.records, reason=because("intelligence.scheme_in_use"))


def content_of_choice(choice: SchemeChoice) -> str:
    """The hash of what two people allow: this scheme in this version, there."""
    return approvals.content_hash({"scheme": choice.scheme, "establishment": choice.establishment_id})


@transaction.atomic
def ask_for_organisation(viewer: Viewer, *, label: str, cites: str, reason: str) -> str:
    """Ask two people to let a label name an organisation; returns the request. Raises `Refused`, `Incomplete`.

    `cites` is the judgment or law that names it. A label without a protected word needs nobody's leave.
    """
    policy.DESK.require_acting(viewer)
    establishment = _own_prison(viewer)
    policy.ASK.require(viewer, Organisation(establishment_id=establishment))
    rules.require_said(label, field="label", longest=rules.LONGEST_LABEL)
    rules.require_said(cites, field="cites", longest=LONGEST_CITATION)
    rules.require_said(reason, field="reason", longest=rules.LONGEST_REASON)
    if not protected.found(label):
        raise Incomplete("needs_no_leave", field="label")
    known = Organisation.unfiltered.filter(establishment_id=establishment, label=label.strip()).first()
    if known is not None and (known.allowed_at is not None or known.cites != cites.strip()):
        raise Incomplete("label_taken", field="label")
    one = known or Organisation.unfiltered.create(
        **Organisation.held(on=viewer.now().date(), purpose=viewer.purpose, legal_basis=basis_of(viewer)),
        service_id=viewer.service_id,
        establishment_id=establishment,
        label=label.strip(),
        cites=cites.strip(),
        reason=reason.strip(),
        by_id=viewer.staff_id,
        at=viewer.now(),
    )
    why = because("intelligence.organisation_asked_for")
    return _asked(viewer, ORGANISATION, one, content_of_organisation(one), why)


@transaction.atomic
def name_organisation(viewer: Viewer, ref: str) -> str:
    """Open a group under the name, once two people signed; returns it. Raises `Refused`, `Incomplete`."""
    one = Organisation.objects.by_ref(viewer, ref)
    policy.ASK.require(viewer, one)
    if one.allowed_at is not None:
        raise Incomplete("label_taken", field="label")
    release = approvals.require_two(ORGANISATION, one, content_of_organisation(one))
    group = Group.unfiltered.create(
        **{
            **Group.held(on=viewer.now().date(), purpose=viewer.purpose, legal_basis=basis_of(viewer)),
            "review_on": one.review_on,
        },
        service_id=one.service_id,
        establishment_id=one.establishment_id,
        label=one.label,
        reason=one.cites[: rules.LONGEST_REASON],
        by_id=viewer.staff_id,
        at=viewer.now(),
    )
    Organisation.unfiltered.filter(pk=one.pk).update(allowed_at=viewer.now())
    record(
        viewer, Operation.COLLECTION, group, one, *release.records, reason=because("intelligence.organisation_named")
    )
    return group.ref


def content_of_organisation(one: Organisation) -> str:
    """The hash of what two people allow: this name, on this judgment or law, for this reason, until its review."""
    said = {"label": one.label, "cites": one.cites, "reason": one.reason, "review": one.review_on.isoformat()}
    return approvals.content_hash(said)


def _asked(viewer: Viewer, act: str, about: SchemeChoice | Organisation, content: str, why: Because) -> str:
    """Lay it before two people, and remember who asked; the request."""
    request = approvals.request(viewer, act, about, content)
    record(viewer, Operation.COLLECTION, about, reason=why)
    return request.ref


def _own_prison(viewer: Viewer) -> int:
    if viewer.establishment_id is None:
        raise Refused("establishment")
    return viewer.establishment_id
