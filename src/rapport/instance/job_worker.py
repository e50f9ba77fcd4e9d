"""The process of the job worker: it ends with the server that started it."""

import os
from contextlib import suppress

from rapport.instance.parenthood import end_with_parent


def main() -> None:
    """Work until the server ends."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rapport.instance.settings")
    import django

    django.setup()
    from rapport.access.worker import work_for_ever

    work_for_ever()


if __name__ == "__main__":
    end_with_parent()
    with suppress(KeyboardInterrupt):
        main()
