"""The square picture that carries an address to a telephone's camera."""

from __future__ import annotations

from dataclasses import dataclass

import qrcode
from qrcode.constants import ERROR_CORRECT_M


@dataclass(frozen=True)
class Square:
    """A picture of `size` by `size` fields, four of them empty at every edge; `path` draws the dark ones."""

    size: int
    path: str


def square(address: str) -> Square:
    """The QR code of an address (ISO/IEC 18004), as a path for SVG: one stroke for each row's run of dark fields."""
    code = qrcode.QRCode(border=4, error_correction=ERROR_CORRECT_M)
    code.add_data(address)
    code.make()
    fields = code.get_matrix()
    runs = []
    for y, row in enumerate(fields):
        x = 0
        while x < len(row):
            width = next((at for at, dark in enumerate(row[x:]) if not dark), len(row) - x)
            if width:
                runs.append(f"M{x} {y}h{width}v1h-{width}z")
            x += width or 1
    return Square(len(fields), "".join(runs))
