"""The look: our own colours and letters, readable by day and at night, and a watermark that is never forgotten."""

import re
from pathlib import Path

import pytest
from django.http import Http404
from django.shortcuts import render
from django.test import RequestFactory, override_settings
from frame import Page, request_of

import rapport
from rapport.interface.views import look

ROOM = Path(rapport.__file__).parent / "interface"
BUILT = ROOM / "static" / "interface" / "built" / "rapport.css"
PALETTE = (ROOM / "sass" / "_palette.scss").read_text(encoding="utf-8")
COLOUR = re.compile(r"--rap-([a-z0-9-]+):\s*#([0-9a-f]{3,6});")

# ink on ground: all text that pages write
PAIRS = [
    *[(ink, ground) for ink in ("ink", "ink-2") for ground in ("paper", "card", "quiet")],
    *[("ink", ground) for ground in ("act-soft", "mind-soft", "urgent-soft", "good-soft", "view-soft")],
    *[(ink, ground) for ink in ("act", "urgent") for ground in ("paper", "card", "quiet")],
    *[(tone, f"{tone}-soft") for tone in ("act", "mind", "urgent", "good")],
    ("on-act", "act"),
    ("on-act", "act-strong"),
    ("on-urgent", "urgent"),
    ("band-ink", "band"),
    ("band-ink-2", "band"),
    ("stripe-ink", "stripe-one"),
    ("stripe-ink", "stripe-two"),
    ("focus-ink", "focus"),
]
# borders and marks that one must be able to see to use the page
EDGES = [
    *[("line-strong", ground) for ground in ("card", "paper")],
    *[(mark, "card") for mark in ("act", "mind", "urgent", "good", "view")],
    ("band-mark", "band"),
]


def colours(part: str) -> dict[str, str]:
    return {name: code * 2 if len(code) == 3 else code for name, code in COLOUR.findall(part)}


DAY, NIGHT = (colours(part) for part in PALETTE.split("@media screen and (prefers-color-scheme: dark)"))


def light(code: str) -> float:
    """Relative luminance of a colour (WCAG 2.2)."""
    parts = [int(code[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_the_contrast_of_black_on_white_is_twenty_one():
    assert contrast("000000", "ffffff") == pytest.approx(21)


@pytest.mark.parametrize("palette", [DAY, {**DAY, **NIGHT}], ids=["by day", "at night"])
def test_every_word_can_be_read_by_day_and_at_night(palette: dict[str, str]):
    weak = {pair: round(contrast(palette[pair[0]], palette[pair[1]]), 2) for pair in PAIRS}
    assert {pair: ratio for pair, ratio in weak.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("palette", [DAY, {**DAY, **NIGHT}], ids=["by day", "at night"])
def test_every_edge_that_one_must_see_can_be_seen(palette: dict[str, str]):
    weak = {pair: round(contrast(palette[pair[0]], palette[pair[1]]), 2) for pair in EDGES}
    assert {pair: ratio for pair, ratio in weak.items() if ratio < 3} == {}


def test_the_style_sheet_is_built_and_wears_no_other_service_s_clothes():
    css = BUILT.read_text(encoding="utf-8")
    assert "rap-band" in css
    assert "Noto Sans" in css
    for foreign in ("GDS Transport", "@font-face", "crown", "crest", "govuk-logo", "url(", "@import"):
        assert foreign not in css, foreign


def watermark(**context: str) -> str:
    answer = render(request_of(None), "interface/parts/watermark.html", context)
    return " ".join(re.sub(r"<[^>]+>", "", answer.content.decode()).split())


@pytest.mark.django_db
def test_a_page_without_a_watermark_is_a_live_page_and_no_other():
    assert watermark(exercise_label="B-14", instance_mode="training").startswith("Exercise B-14 · simulated prison")
    assert "nobody on this page exists" in watermark(instance_mode="training")
    assert "nobody on this page exists" in watermark()
    assert "nobody on this page exists" in watermark(instance_mode="rehearsal")
    assert watermark(instance_mode="live") == ""


@override_settings(LOOK_PAGE=False)
def test_the_look_page_does_not_exist_where_it_is_not_asked_for():
    with pytest.raises(Http404):
        look(RequestFactory().get("/look/"))


@pytest.mark.parametrize(
    ("tone", "word"), [("good", "Done:"), ("warn", "Mind this:"), ("urgent", "Urgent:"), ("note", "Note:")]
)
def test_a_notice_says_in_a_word_and_a_shape_what_its_colour_says(tone: str, word: str):
    answer = render(RequestFactory().get("/"), "interface/notice.html", {"tone": tone, "text": "x"})
    page = Page.of(answer.content.decode())
    assert page.by_class("govuk-visually-hidden")[0].text.strip() == word
    assert page.by_class("rap-shape__sign")


def test_facts_hearsay_and_view_carry_their_names():
    labels = []
    for kind in ("seen", "told", "view"):
        answer = render(RequestFactory().get("/"), "interface/quote.html", {"kind": kind, "text": "x"})
        labels.append(Page.of(answer.content.decode()).by_class("rap-quote__label")[0].text.strip())
    assert labels == ["I saw or heard", "I was told", "What I think it means"]
