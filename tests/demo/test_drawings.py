"""The demo's animals have pictures that are small, their own, and always the same."""

from io import BytesIO

import pytest
from PIL import Image

from rescue_center.demo import drawings


@pytest.mark.parametrize(
    "body", sorted({*drawings.OF_GROUP.values(), *drawings.OF_SPECIES.values()})
)
def test_every_body_is_drawn_small_and_the_same_each_time(body: str) -> None:
    made = drawings.draw(body, "2026-00001")
    assert made == drawings.draw(body, "2026-00001")
    assert made != drawings.draw(body, "2026-00002")
    assert len(made) < 20_000
    with Image.open(BytesIO(made)) as image:
        assert image.format == "JPEG"
        assert image.size == (drawings.WIDTH, drawings.HEIGHT)


def test_the_species_says_better_than_its_group_how_it_looks() -> None:
    assert drawings.body_of("felid", "Panthera tigris") == "tiger"
    assert drawings.body_of("felid", "Panthera pardus") == "cat"
    assert drawings.body_of("", "Whoever unheardof") == "civet"
