"""What the room declares."""

from django.apps import AppConfig


class TrainingConfig(AppConfig):
    name = "rapport.training"
    label = "training"
    default_auto_field = "django.db.models.BigAutoField"
