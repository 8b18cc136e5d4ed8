"""The code of a paper finds every wrong letter and every two letters exchanged."""

import random

from hypothesis import given
from hypothesis import strategies as st

from rescue_center.documents import code

codes = st.integers(0, 2**32).map(lambda seed: code.new_code(random.Random(seed)))


@given(codes, st.integers(0, 9), st.sampled_from(code.ALPHABET))
def test_every_wrong_letter_is_found(made: str, place: int, letter: str) -> None:
    wrong = made[:place] + letter + made[place + 1 :]
    assert code.valid(wrong) == (wrong == made)


@given(codes, st.integers(0, 9), st.integers(0, 9))
def test_every_two_letters_exchanged_are_found_however_far_apart(made: str, a: int, b: int) -> None:
    letters = list(made)
    letters[a], letters[b] = letters[b], letters[a]
    assert code.valid("".join(letters)) == (made[a] == made[b])


@given(codes)
def test_a_code_survives_being_read_aloud(made: str) -> None:
    spoken = code.spoken(made)
    assert code.tidy(spoken) == made
    assert code.valid(spoken.lower())
    assert code.valid(made.replace("0", "o").replace("1", "l"))


def test_what_is_no_code_is_not_valid() -> None:
    for typed in ("", "K7QX9M2VB", "K7QX9M2VBKK", "U7QX9M2VBK", "K7QX9M2VB\u0660", "'; drop--"):
        assert not code.valid(typed)


def test_a_random_string_passes_once_in_thirty_two_times() -> None:
    chooser = random.Random(5)
    tries = ["".join(chooser.choice(code.ALPHABET) for _ in range(10)) for _ in range(6400)]
    assert 140 < sum(map(code.valid, tries)) < 260


def test_codes_do_not_repeat_or_follow_each_other() -> None:
    assert len({code.new_code() for _ in range(200)}) == 200
