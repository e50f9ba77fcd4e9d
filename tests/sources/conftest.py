"""Northfield with two source custodians who hold a key, two officers, an intelligence officer and a governor."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.utils import translation

from custody import Custody, custody_at, quick_keys
from rapport.sources import matching
from small_prison import build, open_simulated_service


@pytest.fixture(autouse=True)
def everybody_speaks_english() -> Iterator[None]:
    """A page in another language does not go on speaking it in the next test."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def a_key_in_memory() -> Iterator[None]:
    """The key of comparison is handed over, and let go of afterwards; passphrases are stretched quickly."""
    matching.hand_over(b"k" * 32)
    with quick_keys():
        yield
    matching.forget()


@pytest.fixture
def custody(db: None) -> Custody:
    """A prison in which tellers can be sealed."""
    return custody_at(build(open_simulated_service(), "Northfield", serial=100))
