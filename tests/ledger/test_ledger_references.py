"""References that people can quote over a telephone."""

from hypothesis import given
from hypothesis import strategies as st

from rapport.ledger.references import ALPHABET, is_reference, new_reference, normalise

letters = st.text(alphabet=ALPHABET, min_size=7, max_size=7)


def test_it_looks_like_something_people_can_say() -> None:
    reference = new_reference()
    assert len(reference) == 8 + 1
    assert reference[3] == "-"
    assert is_reference(reference)


def test_it_may_be_typed_carelessly() -> None:
    reference = new_reference()
    assert normalise(reference.replace("-", " ").lower()) == reference


@given(place=st.integers(0, 7), letter=st.sampled_from(ALPHABET))
def test_one_misheard_letter_is_noticed(place: int, letter: str) -> None:
    bare = new_reference().replace("-", "")
    if bare[place] != letter:
        assert not is_reference(bare[:place] + letter + bare[place + 1 :])


@given(place=st.integers(0, 6))
def test_two_swapped_neighbours_are_noticed_but_for_one_pair_of_letters(place: int) -> None:
    """Luhn's known gap: the first and the last letter of the alphabet next to each other."""
    bare = new_reference().replace("-", "")
    first, second = bare[place], bare[place + 1]
    if first != second and {first, second} != {ALPHABET[0], ALPHABET[-1]}:
        assert not is_reference(bare[:place] + second + first + bare[place + 2 :])


def test_what_is_no_reference_is_none() -> None:
    for text in ("", "K7Q", "K7Q-4MX!", "000-0000", "\x00", "К7Q-4MX9" * 9):
        assert not is_reference(text)
