"""What the room declares."""

from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "rapport.reporting"
    label = "reporting"
    default_auto_field = "django.db.models.BigAutoField"
