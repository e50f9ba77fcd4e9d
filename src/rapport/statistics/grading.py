"""Agreement on the axes of an evaluation code, without arithmetic on grades.

An axis marks itself `ordered` or not and names its unassessable codes (unknown is not low): whether a thing is
assessable is one question; only among assessable, ordered codes is there a distance. Against an admissible range
there is no chance to correct for: the share inside it and the distance to it; κ is only between raters.
Source: field notes on grading; Baker et al. (1968) for the drift to the diagonal.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from rapport.statistics.agreement import kappa, weighted_kappa
from rapport.statistics.errors import Impossible, Undefined


@dataclass(frozen=True)
class Axis:
    """One axis of a scheme: its codes in the file's order, whether that order means anything, which say *unknown*."""

    codes: tuple[str, ...]
    ordered: bool
    unassessable: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if len(set(self.codes)) != len(self.codes) or not self.unassessable <= set(self.codes):
            raise Impossible(f"an axis with doubled or unknown codes: {self}")

    @property
    def assessable(self) -> tuple[str, ...]:
        return tuple(code for code in self.codes if code not in self.unassessable)


@dataclass(frozen=True)
class AxisAgreement:
    """Two raters on one axis. A κ is None where it does not exist (one constant code, no unassessable code)."""

    things: int
    same: float
    whether_assessable: float | None
    both_assessable: int
    among_assessable: float | None


@dataclass(frozen=True)
class RangeAgreement:
    """Grades against the admissible ones: the share inside, and mean steps to the range (None on a nominal axis)."""

    graded: int
    inside: float
    mean_distance: float | None


def agreement_on(axis: Axis, first: Sequence[str], second: Sequence[str]) -> AxisAgreement:
    """κ for assessable or not; among what both assessed, quadratic weights if the axis is ordered, plain κ if not.

    Raises `Impossible` for a code outside the axis or unequal lengths, `Undefined` when nothing was graded twice.
    """
    _require_codes(axis, (*first, *second))
    if len(first) != len(second):
        raise Impossible("one grade of each rater for each thing")
    if not first:
        raise Undefined("nothing was graded twice")
    pairs = list(zip(first, second, strict=True))
    assessed = [pair for pair in pairs if axis.unassessable.isdisjoint(pair)]
    return AxisAgreement(
        things=len(pairs),
        same=sum(a == b for a, b in pairs) / len(pairs),
        whether_assessable=_whether_assessable(axis, first, second),
        both_assessable=len(assessed),
        among_assessable=_among_assessable(axis, assessed),
    )


def agreement_with_range(axis: Axis, grades: Sequence[str], admissible: Sequence[frozenset[str]]) -> RangeAgreement:
    """How far grades lie from the grades that may rightly be given. Steps are counted among ordered, assessable codes;
    a grade on the wrong side of *assessable* is outside but has no distance. Errors as `agreement_on`.
    """
    _require_codes(axis, (*grades, *(code for codes in admissible for code in codes)))
    if len(grades) != len(admissible) or not all(admissible):
        raise Impossible("one admissible range, not empty, for each grade")
    if not grades:
        raise Undefined("nothing was graded")
    pairs = list(zip(grades, admissible, strict=True))
    distances = [steps for grade, codes in pairs if (steps := _steps_to_range(axis, grade, codes)) is not None]
    return RangeAgreement(
        graded=len(pairs),
        inside=sum(grade in codes for grade, codes in pairs) / len(pairs),
        mean_distance=sum(distances) / len(distances) if axis.ordered and distances else None,
    )


def diagonal_share(sources: Sequence[str], informations: Sequence[str], *, source: Axis, information: Axis) -> float:
    """Share of grades on the diagonal (first with first, second with second …), of those assessable on both axes.

    Raises `Undefined` when none is, other errors as `agreement_on`.
    """
    _require_codes(source, sources)
    _require_codes(information, informations)
    if len(sources) != len(informations):
        raise Impossible("two codes for each grade")
    graded = [
        (source.assessable.index(s), information.assessable.index(i))
        for s, i in zip(sources, informations, strict=True)
        if s not in source.unassessable and i not in information.unassessable
    ]
    if not graded:
        raise Undefined("nothing was assessable on both axes")
    return sum(s == i for s, i in graded) / len(graded)


def _whether_assessable(axis: Axis, first: Sequence[str], second: Sequence[str]) -> float | None:
    try:
        return kappa(
            [int(code in axis.unassessable) for code in first],
            [int(code in axis.unassessable) for code in second],
            codes=2,
        )
    except Undefined:
        return None


def _among_assessable(axis: Axis, pairs: Sequence[tuple[str, str]]) -> float | None:
    place = {code: rank for rank, code in enumerate(axis.assessable)}
    measure = weighted_kappa if axis.ordered else kappa
    try:
        return measure([place[a] for a, _ in pairs], [place[b] for _, b in pairs], codes=len(place))
    except Undefined:
        return None


def _steps_to_range(axis: Axis, grade: str, admissible: frozenset[str]) -> int | None:
    known = [axis.assessable.index(code) for code in admissible if code not in axis.unassessable]
    if grade in admissible:
        return 0
    if grade in axis.unassessable or not known:
        return None
    return min(abs(axis.assessable.index(grade) - rank) for rank in known)


def _require_codes(axis: Axis, codes: Sequence[str]) -> None:
    unknown = sorted(set(codes) - set(axis.codes))
    if unknown:
        raise Impossible(f"codes outside the axis: {', '.join(unknown)}")
