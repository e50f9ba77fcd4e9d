"""What the room declares: nothing. It composes."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "rapport.demo"
    label = "demo"
    default_auto_field = "django.db.models.BigAutoField"
