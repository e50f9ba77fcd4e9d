"""What changed in a note since its desk handed it over, and who has read that. Who may: whoever reads the note."""

from __future__ import annotations

from rapport.access.viewers import Viewer
from rapport.intelligence import copies
from rapport.intelligence.models import Note
from rapport.ledger.acting import Operation
from rapport.ledger.reasons import because
from rapport.ledger.services import answering, record
from rapport.reporting.corrections import Corrected, told_of


@answering
def note_corrected(viewer: Viewer, ref: str) -> Corrected | None:
    """What changed in this note since it was handed over last; None for nothing. Raises `Refused` for a missing one."""
    note = Note.objects.by_ref(viewer, ref)
    found = told_of(copies.notes_given(viewer, Note.unfiltered.filter(pk=note.pk)))
    if not found or not found[0].told:
        return None
    record(viewer, Operation.CONSULTATION, note, reason=because("reporting.corrections_read"))
    return found[0]
