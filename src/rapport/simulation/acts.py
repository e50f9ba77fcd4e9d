"""What can be done to a world. Every act is a value that can be written down, so that an exercise replays exactly.

`to_dict` and `from_dict` speak plain JSON. An act that cannot be done raises `ActRefused`, whose `code` a page can
say in its reader's words.
"""

from dataclasses import asdict, dataclass
from typing import Any, ClassVar


class ActRefused(ValueError):
    """The world does not take this act. `code` says why."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True)
class TakePost:
    """An officer stands at a post for the next played slot with a chosen post, and works there in one of four ways.

    `approach` is watch, with_people, check (which needs a `ground`) or write. Without this act he stands where he
    stood, and watches.
    """

    kind: ClassVar[str] = "take_post"
    officer: int
    post: str
    approach: str
    ground: str = ""

    def to_dict(self) -> dict[str, Any]:
        """This act as JSON."""
        return {"kind": self.kind, **asdict(self)}


@dataclass(frozen=True)
class Talk:
    """An officer talks with somebody. It raises trust; the answer comes with the next slot, as something he was
    told.
    """

    kind: ClassVar[str] = "talk"
    officer: int
    person: int

    def to_dict(self) -> dict[str, Any]:
        """This act as JSON."""
        return {"kind": self.kind, **asdict(self)}


@dataclass(frozen=True)
class Restrict:
    """Somebody stays in his cell for so many days, from the next slot on. It costs his trust, and that of his
    friends.
    """

    kind: ClassVar[str] = "restrict"
    person: int
    days: int

    def to_dict(self) -> dict[str, Any]:
        """This act as JSON."""
        return {"kind": self.kind, **asdict(self)}


@dataclass(frozen=True)
class Support:
    """Somebody is given help that he needs. It raises his trust, and ends a restriction if there is one."""

    kind: ClassVar[str] = "support"
    person: int

    def to_dict(self) -> dict[str, Any]:
        """This act as JSON."""
        return {"kind": self.kind, **asdict(self)}


Act = TakePost | Talk | Restrict | Support
_KINDS: dict[str, type[Act]] = {"take_post": TakePost, "talk": Talk, "restrict": Restrict, "support": Support}


def from_dict(raw: dict[str, Any]) -> Act:
    """The act that was written down. Raises `ActRefused` if it is none."""
    fields = dict(raw)
    try:
        return _KINDS[fields.pop("kind")](**fields)
    except (KeyError, TypeError) as error:
        raise ActRefused("unknown_act", f"this is no act of the simulated prison: {raw!r}") from error


@dataclass(frozen=True)
class Logged:
    """An act and when it was done: `at` slots (of seven a day) had then been simulated."""

    at: int
    act: Act

    def to_dict(self) -> dict[str, Any]:
        """This line of the log as JSON."""
        return {"at": self.at, "act": self.act.to_dict()}

    @classmethod
    def from_dict(cls, raw: dict[str, Any]) -> "Logged":
        """The line that was written down."""
        return cls(int(raw["at"]), from_dict(raw["act"]))
