"""The ledger's place in the house."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "rapport.ledger"
    label = "ledger"
    default_auto_field = "django.db.models.BigAutoField"
