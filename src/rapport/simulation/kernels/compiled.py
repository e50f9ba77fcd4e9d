"""How a kernel is compiled: once by `make install`, kept beside the source, without the interpreter's lock.

No fast mathematics and no parallel loops: threads work on different establishments, so that one thread or two write
the same bytes. Kernels hold integers only, for which every processor and every release gives the same answer.

Numba looks only at a function's own file to see whether what it kept is old; a kernel also holds functions of the
files beside it. So what is kept goes when any of them has changed.
"""

import hashlib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar, cast

from numba import njit

Function = TypeVar("Function", bound=Callable[..., object])
_HERE = Path(__file__).parent


def kernel(function: Function) -> Function:
    """The function, compiled when it is first called for these types, and kept on disk."""
    return cast(Function, njit(cache=True, nogil=True, fastmath=False, error_model="numpy")(function))


def _forget_what_is_old() -> None:
    now = hashlib.sha256(b"".join(file.read_bytes() for file in sorted(_HERE.glob("*.py")))).hexdigest()
    kept = _HERE / "__pycache__"
    stamp = kept / "kernels.stamp"
    with suppress(OSError):
        if stamp.exists() and stamp.read_text() == now:
            return
        kept.mkdir(exist_ok=True)
        for file in [*kept.glob("*.nbi"), *kept.glob("*.nbc")]:
            file.unlink(missing_ok=True)
        stamp.write_text(now)


_forget_what_is_old()
