"""Items, links and notes.

Who may: intelligence officers of the establishment and analysts of the service; a governor reads a note handed over.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rapport.access.viewers import SignedInRequest, Viewer
from rapport.access.views.guard import signed_in
from rapport.intelligence import selectors, services
from rapport.intelligence.errors import Unfit
from rapport.intelligence.forms.collation import LinkForm, NoteDraft, NoteForm, StatementForm
from rapport.intelligence.forms.controls import DeskForm
from rapport.intelligence.origins import counted
from rapport.intelligence.values import ItemValue, NoteValue
from rapport.intelligence.wording import sentence
from rapport.register import selectors as register
from rapport.register.values import PersonValue

MOST_CHOSEN = 30
form_page = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@signed_in
def items(request: SignedInRequest) -> HttpResponse:
    """The latest items, or those about one person; some can be chosen for a link or a note."""
    person = request.GET.get("person", "")
    return render(request, "intelligence/items.html", {"shelf": selectors.shelf(request.viewer, person)})


def _chosen(request: SignedInRequest) -> list[ItemValue]:
    """The items named in the address that the viewer may see, oldest first."""
    refs = [ref for part in request.GET.getlist("items") for ref in part.split(",")][:MOST_CHOSEN]
    return selectors.items(request.viewer, refs=refs)[::-1]


@form_page
@signed_in
def link(request: SignedInRequest) -> HttpResponse:
    """Link chosen items through one person whom they all name."""
    selectors.require_desk(request.viewer)
    chosen = _chosen(request)
    people = _named_by_all(request.viewer, chosen)
    form = LinkForm(request.POST if request.method == "POST" else None, people=people)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        refs = [item.ref for item in chosen]
        try:
            services.link(request.viewer, refs, person_ref=given["person"], reason=given["reason"])
        except Unfit as unfit:
            form.tell(unfit)
        else:
            messages.success(request, _("The items are linked."))
            return redirect("intelligence:items")
    context = {"items": chosen, "people": people, "form": form, "origins": counted(chosen)}
    return render(request, "intelligence/link.html", context, status=422 if form.is_bound else 200)


def _named_by_all(viewer: Viewer, chosen: Sequence[ItemValue]) -> list[PersonValue]:
    if len(chosen) < 2:
        return []
    records = register.records_of_each(viewer, {named.person.id for item in chosen for named in item.people})
    named_in = [{named.person.id for named in item.people} for item in chosen]
    return [named.person for named in chosen[0].people if all(records[named.person.id] & people for people in named_in)]


@require_safe
@signed_in
def notes(request: SignedInRequest) -> HttpResponse:
    """Notes, newest first."""
    return render(request, "intelligence/notes.html", {"notes": selectors.notes(request.viewer)})


@form_page
@signed_in
def new_note(request: SignedInRequest) -> HttpResponse:
    """Write a note from chosen items."""
    selectors.require_desk(request.viewer)
    draft = NoteDraft(_chosen(request), data=request.POST)
    return _write(request, draft)


@form_page
@signed_in
def rewrite_note(request: SignedInRequest, ref: str) -> HttpResponse:
    """Write a further version of a note, from its items and further chosen ones."""
    selectors.require_desk(request.viewer)
    note = selectors.note(request.viewer, ref)
    known = {item.ref for item in note.items}
    more = [item for item in _chosen(request) if item.ref not in known]
    return _write(request, NoteDraft([*note.items, *more], data=request.POST, note=note))


def _write(request: SignedInRequest, draft: NoteDraft) -> HttpResponse:
    if request.method != "POST":
        return _writing(request, draft, *draft.blank())
    if "more" in request.POST:
        return _writing(request, draft, *draft.widened())
    form, statements = draft.filled()
    if _all_valid(form, *statements):
        try:
            note = _keep(request, draft, form, statements)
        except Unfit as unfit:
            form.tell(unfit)
        else:
            messages.success(request, _("The note is written. It lies before nobody yet."))
            return redirect("intelligence:note", note.ref)
    return _writing(request, draft, form, statements, status=422)


def _all_valid(*forms: DeskForm) -> bool:
    """Whether all are valid; each is asked, so that each says what is missing."""
    return not [form for form in forms if not form.is_valid()]


def _keep(request: SignedInRequest, draft: NoteDraft, form: NoteForm, statements: list[StatementForm]) -> NoteValue:
    fields: dict[str, Any] = {**form.cleaned_data, "statements": [one.statement() for one in statements]}
    if draft.note is not None:
        return services.rewrite_note(request.viewer, draft.note.ref, **fields)
    return services.write_note(request.viewer, **fields)


def _writing(
    request: SignedInRequest, draft: NoteDraft, form: NoteForm, statements: list[StatementForm], *, status: int = 200
) -> HttpResponse:
    context = {
        "items": draft.items,
        "origins": counted(draft.items),
        "note": draft.note,
        "form": form,
        "statements": statements,
    }
    return render(request, "intelligence/write_note.html", context, status=status)


@require_safe
@signed_in
def note(request: SignedInRequest, ref: str) -> HttpResponse:
    """A note, to read and to hand over."""
    value = selectors.note(request.viewer, ref)
    mine = value.by_ref == request.viewer.staff_ref
    at_desk = selectors.at_desk(request.viewer)
    context = {"note": value, "mine": mine, "at_desk": at_desk, "kept": selectors.note_kept(request.viewer, ref)}
    context["corrected"] = selectors.note_corrected(request.viewer, ref) if at_desk else None
    return render(request, "intelligence/note.html", context)


@require_POST
@signed_in
def hand_over(request: SignedInRequest, ref: str) -> HttpResponse:
    """Hand a note to the governor."""
    try:
        services.hand_to_governor(request.viewer, ref)
    except Unfit as unfit:
        messages.warning(request, sentence(unfit))
    else:
        messages.success(request, _("The note lies before the governor."))
    return redirect("intelligence:note", ref)
