"""What the room declares."""

from typing import ClassVar

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _

from rapport.access.roles import Role
from rapport.access.two_person import TwoPersonAct
from rapport.interface.navigation import AccountAct, NavEntry

ASKERS = frozenset({str(Role.ADMINISTRATOR)})
PROPOSERS = ASKERS | {str(Role.INSPECTOR)}
SIGNERS = ASKERS | {str(Role.INSPECTOR), str(Role.GOVERNOR)}


class AccessConfig(AppConfig):
    name = "rapport.access"
    label = "access"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Django's word that tables are about to change, or have: the triggers between tables go with it."""
        from rapport.access import resting

        pre_migrate.connect(resting.lower_all, sender=self)
        post_migrate.connect(resting.raise_all, sender=self)

    navigation: ClassVar[list[NavEntry]] = [
        NavEntry(_("Signatures of the staff"), "access:signatures", frozenset({Role.INSPECTOR}), order=85),
        NavEntry(_("Staff"), "access:administration", frozenset({Role.ADMINISTRATOR}), order=80),
    ]
    two_person: ClassVar[list[TwoPersonAct]] = [
        TwoPersonAct("access.account", _("Open or reset an account that may approve"), SIGNERS, ASKERS),
        TwoPersonAct(
            "ledger.witness", _("Pin the key of a witness"), SIGNERS, PROPOSERS, url_name="access:witness_key"
        ),
        TwoPersonAct("access.post", _("Post somebody in privileged work"), SIGNERS, ASKERS),
    ]
    account: ClassVar[list[AccountAct]] = [
        AccountAct(_("My account"), "access:account", order=60),
        AccountAct(_("My signature"), "access:signature", order=70),
        AccountAct(_("Change posting"), "access:posting", order=80),
        AccountAct(_("Lock"), "access:lock", method="post", order=84),
        AccountAct(_("Switch user"), "access:switch", method="post", order=86),
        AccountAct(_("Sign out"), "access:sign_out", method="post", order=90),
    ]
