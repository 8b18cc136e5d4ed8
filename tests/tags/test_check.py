"""Tag numbers find the mistakes that people make, and stay far from each other."""

import random
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rescue_center.tags import check

numbers = st.integers(10**6, 10**7 - 1).map(lambda n: str(n) + check.check_digit(str(n)))


def test_the_published_example_of_verhoeff_holds() -> None:
    assert check.check_digit("236") == "3"
    assert check.check_digit("12345") == "1"


@given(numbers, st.integers(0, 7), st.integers(1, 9))
def test_every_wrong_digit_is_found(number: str, place: int, by: int) -> None:
    wrong = str((int(number[place]) + by) % 10)
    assert check.valid(number)
    assert not check.valid(number[:place] + wrong + number[place + 1 :])


@given(numbers, st.integers(0, 6))
def test_every_two_neighbours_exchanged_are_found(number: str, place: int) -> None:
    a, b = number[place], number[place + 1]
    swapped = number[:place] + b + a + number[place + 2 :]
    assert check.valid(swapped) == (a == b)


def test_most_digits_exchanged_over_one_are_found() -> None:
    found = total = 0
    chooser = random.Random(1)
    for number in check.new_numbers(500, chooser):
        for place in range(6):
            a, b, c = number[place : place + 3]
            if a != c:
                total += 1
                found += not check.valid(number[:place] + c + b + a + number[place + 3 :])
    assert found / total > 0.9


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "4821730",
        "482173077",
        "4821730a",
        "\uff14\uff18\uff12\uff11\uff17\uff13\uff10\uff17",
        "٤٨٢١٧٣٠٧",
        "-4821730",
    ],
)
def test_what_is_not_eight_digits_is_no_number(typed: str) -> None:
    assert not check.valid(typed)


def test_a_number_may_be_typed_with_spaces_and_dashes() -> None:
    number = check.new_number(random.Random(3))
    assert check.valid(check.spoken(number))
    assert check.valid(f" {number[:4]}-{number[4:]} ")
    assert check.tidy(check.spoken(number)) == number


def test_three_hundred_cage_mates_differ_in_three_digits_and_come_in_no_order() -> None:
    made = check.new_numbers(300, random.Random(7))
    assert not any(check.near(a, b) for a, b in combinations(made, 2))
    assert made != sorted(made)
    assert all(check.valid(number) and number[0] != "0" for number in made)


def test_a_number_keeps_its_distance_from_those_in_use() -> None:
    taken = check.new_numbers(2000, random.Random(11))
    fresh = check.new_numbers(200, random.Random(11), taken)  # the same dice, so it must swerve
    assert not any(check.near(a, b) for a in fresh for b in taken)


def test_near_means_two_digits_or_fewer() -> None:
    assert check.near("12345678", "12345678")
    assert check.near("12345678", "12345600")
    assert not check.near("12345678", "12345000")


def test_without_dice_the_numbers_are_unpredictable() -> None:
    assert len({check.new_number() for _ in range(50)}) == 50
