"""How much of everything there is."""

from __future__ import annotations

from dataclasses import astuple, dataclass


@dataclass(frozen=True)
class Size:
    """Numbers of records, and how often each question is asked; `seconds` of load."""

    reports: int
    people: int
    staff: int
    establishments: int
    asked: int
    seconds: int

    def of(self, reports: int) -> Size:
        """The same in proportion, with so many reports."""
        share = reports / FULL.reports
        people, staff = max(200, round(FULL.people * share)), max(60, round(FULL.staff * min(1, share * 5)))
        return Size(reports, people, staff, max(4, round(FULL.establishments * min(1, share * 10))), 150, 10)

    def as_words(self) -> str:
        """For another process."""
        return ",".join(map(str, astuple(self)))

    @classmethod
    def from_words(cls, words: str) -> Size:
        """See `as_words`."""
        return cls(*map(int, words.split(",")))


FULL = Size(reports=1_000_000, people=200_000, staff=500, establishments=20, asked=300, seconds=30)
QUICK = Size(reports=1_500, people=300, staff=56, establishments=4, asked=25, seconds=3)
