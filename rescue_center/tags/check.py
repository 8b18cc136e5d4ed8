"""Tag numbers: seven random digits and a Verhoeff check, far from every number that is in use.

The check finds every single wrong digit and every two neighbours exchanged. Numbers that are live
at once differ in at least three digits, so that two mistakes on one tag never name another animal
(interface.md 3).
"""

import secrets
from collections.abc import Collection, Iterable
from itertools import combinations
from typing import Protocol

LENGTH = 8

_TIMES = (
    (0, 1, 2, 3, 4, 5, 6, 7, 8, 9),
    (1, 2, 3, 4, 0, 6, 7, 8, 9, 5),
    (2, 3, 4, 0, 1, 7, 8, 9, 5, 6),
    (3, 4, 0, 1, 2, 8, 9, 5, 6, 7),
    (4, 0, 1, 2, 3, 9, 5, 6, 7, 8),
    (5, 9, 8, 7, 6, 0, 4, 3, 2, 1),
    (6, 5, 9, 8, 7, 1, 0, 4, 3, 2),
    (7, 6, 5, 9, 8, 2, 1, 0, 4, 3),
    (8, 7, 6, 5, 9, 3, 2, 1, 0, 4),
    (9, 8, 7, 6, 5, 4, 3, 2, 1, 0),
)
_INVERSE = (0, 4, 3, 2, 1, 5, 6, 7, 8, 9)
_STEP = (1, 5, 7, 6, 2, 8, 3, 0, 9, 4)


def _permutations() -> tuple[tuple[int, ...], ...]:
    rows: list[tuple[int, ...]] = [tuple(range(10))]
    while len(rows) < 8:
        rows.append(tuple(_STEP[digit] for digit in rows[-1]))
    return tuple(rows)


_PERMUTED = _permutations()

#: The ways to leave out two of the eight digits.
_BLINDS = tuple(combinations(range(LENGTH), LENGTH - 2))


class Chooser(Protocol):
    """What picks: `secrets.SystemRandom()`, or a seeded `random.Random` in a test."""

    def randrange(self, start: int, stop: int, /) -> int: ...


def check_digit(digits: str) -> str:
    """The digit that completes `digits`."""
    return str(_INVERSE[_fold(digits, 1)])


def _fold(digits: str, first: int) -> int:
    total = 0
    for place, digit in enumerate(reversed(digits), first):
        total = _TIMES[total][_PERMUTED[place % 8][int(digit)]]
    return total


def tidy(typed: str) -> str:
    """What somebody typed or scanned, as it is stored: digits alone."""
    return "".join(char for char in typed if char not in " -\u00a0\u2009\u202f")


def valid(typed: str) -> bool:
    """Is this a number that could be on a tag, its check included?"""
    number = tidy(typed)
    return len(number) == LENGTH and number.isascii() and number.isdigit() and _fold(number, 0) == 0


def spoken(number: str) -> str:
    """`48217307` in two groups for people: 4821 7307."""
    return f"{number[:4]} {number[4:]}"


def near(one: str, other: str) -> bool:
    """Do the numbers differ in two digits or fewer?"""
    return sum(a != b for a, b in zip(one, other, strict=True)) <= 2


def new_number(random: Chooser | None = None, taken: Collection[str] = ()) -> str:
    """A number near none of `taken` (those that are live, blank ones too)."""
    return new_numbers(1, random, taken)[0]


def new_numbers(
    count: int, random: Chooser | None = None, taken: Collection[str] = ()
) -> list[str]:
    """`count` numbers, none near another of them or one of `taken`. The first digit is never zero,
    so that no spreadsheet drops it."""
    chooser: Chooser = random or secrets.SystemRandom()
    seen: set[tuple[int, str]] = set()
    for number in taken:
        seen.update(_glimpses(number))
    made: list[str] = []
    while len(made) < count:
        digits = str(chooser.randrange(10 ** (LENGTH - 2), 10 ** (LENGTH - 1)))
        number = digits + check_digit(digits)
        glimpses = list(_glimpses(number))
        if seen.isdisjoint(glimpses):
            seen.update(glimpses)
            made.append(number)
    return made


def _glimpses(number: str) -> Iterable[tuple[int, str]]:
    """The number with each two digits left out: near numbers share one of these."""
    for at, places in enumerate(_BLINDS):
        yield at, "".join([number[place] for place in places])
