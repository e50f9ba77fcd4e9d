"""That somebody at the desk answered for a report which mentions worship, dress, diet, language or the like.

Source: Directive (EU) 2016/680, article 10; safeguard 4.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from rapport.intelligence.choices import Mentioned


class MentionAnswer(models.Model):
    """What became of the mention when the evaluation was finished: left out of every item, or kept with its reason."""

    report = models.OneToOneField("reporting.Report", on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(max_length=8, choices=Mentioned.choices)
    by = models.ForeignKey("access.Staff", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    unfiltered: ClassVar[models.Manager[MentionAnswer]] = models.Manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(answer__in=Mentioned.values), name="intelligence_mention_answer_known")
        ]
