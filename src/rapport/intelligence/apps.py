"""What the room declares."""

from django.apps import AppConfig


class IntelligenceConfig(AppConfig):
    name = "rapport.intelligence"
    label = "intelligence"
    default_auto_field = "django.db.models.BigAutoField"
