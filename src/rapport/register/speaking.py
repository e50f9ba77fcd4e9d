"""In which language a reader is answered."""

from django.conf import settings
from django.utils.translation import get_language

from rapport.access.viewers import Viewer


def language_of(viewer: Viewer) -> str:
    """The language that the page speaks, which may have been changed on this browser; else the viewer's own."""
    spoken = get_language()
    if spoken and spoken != settings.LANGUAGE_CODE:
        return spoken
    return viewer.language or spoken or settings.LANGUAGE_CODE
