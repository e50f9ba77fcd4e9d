"""The base rate: why most alarms about a rare thing are false, however good the alarm. Always shown.

Source: Meehl and Rosen (1955), Psychological Bulletin 52, 194-216.
"""

from rapport.statistics.errors import Impossible, Undefined


def positive_predictive_value(*, base_rate: float, sensitivity: float, specificity: float) -> float:
    """Share of alarms that are right: p·Se / [p·Se + (1−p)(1−Sp)]. All in 0..1.

    Raises `Impossible` outside 0..1, `Undefined` when nothing would ever raise the alarm.
    """
    for name, value in (("base rate", base_rate), ("sensitivity", sensitivity), ("specificity", specificity)):
        if not 0 <= value <= 1:
            raise Impossible(f"a {name} of {value}")
    right = base_rate * sensitivity
    alarms = right + (1 - base_rate) * (1 - specificity)
    if alarms == 0:
        raise Undefined("the alarm is never raised")
    return right / alarms
