"""How staff sign in: accounts beside `Staff`, the desks at which several share one computer, and wrong tries.

An account is a passphrase and what ends its sessions; who somebody is and what they may do lies in `Staff` and in
postings. Second factors are records of django-allauth that point here. Nothing in these tables tells a passphrase, a
code that is still good, or an address from which somebody tried.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.db.models import Q

from rapport.access import policy
from rapport.access.managers import Ruled
from rapport.access.models.service import Establishment, PrisonService, Staff
from rapport.ledger.references import new_reference


class AccountsToViewer(Ruled["Account"]):
    """As everywhere; in migrations a plain manager, because django-allauth's own migrations ask for `objects`."""

    use_in_migrations = True

    def __init__(self) -> None:
        super().__init__(policy.READ_ACCOUNT)

    def deconstruct(self) -> tuple[bool, str, None, tuple[()], dict[str, Any]]:
        """How it stands in a migration."""
        return False, "django.db.models.Manager", None, (), {}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, models.Manager)  # to the migrations it is any manager

    __hash__ = models.Manager.__hash__


class Account(AbstractBaseUser):
    """The way in of one member of staff.

    `code` is a keyed hash of the one-time code with which they come in first or after a reset, good until
    `code_until`. `mark` changes with every passphrase and reset: a session that bears an older one is over. `step` is
    the last time step whose code was used, so that none is used twice. `closed_at` lets nobody in any more.
    """

    last_login = None  # the ledger knows

    ref = models.CharField(max_length=9, unique=True, default=new_reference, editable=False)
    staff = models.OneToOneField(Staff, on_delete=models.PROTECT, related_name="+")
    mark = models.CharField(max_length=32)
    code = models.CharField(max_length=64, blank=True)
    code_until = models.DateTimeField(null=True, blank=True)
    step = models.BigIntegerField(default=0)
    opened_at = models.DateTimeField()
    chosen_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    unfiltered: ClassVar[models.Manager[Account]] = models.Manager()
    objects: ClassVar[AccountsToViewer] = AccountsToViewer()

    USERNAME_FIELD = "ref"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    @property
    def is_active(self) -> bool:  # type: ignore[override]
        """Whether the account lets anybody in."""
        return self.closed_at is None

    @property
    def owes_passphrase(self) -> bool:
        """Whether its holder has yet to choose a passphrase."""
        return self.chosen_at is None


class Desk(models.Model):
    """A computer, or a room of them, that several officers share: wrong tries from there do not shut out the others.

    `network` is an address or a range of them. Wrong tries still count against the number that was typed.
    """

    ref = models.CharField(max_length=9, unique=True, default=new_reference, editable=False)
    service = models.ForeignKey(PrisonService, on_delete=models.PROTECT, related_name="+")
    establishment = models.ForeignKey(Establishment, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    name = models.CharField(max_length=80)
    network = models.CharField(max_length=50)
    registered_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    unfiltered: ClassVar[models.Manager[Desk]] = models.Manager()
    objects: ClassVar[Ruled[Desk]] = Ruled(policy.READ_DESK)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["service", "network"], condition=Q(removed_at__isnull=True), name="access_desk_network_once"
            )
        ]


class Tries(models.Model):
    """Wrong tries against one number, or from one address: `who` is a keyed hash, and tells neither."""

    who = models.CharField(max_length=64, unique=True)
    wrong = models.PositiveSmallIntegerField(default=0)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    unfiltered: ClassVar[models.Manager[Tries]] = models.Manager()
