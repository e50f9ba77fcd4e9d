"""The processes that a served instance consists of."""

from pathlib import Path

from served import RAPPORT, Served

__all__ = ["RAPPORT", "Served", "alive", "children_of", "page_workers_of"]


def children_of(pid: int) -> list[int]:
    """The processes that this one started and that still run."""
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def page_workers_of(pid: int) -> list[int]:
    """Those of them that serve pages: all but the one that does the jobs."""
    return [one for one in children_of(pid) if b"job_worker" not in Path(f"/proc/{one}/cmdline").read_bytes()]


def alive(pid: int) -> bool:
    """Whether this process still runs; one that has ended and waits to be noticed does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
