"""What the frame of every page shows: signposts, languages, who one is, the watermark."""

from functools import cache, partial
from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language

from rapport.interface.languages import languages, needs_review
from rapport.interface.navigation import account_acts, signposts


def page(request: HttpRequest) -> dict[str, Any]:
    """The context of the page's frame. `viewer` is None for someone signed out.

    What only a whole page shows is a function: a part that is swapped in place does not pay for it.
    """
    viewer = getattr(request, "viewer", None)
    return {
        "viewer": viewer,
        "signposts": cache(partial(signposts, viewer, request.path)),
        "account_acts": partial(account_acts, viewer),
        "languages": languages,
        "texts_need_review": needs_review(get_language()),
    }
