"""What the house declares at its start is the same as long as it runs; a test that declares more says so here."""

from __future__ import annotations

from rapport.access.models import ApprovalRequest
from rapport.access.statements import questions


def declared_anew() -> None:
    """Forget every question that was put together by what was declared before."""
    for question in questions():
        for shelf in (question.kept.asked, question.kept.of_kind, question.kept.at_any_time):
            shelf.clear()
    ApprovalRequest.objects._kept.clear()
