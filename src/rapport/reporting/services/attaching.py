"""Photographs and documents: put beside one's own draft, taken away again, and read with the report.

Who may: the author of the draft; whoever reads the report reads them too (selectors.attachments).
"""

from __future__ import annotations

from django.db import transaction

from rapport.access.legal import basis_of
from rapport.access.viewers import Viewer
from rapport.ledger.acting import Operation
from rapport.ledger.reasons import because
from rapport.ledger.references import normalise
from rapport.ledger.services import record
from rapport.reporting.attachment_files import MOST_FILES, Unfit, cleaned, folder, forget_attachments, store
from rapport.reporting.models import Attachment
from rapport.reporting.rules import tidied
from rapport.reporting.services.drafting import own_draft


@transaction.atomic
def attach(viewer: Viewer, ref: str, *, name: str, raw: bytes) -> None:
    """Put a file beside one's own draft, cleaned. The same file twice is kept once. Raises `Refused`, `Unfit`."""
    draft = own_draft(viewer, ref)
    kept = cleaned(raw)
    there = Attachment.unfiltered.filter(draft=draft)
    if there.filter(digest=kept.digest).exists():
        return
    if there.count() >= MOST_FILES:
        raise Unfit("too_many")
    stored = store(kept.content)
    try:
        with transaction.atomic():
            attachment = Attachment.unfiltered.create(
                **Attachment.held(on=viewer.now().date(), purpose=viewer.purpose, legal_basis=basis_of(viewer)),
                service_id=draft.service_id,
                draft=draft,
                name=_plain(name, kept.kind),
                kind=kept.kind,
                size=len(kept.content),
                digest=kept.digest,
                stored=stored,
                added_at=viewer.now(),
            )
            record(viewer, Operation.COLLECTION, attachment, draft, reason=because("reporting.file_put_beside_a_draft"))
    except BaseException:
        (folder() / stored).unlink(missing_ok=True)
        raise


@transaction.atomic
def detach(viewer: Viewer, ref: str, attachment_ref: str) -> None:
    """Take a file away from one's own draft. Again changes nothing."""
    draft = own_draft(viewer, ref)
    if forget_attachments(draft, normalise(attachment_ref)):
        record(viewer, Operation.ERASURE, draft, reason=because("reporting.file_taken_from_a_draft"))


def _plain(name: str, kind: str) -> str:
    """Its name without folders and signs, with the ending of what it is."""
    stem = tidied(name).replace("\\", "/").rpartition("/")[2].rpartition(".")[0] or "file"
    letters = "".join(letter if letter.isalnum() or letter in " -_" else "_" for letter in stem)
    return f"{letters.strip()[:60] or 'file'}.{'jpg' if kind == 'jpeg' else kind}"
