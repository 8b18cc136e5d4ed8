"""How many of a lot to sample."""

import pytest

from rescue_center.quarantine.samples import sample_size


@pytest.mark.parametrize(
    ("heads", "prevalence", "needed"), [(100, 0.10, 25), (400, 0.05, 55), (10_000, 0.02, 148)]
)
def test_the_sample_shows_freedom_from_disease(heads: int, prevalence: float, needed: int) -> None:
    assert sample_size(heads, prevalence) == needed


def test_a_test_that_misses_some_needs_more() -> None:
    assert sample_size(100, 0.10, sensitivity=0.5) == 50


@pytest.mark.parametrize("heads", [0, 1, 2, 3, 7])
def test_a_small_lot_is_tested_whole_at_most(heads: int) -> None:
    assert sample_size(heads, sensitivity=0.3) <= heads
    assert sample_size(1) == 1
