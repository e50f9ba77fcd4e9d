"""The room by itself: what stands above it adds nothing to its pages here."""

import look_settings
import pytest
from pytest_django import Settings


@pytest.fixture(autouse=True)
def the_room_alone(settings: Settings) -> None:
    settings.TEMPLATES = look_settings.TEMPLATES
    settings.LOOK_PAGE = True
