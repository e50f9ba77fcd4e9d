"""Why a decision cannot be kept: a code and the field it is about. Pages say it in the reader's language."""


class Undecided(Exception):
    """What was written is no decision yet. `field` is what to mend, `code` why; `measure` which measure, from 0."""

    def __init__(self, code: str, *, field: str, measure: int | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.field = field
        self.measure = measure
