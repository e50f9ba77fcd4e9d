"""Simulated service numbers: every invented person bears one, and it shows.

A number is `S`, five characters and a check character: Luhn's algorithm modulo 30 (ISO/IEC 7812-1, annex B, for any
even alphabet) over an alphabet without I, L, O, U, 0 and 1. It finds every single wrong character and nearly every
swapped neighbour. A file with any other number is refused where people are simulated, and such a number is refused
where they are not.
"""

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
PREFIX = "S"
BODY = 5
SERIALS = len(ALPHABET) ** BODY


def number_for(serial: int) -> str:
    """The service number of a serial 0 … 24,299,999; different serials give different numbers."""
    if not 0 <= serial < SERIALS:
        raise ValueError(f"a serial lies between 0 and {SERIALS - 1}")
    body = ""
    for _ in range(BODY):
        serial, digit = divmod(serial, len(ALPHABET))
        body = ALPHABET[digit] + body
    return PREFIX + body + _check(body)


def is_simulated_number(text: str) -> bool:
    """Whether this is a well-formed simulated service number."""
    if len(text) != BODY + 2 or text[0] != PREFIX or any(c not in ALPHABET for c in text[1:]):
        return False
    return _check(text[1:-1]) == text[-1]


def _check(body: str) -> str:
    size, total, factor = len(ALPHABET), 0, 2
    for character in reversed(body):
        added = factor * ALPHABET.index(character)
        total += added // size + added % size
        factor = 3 - factor
    return ALPHABET[-total % size]
