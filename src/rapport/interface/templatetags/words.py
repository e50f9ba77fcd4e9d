"""Small parts that stand many times on a page, put together once for each text: including a template each time costs
more than the rest of a row.
"""

from functools import lru_cache

from django import template
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.simple_tag
def tag(text: str, tone: str = "", link: str = "") -> SafeString:
    """`interface/tag.html`: a short word beside something."""
    return _tag(str(text), tone, link)


@lru_cache(maxsize=4_096)
def _tag(text: str, tone: str, link: str) -> SafeString:
    # What is kept follows from its three values alone, which the template escapes.
    return mark_safe(get_template("interface/tag.html").render({"text": text, "tone": tone, "link": link}))  # noqa: S308
