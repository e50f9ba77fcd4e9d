"""Short random references that people can quote: "K7Q-4MX9".

A running number tells of hidden records by its gaps; a random reference tells nothing. The last character
checks the others, so that one misheard letter or two swapped neighbours are noticed.
Source: Luhn algorithm modulo N, over an alphabet without I, L, O, U, 0 and 1.
"""

import secrets

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 8


def _check_character(body: str) -> str:
    total = 0
    for place, letter in enumerate(reversed(body)):
        doubled = ALPHABET.index(letter) * (2 if place % 2 == 0 else 1)
        total += doubled // len(ALPHABET) + doubled % len(ALPHABET)
    return ALPHABET[-total % len(ALPHABET)]


def new_reference() -> str:
    """A new reference, seven random characters and one that checks them."""
    drawn, letters = secrets.randbelow(len(ALPHABET) ** (LENGTH - 1)), []
    for _ in range(LENGTH - 1):
        drawn, letter = divmod(drawn, len(ALPHABET))
        letters.append(ALPHABET[letter])
    body = "".join(letters)
    return _grouped(body + _check_character(body))


def normalise(text: str) -> str:
    """A reference as people type it ("k7q 4mx9") in the form in which it is kept."""
    return _grouped("".join(letter for letter in text.upper() if letter.isalnum()))


def is_reference(text: str) -> bool:
    """Whether this could be a reference: the right letters, and a check character that fits."""
    letters = normalise(text).replace("-", "")
    if len(letters) != LENGTH or any(letter not in ALPHABET for letter in letters):
        return False
    return _check_character(letters[:-1]) == letters[-1]


def _grouped(letters: str) -> str:
    return f"{letters[:3]}-{letters[3:]}"
