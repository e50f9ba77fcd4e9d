"""Keys of this instance, kept in files beside the database and never in it.

`rapport init` makes them once, readable by the serving user alone. A database copied without them proves
nothing and opens no link.
"""

import secrets
from functools import lru_cache
from pathlib import Path

from django.conf import settings


def key_folder() -> Path:
    """Where the keys lie: `keys/` in the instance's home."""
    return Path(settings.RAPPORT_HOME) / "keys"


@lru_cache(maxsize=8)
def _read(path: str) -> bytes:
    return Path(path).read_bytes()


def key(name: str) -> bytes:
    """The 32 bytes of the key of this name, made on first use by whoever owns the home folder."""
    path = key_folder() / f"{name}.key"
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            with path.open("xb") as file:
                path.chmod(0o600)
                file.write(secrets.token_bytes(32))
        except FileExistsError:
            pass  # another process of the same start was first: its key is the key
    return _read(str(path))
