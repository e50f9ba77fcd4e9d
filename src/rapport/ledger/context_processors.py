"""What every page says about the instance it stands in."""

from functools import cache

from django.http import HttpRequest

from rapport.ledger.selectors import instance


@cache
def _mode() -> str:
    founded = instance()
    if founded is None:
        raise LookupError  # not kept: the next page asks again
    return founded.mode


def instance_mode(_request: HttpRequest) -> dict[str, str]:
    """`instance_mode`: training, rehearsal or live. A database that does not say is treated as training."""
    try:
        return {"instance_mode": _mode()}
    except LookupError:
        return {"instance_mode": "training"}
