"""What the room declares."""

from typing import ClassVar

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from rapport.access.roles import Role
from rapport.interface.navigation import AccountAct, NavEntry


class AccessConfig(AppConfig):
    name = "rapport.access"
    label = "access"
    default_auto_field = "django.db.models.BigAutoField"

    navigation: ClassVar[list[NavEntry]] = [
        NavEntry(_("Signatures of the staff"), "access:signatures", frozenset({Role.INSPECTOR}), order=85),
    ]
    account: ClassVar[list[AccountAct]] = [
        AccountAct(_("My signature"), "access:signature", order=70),
        AccountAct(_("Change posting"), "access:posting", order=80),
        AccountAct(_("Sign out"), "access:sign_out", method="post", order=90),
    ]
