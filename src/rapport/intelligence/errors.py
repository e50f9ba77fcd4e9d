"""Why something cannot be kept: a code and the field it is about. Pages say it in the reader's language."""


class Unfit(Exception):
    """What was written cannot be kept as it is. `field` is what to mend, `code` why."""

    def __init__(self, code: str, *, field: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.field = field


class Incomplete(Unfit):
    """Something that must be said is missing, too long, or not one of the choices."""


class Unsanitised(Unfit):
    """The wording shows who the report or the information came from."""


class NotCorroborated(Unfit):
    """The grade says *corroborated*, and no item of an independent origin is about the same person."""


class Ungradable(Unfit):
    """It may have been obtained by force, threat or punishment: nothing is made of it (safeguard 15)."""
