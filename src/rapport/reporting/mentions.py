"""Which reports mention worship, dress, diet, language, origin, politics or health: evaluation answers for each.

Source: safeguard 4.
"""

from __future__ import annotations

from collections.abc import Collection

from rapport.access.viewers import Viewer
from rapport.language import protected
from rapport.ledger.references import normalise
from rapport.reporting import policy
from rapport.reporting.kinds import TEXTS
from rapport.reporting.models import Addendum, Report


def mentioning(viewer: Viewer, refs: Collection[str]) -> dict[str, int]:
    """Of these reports at the viewer's desk those in whose texts or additions such a word stands, and their keys.

    Shows nothing of what they say, so enters nothing.
    """
    mine = Report.unfiltered.filter(policy.DESK.filter(viewer), ref__in=[normalise(ref) for ref in refs])
    rows = list(mine.values_list("ref", "pk", *TEXTS))
    keys, said = {ref: key for ref, key, *_ in rows}, {ref: "\n".join(texts) for ref, _key, *texts in rows}
    for ref, text in Addendum.unfiltered.filter(report__in=mine).values_list("report__ref", "text"):
        said[ref] += f"\n{text}"
    return {ref: keys[ref] for ref, text in said.items() if protected.found(text)}
