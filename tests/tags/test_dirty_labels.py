"""A hundred labels of every stock, printed at 203 dpi, blurred and 15 % covered: each reads, with
either of two readers that share no code. A label with one code does not bear that."""

import random
from collections.abc import Callable, Sequence

import pytest
from PIL import Image

from rescue_center.tags import check, qr
from rescue_center.tags.face import Tag
from rescue_center.tags.labels import STOCKS
from tests.tags.dirt import (
    DIRTY,
    READERS,
    Printed,
    blurred,
    codes_on,
    cover,
    in_white,
    printed,
    turns,
)

BASE = "https://rescue.example.org"
LINES = ("Dara · ដារ៉ា", "RC-2026-00412")
MANY, SHARE = 100, 0.15

Reader = Callable[[Sequence[Image.Image]], list[set[str]]]


@pytest.fixture(scope="module")
def labels() -> list[Printed]:
    """As many of every stock, blank ones and named ones in turn."""
    made: list[Printed] = []
    numbers = iter(check.new_numbers(2 * MANY, random.Random(15)))
    for at, stock in enumerate(DIRTY):
        count = (MANY * (at + 1)) // len(DIRTY) - (MANY * at) // len(DIRTY)
        tags = [
            Tag(number, qr.address(BASE, number), LINES if n % 2 else ())
            for n, number in zip(range(count), numbers, strict=False)
        ]
        made += printed(stock, tags)
    assert len(made) == MANY and {label.stock for label in made} == set(DIRTY)
    return made


def read(reader: Reader, labels: Sequence[Printed], pictures: Sequence[Image.Image]) -> list[str]:
    """The stocks of those that were not read as what they say."""
    said = reader([in_white(picture) for picture in pictures])
    return [
        label.stock.code
        for label, found in zip(labels, said, strict=True)
        if found != {label.address}
    ]


def covered(labels: Sequence[Printed], *, seed: int) -> list[Image.Image]:
    """Each label blurred, and 15 % of it under one patch, wherever that falls."""
    luck, made = random.Random(seed), []
    for label in labels:
        picture = blurred(label.picture)
        cover(picture, (0, 0, *picture.size), SHARE, luck)
        made.append(picture)
    return made


@pytest.mark.parametrize("reader", READERS)
def test_each_of_a_hundred_labels_reads_with_a_patch_on_it_wherever(
    labels: list[Printed], reader: Reader
) -> None:
    assert read(reader, labels, covered(labels, seed=203)) == []


@pytest.mark.parametrize("reader", READERS)
def test_each_reads_with_as_much_of_one_code_hidden_its_eyes_included(
    labels: list[Printed], reader: Reader
) -> None:
    luck, made = random.Random(7), []
    for label in labels:
        picture = blurred(label.picture)
        cover(picture, luck.choice(codes_on(label.picture)), SHARE, luck)
        made.append(picture)
    assert read(reader, labels, made) == []


def test_with_one_code_only_many_of_the_same_labels_are_lost(labels: list[Printed]) -> None:
    """The dirt is enough to tell a good label from another."""
    half = []
    for label, picture in zip(labels, covered(labels, seed=203), strict=True):
        second = codes_on(label.picture)[1]
        picture.paste(255, [round(side) for side in second])  # type: ignore[arg-type]
        half.append(picture)
    for reader in READERS:
        assert len(read(reader, labels, half)) > MANY / 10


def test_every_label_has_its_code_twice_the_second_upside_down(labels: list[Printed]) -> None:
    assert all(turns(in_white(label.picture)) == [0, 180] for label in labels)


def test_a_stock_with_one_code_says_so_where_it_is_chosen() -> None:
    tag = Tag("48217307", qr.address(BASE, "48217307"))
    for stock in STOCKS.values():
        assert stock.single == ("one code" in stock.name)
        [label] = printed(stock, [tag])
        assert len(codes_on(in_white(label.picture))) == (1 if stock.single else 2)
