"""What the room declares."""

from django.apps import AppConfig


class ConferenceConfig(AppConfig):
    name = "rapport.conference"
    label = "conference"
    default_auto_field = "django.db.models.BigAutoField"
