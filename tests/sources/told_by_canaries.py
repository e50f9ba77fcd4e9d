"""Canary informants: so many reports, each told by somebody whose name is nowhere else, and drafts, and an opening.

Run as a program in a home of its own: `python told_by_canaries.py NUMBER`, the key of comparison on standard input.
"""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ["DJANGO_SETTINGS_MODULE"] = "rapport.instance.settings"


ENDING_LATIN, ENDING_CYRILLIC = "qov", "фов"
"""One of them ends every canary's name, and nothing else that is kept here."""


def canary(number: int) -> str:
    """A name of two words that nobody bears, in Cyrillic for the odd ones."""
    syllables = ["zu", "ke", "mo", "ri", "ta", "vo", "le", "pa", "gi", "shu"]
    digits = [int(digit) for digit in f"{number:04d}"]
    name = "".join(syllables[digit] for digit in digits)
    if number % 2:
        return f"Кинзабек {_cyrillic(name).capitalize()}{ENDING_CYRILLIC[1:]}"
    return f"Kinzabek {name.capitalize()}{ENDING_LATIN}"


def _cyrillic(name: str) -> str:
    pairs = {"zu": "жүф", "ke": "кеф", "mo": "моф", "ri": "риф", "ta": "таф", "vo": "воф", "le": "леф", "pa": "паф"}
    pairs |= {"gi": "гиф", "sh": "ш", "u": "уф"}
    for latin, written in pairs.items():
        name = name.replace(latin, written)
    return name


if __name__ == "__main__":
    import django

    django.setup()
    from custody import FIRST, SECOND, custody_at, quick_keys
    from desk_at_northfield import posted
    from rapport.access import keys, pending
    from rapport.access.models import Role
    from rapport.instance.handover import hand_over
    from rapport.reporting import services as reporting
    from rapport.sources import services
    from small_prison import build, open_simulated_service

    hand_over(sys.stdin.readline().strip())
    with quick_keys():
        custody = custody_at(build(open_simulated_service(), "Northfield", serial=100))
        origins = []
        for number in range(int(sys.argv[1])):
            origins.append(custody.told(custody.aigerim, canary(number), f"cousin of {canary(number)}").told_origin)
        reporting.start_draft(custody.bakyt, told="A phone.", told_by=canary(0))
        thrown = reporting.start_draft(custody.bakyt, told="A phone.", told_by=canary(1))
        reporting.discard_draft(custody.bakyt, thrown)
        services.enter_source(custody.gulnara, origins[0])
        opening = services.ask_to_open(custody.daria, origins[-1], "He says that he will be stabbed.")
        inspector = posted("Irina Belova", Role.INSPECTOR, service=custody.prison.service)
        for held in pending.keys_of_service(inspector):
            keys.confirm_key(inspector, held.ref)
        custody.signed(opening, custody.gulnara, custody.asel)
        services.open_origin(custody.daria, opening, first=FIRST, second=SECOND)
