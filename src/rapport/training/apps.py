"""What the room declares."""

from typing import ClassVar

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from rapport.interface.navigation import NavEntry


class TrainingConfig(AppConfig):
    name = "rapport.training"
    label = "training"
    default_auto_field = "django.db.models.BigAutoField"

    first_needed = ("rapport.training.worlds.rehearse", "rapport.training.rehearsing.rehearse")

    navigation: ClassVar[list[NavEntry]] = [
        NavEntry(_("Shift"), "training:home", frozenset({"officer", "trainer"}), order=10),
    ]
