"""How names are compared, and which admissions make no sense: decisions on plain values.

A name is looked for as officers type it: either script, no capitals, plain о у н for ө ү ң, е for ё.
"""

import unicodedata

from rapport.language import protected

_TYPED_FOR = str.maketrans({"ө": "о", "ү": "у", "ң": "н", "ё": "е"})
MOST_WORDS = 6
LONGEST_REASON = 300


class NotRegistered(ValueError):
    """What was given cannot be registered. `code` says why, `about` which of the things given."""

    def __init__(self, code: str, about: str) -> None:
        super().__init__(f"{code}: {about}")
        self.code = code
        self.about = about


def require_unprotected_label(label: str) -> None:
    """Refuse a label that names a religion, an ethnic group, politics, an illness or an orientation (safeguard 4).

    Raises `NotRegistered` with code `protected_word`, about the first such word.
    """
    for mention in protected.found(label):
        raise NotRegistered("protected_word", mention.word)


def reasoned(reason: str) -> str:
    """A reason is what was seen or agreed: it is refused where it names what people believe or where they come from.

    Raises `NotRegistered` for no reason, one too long, or one with a protected word.
    """
    reason = reason.strip()
    if not reason:
        raise NotRegistered("no_reason", "")
    if len(reason) > LONGEST_REASON:
        raise NotRegistered("reason_too_long", str(len(reason)))
    require_unprotected_label(reason)
    return reason


def folded(text: str) -> str:
    """A text as it is compared: small, with plain letters for those a keyboard lacks, no accents on Latin ones."""
    small = text.casefold().translate(_TYPED_FOR)
    return "".join(_without_accent(letter) for letter in small)


def _without_accent(letter: str) -> str:
    if ord(letter) < 0xC0 or "Ѐ" <= letter <= "ӿ":  # й is a letter, not an accented и
        return letter
    return "".join(part for part in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(part))


def words_of(text: str) -> list[str]:
    """The words of a search as they are compared, at most six; dots and dashes are no words."""
    spaced = "".join(letter if letter.isalnum() else " " for letter in folded(text))
    return spaced.split()[:MOST_WORDS]


def initialled(initial: str, family_name: str) -> str:
    """A name as officers write it: "V. Lasko"."""
    return f"{initial}. {family_name}" if initial else family_name
