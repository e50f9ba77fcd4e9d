"""Small parts that stand many times on a page, put together once for each thing they show: including a template each
time costs more than the rest of a row.
"""

import secrets
import time
from collections.abc import Iterable
from functools import lru_cache
from itertools import count
from typing import Any

from django import template
from django.template import Context
from django.template.loader import get_template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

register = template.Library()

MOST_KEPT = 6_000
KEPT_SECONDS = 600


@register.simple_tag
def tag(text: str, tone: str = "", link: str = "") -> SafeString:
    """`interface/tag.html`: a short word beside something."""
    return _tag(str(text), tone, link)


@lru_cache(maxsize=4_096)
def _tag(text: str, tone: str, link: str) -> SafeString:
    # What is kept follows from its three values alone, which the template escapes.
    return mark_safe(get_template("interface/tag.html").render({"text": text, "tone": tone, "link": link}))  # noqa: S308


TOKEN, ADDRESS, TYPED = secrets.token_hex(16), secrets.token_hex(16), secrets.token_hex(16)
"""Where the token of forms, the page's address and what somebody typed come to stand in a part that is kept: words that
nobody can guess.
"""


@register.simple_tag(takes_context=True)
def kept(context: Context, name: str, typed: str = "", **shown: Any) -> SafeString:
    """A template that is given these values and nothing else, as `{% include … only %}`.

    What it gave for equal values is given again, to the same reader in the same language, for ten minutes at most. The
    values are what was read for this very answer, and entered with it: a changed record is another value. Nobody else's
    page is faster for what one has looked at. What was `typed` is filled in last, where `TYPED` stands in a value.
    """
    part = _kept.part(name, _kept.whose(context.get("viewer"), get_language()), shown)
    return mark_safe(part.replace(TYPED, escape(typed))) if typed else part  # noqa: S308  escaped


@register.simple_tag(takes_context=True)
def kept_each(context: Context, name: str, each: str, many: Iterable[Any], **shown: Any) -> SafeString:
    """`{% kept %}` for each of many, one after the other; `each` is what the template calls it.

    Looping over a tag takes longer than finding what is kept.
    """
    whose = _kept.whose(context.get("viewer"), get_language())
    return mark_safe("\n".join([_kept.part(name, whose, {each: one, **shown}) for one in many]))  # noqa: S308  each escapes


@register.simple_tag(takes_context=True)
def frame(context: Context, name: str, **shown: Any) -> SafeString:
    """A part of the frame of every page, kept as `kept` keeps a row of a list.

    What is another on each page is filled in last: the token of its forms, and the address of the page.
    """
    given = {**shown, "csrf_token": TOKEN, "address": ADDRESS}
    text = _kept.part(name, _kept.whose(None, get_language()), given)
    filled = text.replace(TOKEN, escape(context["csrf_token"]))
    return mark_safe(filled.replace(ADDRESS, escape(context["request"].get_full_path())))  # noqa: S308  both escaped


class _Kept:
    """Parts of pages in the memory of this process, each for its reader in one language."""

    def __init__(self) -> None:
        self._parts: dict[tuple[Any, ...], SafeString] = {}
        self._readers: dict[tuple[Any, ...], int] = {}
        self._numbers = count()
        self._since = time.monotonic()

    def whose(self, *reader: Any) -> int:
        """A number for whoever reads and in which language, as long as anything is kept for them."""
        if time.monotonic() - self._since > KEPT_SECONDS:
            self._parts, self._readers, self._since = {}, {}, time.monotonic()
        return self._readers.setdefault(reader, next(self._numbers))

    def part(self, name: str, whose: int, shown: dict[str, Any]) -> SafeString:
        key = (name, whose, *shown.items())
        known = self._parts.get(key)
        if known is None:
            if len(self._parts) >= MOST_KEPT:
                self._parts, self._readers, self._since = {}, {}, time.monotonic()
            known = self._parts[key] = mark_safe(get_template(name).render(shown))  # noqa: S308  it escapes
        return known


_kept = _Kept()
