"""What an act of two people leaves behind: their keys, what was asked for, the signatures.

Only a signature approves; the rows merely carry it. What happened to an account or a key (made, reset, confirmed,
revoked) is a dated event, authenticated with a key that is not in the database and kept by triggers.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from rapport.access import policy
from rapport.access.managers import Ruled
from rapport.access.models.service import Establishment, Posting, PrisonService, Staff
from rapport.ledger.references import new_reference


class SigningKey(models.Model):
    """One person's Ed25519 key: the public half, and the private half sealed under their own passphrase.

    `wrong` passphrases in a row, the last at `wrong_at`, make the next one wait.
    """

    ref = models.CharField(max_length=9, unique=True, default=new_reference, editable=False)
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    public = models.CharField(max_length=64)
    sealed = models.TextField()
    wrong = models.PositiveSmallIntegerField(default=0)
    wrong_at = models.DateTimeField(null=True, blank=True)

    unfiltered: ClassVar[models.Manager[SigningKey]] = models.Manager()
    objects: ClassVar[Ruled[SigningKey]] = Ruled(policy.READ_KEY)


class AccountEvent(models.Model):
    """Something that happened to an account or its key. Triggers refuse UPDATE and DELETE.

    `by` is the reference of whoever did it, empty for a simulated service being set up. `mac` authenticates the rest.
    """

    class Kind(models.TextChoices):
        """What happened."""

        ENROLLED = "enrolled"
        RESET = "reset"
        KEY_MADE = "key_made"
        KEY_CONFIRMED = "key_confirmed"
        KEY_REVOKED = "key_revoked"

    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    key = models.ForeignKey(SigningKey, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    public = models.CharField(max_length=64, blank=True)
    kind = models.CharField(max_length=16, choices=Kind.choices)
    by = models.CharField(max_length=9, blank=True)
    at = models.DateTimeField()
    mac = models.CharField(max_length=64)

    unfiltered: ClassVar[models.Manager[AccountEvent]] = models.Manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["enrolled", "reset", "key_made", "key_confirmed", "key_revoked"]),
                name="access_accountevent_kind_is_known",
            )
        ]


class ApprovalRequest(models.Model):
    """Somebody asks that two people allow an operation on one version of one record. Served once, within a time."""

    ref = models.CharField(max_length=9, unique=True, default=new_reference, editable=False)
    service = models.ForeignKey(PrisonService, on_delete=models.PROTECT, related_name="+")
    establishment = models.ForeignKey(Establishment, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    requester = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    operation = models.CharField(max_length=60)
    record_class = models.CharField(max_length=60)
    record_ref = models.CharField(max_length=16)
    content = models.CharField(max_length=64)
    at = models.DateTimeField()
    until = models.DateTimeField()
    served_at = models.DateTimeField(null=True, blank=True)

    unfiltered: ClassVar[models.Manager[ApprovalRequest]] = models.Manager()
    objects: ClassVar[Ruled[ApprovalRequest]] = Ruled(policy.READ_REQUEST)

    class Meta:
        indexes = [models.Index(fields=["operation", "record_class", "record_ref", "content"])]


class Decline(models.Model):
    """One colleague's no to a request, for a stated reason: it ends there. Triggers refuse UPDATE and DELETE."""

    class Reason(models.TextChoices):
        """Why, in agreed phrases: none of them tells about a person."""

        NEEDLESS = "needless"
        TOO_WIDE = "too_wide"
        WRONG = "wrong"
        UNCLEAR = "unclear"
        TOO_CLOSE = "too_close"

    request = models.OneToOneField(ApprovalRequest, on_delete=models.PROTECT, related_name="+")
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    posting = models.ForeignKey(Posting, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = models.CharField(max_length=10, choices=Reason.choices)

    unfiltered: ClassVar[models.Manager[Decline]] = models.Manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(reason__in=["needless", "too_wide", "wrong", "unclear", "too_close"]),
                name="access_decline_reason_is_known",
            )
        ]


class Approval(models.Model):
    """One person's signature under a request. Triggers refuse UPDATE and DELETE."""

    request = models.ForeignKey(ApprovalRequest, on_delete=models.PROTECT, related_name="+")
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    posting = models.ForeignKey(Posting, on_delete=models.PROTECT, related_name="+")
    key = models.ForeignKey(SigningKey, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    signature = models.CharField(max_length=128)

    unfiltered: ClassVar[models.Manager[Approval]] = models.Manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["request", "staff"], name="access_approval_once_each")]
