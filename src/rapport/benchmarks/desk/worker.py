"""One engine, measured in a process of its own: `python -m rapport.benchmarks.desk.worker SIZE FILE`."""

import json
import sys
import time
from pathlib import Path


def main(words: str, answer: str) -> None:
    """Fill, ask, load; the figures go into the file. The instance is founded."""
    import django

    django.setup()
    from rapport.benchmarks.desk.asking import ask
    from rapport.benchmarks.desk.filling import fill
    from rapport.benchmarks.desk.load import Entries, load
    from rapport.benchmarks.desk.size import Size

    size = Size.from_words(words)
    began = time.monotonic()
    filled = fill(size)
    told = {"filled in": time.monotonic() - began}
    told |= ask(filled, size)
    told |= load(filled, size, Entries())
    Path(answer).write_text(json.dumps(told))


if __name__ == "__main__":
    main(*sys.argv[1:])
