"""A refusal is a code with what it was about, never a sentence: pages say it in the reader's language."""

from __future__ import annotations

from rapport.ledger.services import Referenced

About = Referenced | tuple[str, str]


class Refused(Exception):
    """Somebody may not do or see this.

    `code` names what was missing ("role.governor", "establishment", "unknown.compartment"; alternatives are joined by
    "|"). `exists` is False where the record must not be known to exist: the answer is then that of a missing record.
    `about` is what the refusal goes into the ledger with.
    """

    def __init__(self, code: str, *about: About, exists: bool = True) -> None:
        super().__init__(code)
        self.code = code
        self.about = about
        self.exists = exists
