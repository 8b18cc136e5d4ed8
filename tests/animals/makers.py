"""What the tests of animals make beside animals."""

import io

from PIL import Image


def picture(name: str = "turtle.jpg") -> tuple[io.BytesIO, str]:
    """A small photograph, a new one each time."""
    made = io.BytesIO()
    Image.effect_noise((64, 48), 90).convert("RGB").save(made, "JPEG")
    made.seek(0)
    return made, name
