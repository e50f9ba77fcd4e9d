"""Why a measure has no value: the data cannot occur, or cannot bear it."""


class Impossible(ValueError):
    """The input cannot occur: more hits than signals, a probability of 1.2, a group counted twice."""


class Undefined(ValueError):
    """The input is sound but the measure does not exist for it: no d′ without a signal, no κ on one constant code."""


class TooFew(Undefined):
    """The measure exists but so few data would mislead; `needed` and `seen` say how few."""

    def __init__(self, what: str, *, needed: int, seen: int) -> None:
        super().__init__(f"{what}: {seen} seen, {needed} needed")
        self.needed = needed
        self.seen = seen
