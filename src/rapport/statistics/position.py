"""Position: was the officer where something could be learned? Kept apart from noticing and from judging.

Source: this project's definition: the ideal observer's expected information about the cases' kinds at the posts held,
as a share of the same at each slot's best posts.
"""

import numpy as np
from numpy.typing import ArrayLike

from rapport.statistics.errors import Impossible, Undefined


def position(held: ArrayLike, best: ArrayLike) -> float:
    """Σ expected bits at the posts held ÷ Σ expected bits at each slot's best posts; a share, 0..1.

    `held`, `best`: one number of bits for each slot, in the same order. Raises `Impossible` for negative bits, unequal
    lengths, or a slot in which the posts held promise more than the best ones; `Undefined` when no slot promised
    anything.
    """
    here, there = np.asarray(held, dtype=np.float64), np.asarray(best, dtype=np.float64)
    if here.shape != there.shape or here.ndim != 1:
        raise Impossible("posts held and best posts must tell the same slots")
    if not (np.isfinite(here).all() and np.isfinite(there).all()) or (here < 0).any():
        raise Impossible("expected bits must be finite and not negative")
    if (here > there + 1e-9).any():
        raise Impossible("a post held promises more than the slot's best posts")
    total = float(there.sum())
    if total == 0:
        raise Undefined("no post promised any information")
    return float(here.sum()) / total
