"""Which reports mention worship, dress, diet, language, origin, politics or health: evaluation answers for each.

Source: safeguard 4.
"""

from __future__ import annotations

from collections.abc import Collection

from rapport.access.viewers import Viewer
from rapport.language import protected
from rapport.ledger.references import normalise
from rapport.reporting import questions


def mentioning(viewer: Viewer, refs: Collection[str]) -> dict[str, int]:
    """Of these reports at the viewer's desk those in whose texts or additions such a word stands, and their keys.

    Shows nothing of what they say, so enters nothing.
    """
    rows = questions.said_at_the_desk(viewer, refs=[normalise(ref) for ref in refs])
    keys, said = {ref: key for key, ref, *_ in rows}, {key: "\n".join(texts) for key, _ref, *texts in rows}
    for key, text in questions.texts_added_to(reports=list(said)):
        said[key] += f"\n{text}"
    return {ref: key for ref, key in keys.items() if protected.found(said[key])}
