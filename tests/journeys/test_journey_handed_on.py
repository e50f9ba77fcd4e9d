"""A note was handed over and printed; then one of its items is graded anew. Who has it hears, reads, and says so."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from unicodedata import normalize

import pytest
from django.utils import translation
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from browsing import barriers, complaints_of, pictured, speak
from served import Peopled
from words_of_pages import Words

pytestmark = pytest.mark.browser


def sheets(page: Page) -> list[str]:
    """What stands on each sheet of paper, without spaces."""
    printed = page.pdf(format="A4", margin=dict.fromkeys(("top", "bottom", "left", "right"), "12mm"))
    return ["".join(normalize("NFKC", one.extract_text()).split()) for one in PdfReader(BytesIO(printed)).pages]


@pytest.mark.torture  # what is told is tried at the desk; this plays it whole
@pytest.mark.in_each_language
def test_whoever_was_handed_a_note_hears_what_changed_and_every_sheet_says_how_far_it_goes(
    chromium: Browser, language: str, tmp_path: Path
) -> None:
    house = Peopled(tmp_path, Path(__file__).with_name("handed_on.py"))
    house.open()
    words, refs = Words(language), house.told["refs"]
    troubles: list[str] = []

    def sit(name: str) -> Page:
        page = chromium.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB").new_page()
        said = complaints_of(page)
        troubles_of[name] = said
        speak(page, house.address, language)
        page.goto(house.address + house.told["links"][name])
        return page

    def look(page: Page, name: str) -> None:
        troubles.extend([*pictured(page, f"handed-on-{name}-{language}"), *barriers(page)])
        page.emulate_media(color_scheme="dark")
        troubles.extend(pictured(page, f"handed-on-{name}-dark-{language}", widths=(1280,)))
        page.emulate_media(color_scheme="light")

    troubles_of: dict[str, list[str]] = {}
    daria, asel = sit("Daria"), sit("Asel")
    expect(asel.locator("#corrections")).to_have_count(0)

    daria.goto(f"{house.address}/desk/items/{refs['item']}/regrade/")
    for name, code in (("source", "C"), ("information", "4"), ("handling", "H0")):
        daria.locator(f'input[name="{name}"][value="{code}"]').check(force=True)
    for name in ("source_reason", "information_reason", "why"):
        daria.locator(f'[name="{name}"]').fill("He was asked again.")
    daria.locator("main form button[type=submit]").last.click()
    expect(daria.locator("#grades")).to_be_visible()
    daria.goto(f"{house.address}/desk/notes/{refs['note']}/")
    expect(daria.locator("#corrected")).to_contain_text(words("not yet", "read"))
    look(daria, "desk-waits")

    asel.goto(f"{house.address}/decisions/")
    expect(asel.locator(".rap-corrections").first).to_contain_text(refs["item"])
    expect(asel.get_by_text(words("Since you decided, the note has changed:"))).to_be_visible()
    look(asel, "governor")
    asel.get_by_role("button", name=words("I have read this")).click()
    expect(asel.get_by_text(words("Kept: you have read it. Whoever handed it to you sees that."))).to_be_visible()
    expect(asel.locator("#corrections")).to_have_count(0)

    daria.goto(f"{house.address}/reports/handed-on/")
    expect(daria.get_by_text("Asel Osmonova")).to_be_visible()
    expect(daria.get_by_text(words("not yet", "read"), exact=True)).to_have_count(0)
    look(daria, "desk-read")

    with translation.override(language):
        reach = "".join(translation.gettext("May go to partners by law").split())
        ends = "".join(translation.gettext("This copy ends on %(on)s: destroy it by then.").partition("%")[0].split())
    for page, address in ((asel, f"/decisions/{refs['note']}/"), (daria, f"/desk/notes/{refs['note']}/")):
        page.goto(house.address + address)
        paper = sheets(page)
        assert len(paper) > 1
        for number, sheet in enumerate(paper, start=1):
            for wanted in (refs["note"], reach, ends, "C4", "2030"):
                assert "".join(wanted.split()) in sheet, f"sheet {number} of {len(paper)} of {address}: no {wanted}"
    troubles += [f"{name}: {one}" for name, said in troubles_of.items() for one in said]
    house.close()
    assert troubles == []
