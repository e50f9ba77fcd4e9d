"""Photographs and documents: told by their content, cleaned, bounded, kept outside what is served, downloaded only."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from desk_at_northfield import Desk, browser, desk_at
from rapport.access.algebra import Refused
from rapport.reporting import attachment_files, selectors, services
from rapport.reporting.attachment_files import Unfit, cleaned, folder
from rapport.reporting.models import Attachment

SECRET = b"CANARY-42.8746N-74.5698E"


def picture(kind: str = "JPEG", size: tuple[int, int] = (60, 40)) -> bytes:
    """A photograph with a place, a device and a comment in it."""
    out = BytesIO()
    exif = Image.Exif()
    exif[0x010F] = SECRET.decode()
    exif[0x9286] = SECRET.decode()
    Image.new("RGB", size, "teal").save(out, format=kind, **({"exif": exif} if kind in ("JPEG", "WEBP", "PNG") else {}))
    return out.getvalue() + SECRET


def document(pages: int = 1, password: str = "") -> bytes:
    """A PDF with an author, a script that runs on opening, and a file hidden in it."""
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(100, 100)
    writer.add_metadata({"/Author": SECRET.decode()})
    script = {"/S": NameObject("/JavaScript"), "/JS": TextStringObject(SECRET.decode())}
    writer.root_object[NameObject("/OpenAction")] = DictionaryObject({NameObject(k): v for k, v in script.items()})
    writer.add_attachment("hidden.exe", SECRET)
    writer.pages[0][NameObject("/AA")] = DictionaryObject({NameObject("/O"): TextStringObject(SECRET.decode())})
    if password:
        writer.encrypt(password)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def archive() -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as zipped:
        zipped.writestr("word/document.xml", "<w/>")
    return out.getvalue()


@pytest.fixture
def desk(northfield) -> Desk:
    return desk_at(northfield)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_what_a_picture_says_of_place_and_device_is_removed_and_nothing_hides_behind_its_end(kind):
    raw = picture(kind)
    assert SECRET in raw
    kept = cleaned(raw)
    assert SECRET not in kept.content
    with Image.open(BytesIO(kept.content)) as again:
        assert not again.getexif()
        assert again.size == (60, 40)


def test_of_a_document_only_its_pages_are_kept():
    raw = document()
    kept = cleaned(raw)
    assert kept.kind == "pdf"
    assert SECRET not in kept.content
    for word in (b"/JavaScript", b"/OpenAction", b"/EmbeddedFile", b"/AA", b"/Author"):
        assert word not in kept.content
    assert len(PdfReader(BytesIO(kept.content)).pages) == 1


HOSTILE = {
    "nothing": (b"", "empty"),
    "a program": (b"\x7fELF" + b"\0" * 200, "unknown_kind"),
    "a page with a script": (b"<html><script>alert(1)</script></html>", "unknown_kind"),
    "a drawing with a script": (b'<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>', "unknown_kind"),
    "an archive": (archive(), "unknown_kind"),
    "only words": (b"GIVE ME THE KEYS", "unknown_kind"),
    "half a picture": (picture()[:300], "broken"),
    "a document that is none": (b"%PDF-1.7\n%%EOF", "broken"),
    "too much": (b"\xff\xd8\xff\xe0" + b"\0" * 10_000_001, "too_large"),
    "a locked document": (document(password="x"), "locked"),
    "a book": (document(pages=61), "too_many_pages"),
}


@pytest.mark.parametrize("what", sorted(HOSTILE))
def test_a_file_that_is_hostile_or_something_else_inside_is_refused_by_its_content(what):
    raw, code = HOSTILE[what]
    with pytest.raises(Unfit) as refusal:
        cleaned(raw)
    assert refusal.value.code == code


def test_a_picture_that_would_fill_the_memory_is_refused(monkeypatch):
    monkeypatch.setattr(attachment_files, "MOST_PIXELS", 1000)
    with pytest.raises(Unfit) as refusal:
        cleaned(picture())
    assert refusal.value.code == "too_large"


def test_a_photograph_goes_with_the_report_and_only_its_readers_download_it(desk):
    ref = services.start_draft(desk.aigerim, about="worry", seen="A hole in the wall.")
    services.attach(desk.aigerim, ref, name="..\\C:\\wall<script>.exe", raw=picture())
    services.attach(desk.aigerim, ref, name="again.jpg", raw=picture())
    [shown] = selectors.draft(desk.aigerim, ref).attachments
    assert shown.name == "wall_script_.jpg"
    assert browser(desk.daria).get(f"/reports/file/{shown.ref}/").status_code == 404
    services.file_draft(desk.aigerim, ref)
    answer = browser(desk.daria).get(f"/reports/file/{shown.ref}/")
    assert answer.status_code == 200
    assert f"/reports/file/{shown.ref}/" in browser(desk.daria).get(f"/desk/{ref}/").content.decode(), (
        "where it is graded"
    )
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["Cache-Control"] == "no-store"
    with pytest.raises(Refused):
        selectors.attachment(desk.bakyt, shown.ref)
    [kept] = Attachment.unfiltered.all()
    assert (folder() / kept.stored).stat().st_mode & 0o777 == 0o600
    assert kept.name not in kept.stored


def test_on_the_form_a_file_that_is_not_kept_says_why_and_nothing_typed_is_lost(desk):
    ref = services.start_draft(desk.aigerim)
    client = browser(desk.aigerim)
    bad = SimpleUploadedFile("photo.jpg", b"MZ this is a program", content_type="image/jpeg")
    page = client.post(f"/reports/{ref}/write/", {"do": "file", "about": "worry", "seen": "A hole.", "file": bad})
    assert page.status_code == 200
    assert "something else inside" in page.content.decode()
    assert selectors.draft(desk.aigerim, ref).seen == "A hole."
    good = SimpleUploadedFile("photo.exe", picture(), content_type="application/x-dosexec")
    assert client.post(f"/reports/{ref}/write/", {"do": "attach", "seen": "A hole.", "file": good}).status_code == 302
    [shown] = selectors.draft(desk.aigerim, ref).attachments
    client.post(f"/reports/{ref}/write/", {"do": f"detach:{shown.ref}", "seen": "A hole."})
    assert selectors.draft(desk.aigerim, ref).attachments == ()


def test_six_files_are_enough_and_a_draft_that_goes_takes_them_along(desk, django_capture_on_commit_callbacks):
    ref = services.start_draft(desk.aigerim)
    for width in range(6):
        services.attach(desk.aigerim, ref, name="x.jpg", raw=picture(size=(20 + width, 20)))
    with pytest.raises(Unfit) as refusal:
        services.attach(desk.aigerim, ref, name="x.jpg", raw=picture(size=(90, 20)))
    assert refusal.value.code == "too_many"
    stored = list(Attachment.unfiltered.values_list("stored", flat=True))
    with django_capture_on_commit_callbacks(execute=True):
        services.discard_draft(desk.aigerim, ref)
    assert not Attachment.unfiltered.exists()
    assert not any((folder() / name).exists() for name in stored)
