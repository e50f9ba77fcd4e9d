"""What the room declares."""

from django.apps import AppConfig


class RegisterConfig(AppConfig):
    name = "rapport.register"
    label = "register"
    default_auto_field = "django.db.models.BigAutoField"
