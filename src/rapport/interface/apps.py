"""What the room declares."""

from django.apps import AppConfig


class InterfaceConfig(AppConfig):
    name = "rapport.interface"
    label = "interface"

    def ready(self) -> None:
        from rapport.interface import checks  # noqa: F401  # registering the checks is the effect
