"""What the room declares."""

from typing import ClassVar

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from rapport.interface.navigation import NavEntry


class OversightConfig(AppConfig):
    name = "rapport.oversight"
    label = "oversight"
    default_auto_field = "django.db.models.BigAutoField"

    navigation: ClassVar[list[NavEntry]] = [
        NavEntry(_("Who looked"), "oversight:looks", frozenset({"inspector"}), order=38),
    ]
