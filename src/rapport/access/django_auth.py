"""Django's own accounts: this house uses their hashing, django-allauth asks for their tables; no permission is kept."""

from django.contrib.auth.apps import AuthConfig
from django.contrib.auth.checks import check_middleware, check_user_model
from django.core import checks


class DjangoAuthConfig(AuthConfig):
    """As Django has it, without writing a permission for every model after each migration."""

    def ready(self) -> None:
        checks.register(check_user_model, checks.Tags.models)
        checks.register(check_middleware)
