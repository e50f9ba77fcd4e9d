"""Where photographs and documents lie: in the home folder under random names, outside everything that is served.

`cleaned` decides by the content, never by the name, and keeps only what can be made anew: a picture is drawn again
without whatever was hidden in it, a PDF is put together again from its pages. Anything else is refused with a code.
"""

from __future__ import annotations

import hashlib
import secrets
import warnings
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import puremagic
from django.conf import settings
from django.db import transaction
from PIL import Image, ImageOps
from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from pypdf.generic import NameObject

from rapport.reporting.models import Attachment, Draft

MOST_BYTES = 10_000_000
MOST_PIXELS = 40_000_000
MOST_PAGES = 60
MOST_FILES = 6
CONTENT_TYPES = {"jpeg": "image/jpeg", "png": "image/png", "pdf": "application/pdf"}
_ACTIVE = ("/AA", "/OpenAction", "/Annots", "/JavaScript", "/EmbeddedFiles", "/AcroForm", "/Metadata", "/PieceInfo")


class Unfit(ValueError):
    """A file that is not kept. `code` says why: empty, too_large, unknown_kind, broken, locked, too_many_pages."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Cleaned:
    """A file as it is kept."""

    kind: str
    content: bytes

    @property
    def digest(self) -> str:
        """The SHA-256 of the content."""
        return hashlib.sha256(self.content).hexdigest()


def cleaned(raw: bytes) -> Cleaned:
    """What is kept of a file. Raises `Unfit`."""
    if not raw:
        raise Unfit("empty")
    if len(raw) > MOST_BYTES:
        raise Unfit("too_large")
    kind = _kind(raw)
    if kind == "pdf":
        return Cleaned("pdf", _pdf(raw))
    if kind in ("jpeg", "png", "webp", "gif", "bmp"):
        return _picture(raw, kind)
    raise Unfit("unknown_kind")


def folder() -> Path:
    """Where they lie."""
    return Path(settings.RAPPORT_HOME) / "attachments"


def store(content: bytes) -> str:
    """Write it under a random name, which is returned; on the disk before anything refers to it."""
    name = secrets.token_hex(16)
    folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    with (folder() / name).open("xb") as file:
        (folder() / name).chmod(0o600)
        file.write(content)
    return name


def read(one: Attachment) -> bytes:
    """The file. Raises `OSError` if it is gone."""
    return (folder() / one.stored).read_bytes()


def forget_attachments(draft: Draft, ref: str = "") -> int:
    """Remove the files of a draft, or one of them, once the caller's transaction is whole. How many."""
    gone = Attachment.unfiltered.filter(draft=draft)
    gone = gone.filter(ref=ref) if ref else gone
    names = list(gone.values_list("stored", flat=True))
    gone.delete()
    for name in names:
        transaction.on_commit(lambda name=name: (folder() / name).unlink(missing_ok=True))  # type: ignore[misc]
    return len(names)


def _kind(raw: bytes) -> str:
    try:
        found = puremagic.from_string(raw)
    except (puremagic.PureError, ValueError):
        raise Unfit("unknown_kind") from None
    return {".jpg": "jpeg", ".jpeg": "jpeg", ".jfif": "jpeg"}.get(found, found.lstrip("."))


def _picture(raw: bytes, kind: str) -> Cleaned:
    """Drawn again from its points: no place, no device, no time, nothing after its end."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(BytesIO(raw), formats=(kind.upper(),)) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    raise Unfit("too_large")
                upright = ImageOps.exif_transpose(picture)
                drawn = Image.new("RGB", upright.size, "white")
                plain = upright.convert("RGBA")
                drawn.paste(plain, mask=plain.getchannel("A"))
    except Unfit:
        raise
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Unfit("broken") from None
    kept, out = ("png" if kind in ("png", "gif", "bmp") else "jpeg"), BytesIO()
    drawn.save(out, format=kept.upper(), **({"quality": 88} if kept == "jpeg" else {"optimize": False}))
    if out.tell() > MOST_BYTES:
        raise Unfit("too_large")
    return Cleaned(kept, out.getvalue())


def _pdf(raw: bytes) -> bytes:
    """Put together again from its pages, without author, script, form, link or file in it."""
    try:
        reader = PdfReader(BytesIO(raw), strict=False)
        if reader.is_encrypted:
            raise Unfit("locked")
        if len(reader.pages) > MOST_PAGES:
            raise Unfit("too_many_pages")
        writer = PdfWriter()
        for page in reader.pages:
            for name in _ACTIVE:
                if name in page:
                    del page[NameObject(name)]
            writer.add_page(page)
        if not writer.pages:
            raise Unfit("broken")
        writer.metadata = None
        out = BytesIO()
        writer.write(out)
    except Unfit:
        raise
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, OSError, RecursionError):
        raise Unfit("broken") from None
    if out.tell() > MOST_BYTES:
        raise Unfit("too_large")
    return out.getvalue()
