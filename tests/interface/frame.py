"""Pages as a reader gets them, taken apart."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

from django.http import HttpRequest
from django.shortcuts import render
from django.test import RequestFactory


@dataclass(frozen=True)
class Someone:
    """A reader with some roles. The name is what must never stand in a tab title."""

    roles: frozenset[str] = frozenset()
    label: str = "Officer 3 · B wing"
    name: str = "Aigerim Sadyrova"


@dataclass
class Element:
    tag: str
    attributes: dict[str, str | None]
    text: str = ""


@dataclass
class Page(HTMLParser):
    """All elements of a page with their attributes and the text before whatever follows."""

    elements: list[Element] = field(default_factory=list)
    inside: bool = False

    def __post_init__(self) -> None:
        super().__init__()

    @classmethod
    def of(cls, html: str) -> "Page":
        page = cls()
        page.feed(html)
        return page

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(Element(tag, dict(attrs)))
        self.inside = True

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002  # the parser's own name
        self.inside = False

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.elements[-1].text += data

    def all(self, tag: str, **attributes: str) -> list[Element]:
        wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
        return [
            element
            for element in self.elements
            if element.tag == tag and all(element.attributes.get(name) == value for name, value in wanted.items())
        ]

    def by_class(self, name: str) -> list[Element]:
        return [element for element in self.elements if name in (element.attributes.get("class") or "").split()]

    @property
    def ids(self) -> list[str]:
        return [value for element in self.elements if (value := element.attributes.get("id"))]


def page_for(reader: Someone | None, address: str = "/look/", *, template: str = "interface/page.html") -> Page:
    """The page at `address` as this reader gets it."""
    return Page.of(render(request_of(reader, address), template).content.decode())


def request_of(reader: Someone | None, address: str = "/look/") -> HttpRequest:
    request = RequestFactory().get(address)
    request.viewer = reader  # type: ignore[attr-defined]
    return request
