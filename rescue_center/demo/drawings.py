"""Pictures for the demo's animals: plain drawings made here, so that nobody takes them for
photographs. The same animal is always drawn the same."""

from __future__ import annotations

import random
from functools import cache
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter

Colour = tuple[int, int, int]
Stroke = tuple[str, str, tuple[float, ...]]

BODIES = Path(__file__).with_name("data") / "bodies.txt"
#: The body plan of a protocol group, unless the species says better.
OF_GROUP = {
    "amphibian": "frog", "bat": "bat", "bear": "bear", "canid": "dog", "crocodilian": "crocodile",
    "elephant": "elephant", "felid": "cat", "freshwater_turtle": "turtle", "gibbon": "gibbon",
    "galliform_waterbird": "stork", "lizard": "lizard", "marine_turtle": "sea_turtle",
    "marsupial": "rodent", "old_world_monkey": "monkey", "other_bird": "bird",
    "pangolin": "pangolin", "parrot": "parrot", "passerine": "bird", "prosimian": "loris",
    "raptor": "raptor", "rodent_lagomorph": "rodent", "small_carnivore": "civet",
    "snake": "snake", "tortoise": "tortoise", "ungulate": "deer",
}  # fmt: skip
OF_SPECIES = {"Panthera tigris": "tiger", "Sus scrofa": "boar", "Anthracoceros albirostris":
              "hornbill", "Buceros bicornis": "hornbill"}  # fmt: skip

WIDTH, HEIGHT = 480, 360
_FINER = 2  # drawn larger and made smaller, so that edges are smooth
_FIXED: dict[str, Colour] = {
    "eye": (20, 18, 16), "white": (240, 236, 224), "wood": (92, 70, 50), "bill": (214, 150, 52),
    "tongue": (176, 62, 60),
}  # fmt: skip
#: Coats by body plan: what such animals look like, more or less.
_COATS: dict[str, tuple[Colour, ...]] = {
    "monkey": ((138, 118, 92), (112, 100, 84), (150, 128, 96)),
    "gibbon": ((52, 48, 46), (186, 156, 108)),
    "bear": ((42, 38, 38), (54, 46, 42)),
    "tiger": ((206, 132, 56),),
    "cat": ((190, 152, 96), (168, 142, 108)),
    "dog": ((176, 112, 62),),
    "civet": ((120, 104, 88), (98, 84, 74)),
    "elephant": ((126, 122, 120),),
    "boar": ((80, 70, 64),),
    "parrot": ((74, 138, 74), (92, 150, 60), (120, 128, 132)),
    "hornbill": ((44, 44, 48),),
    "raptor": ((116, 84, 58), (96, 78, 64)),
    "stork": ((88, 92, 98), (64, 104, 104)),
    "turtle": ((86, 92, 58), (92, 78, 56)),
    "tortoise": ((138, 112, 62), (112, 92, 58)),
    "sea_turtle": ((84, 106, 84),),
    "lizard": ((98, 110, 66), (86, 88, 70)),
    "snake": ((150, 116, 70), (96, 88, 60), (64, 60, 58)),
    "crocodile": ((96, 100, 70),),
    "frog": ((104, 122, 62),),
    "pangolin": ((134, 108, 78),),
    "loris": ((168, 134, 96),),
}
_COAT: tuple[Colour, ...] = ((128, 104, 80), (110, 92, 78), (96, 84, 70))
_SKIES: tuple[tuple[Colour, Colour], ...] = (
    ((214, 224, 206), (160, 184, 150)), ((226, 220, 198), (188, 180, 140)),
    ((204, 218, 216), (148, 176, 168)),
)  # fmt: skip


def body_of(group: str, species: str) -> str:
    """The body plan that a species is drawn with."""
    return OF_SPECIES.get(species) or OF_GROUP.get(group, "civet")


@cache
def _bodies() -> dict[str, list[Stroke]]:
    found: dict[str, list[Stroke]] = {}
    for line in BODIES.read_text("utf-8").splitlines():
        if line.startswith("["):
            strokes = found.setdefault(line.strip("[]"), [])
        elif line and not line.startswith("#"):
            kind, shade, *numbers = line.split()
            strokes.append((kind, shade, tuple(map(float, numbers))))
    return found


def strokes_of(body: str) -> list[Stroke]:
    """What a body plan is made of, back to front."""
    return _bodies()[body]


def draw(body: str, seed: str) -> bytes:
    """A drawing as JPEG, about 9 KB."""
    dice = random.Random(f"{body} {seed}")  # noqa: S311 (a picture, no secret)
    image = _scene(dice)
    pen = ImageDraw.Draw(image)
    coat = dice.choice(_COATS.get(body, _COAT))
    shades = {
        "body": coat, "dark": _mixed(coat, (0, 0, 0), 0.38),
        "light": _mixed(coat, (255, 246, 226), 0.45), **_FIXED,
    }  # fmt: skip
    for stroke in strokes_of(body):
        _put(pen, stroke, shades)
    if dice.random() < 0.5:
        image = image.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    made = BytesIO()
    image.reduce(_FINER).save(made, "JPEG", quality=80)
    return made.getvalue()


def _scene(dice: random.Random) -> Image.Image:
    """A hazy forest edge behind the animal: drawn small, since it is out of focus."""
    above, below = dice.choice(_SKIES)
    image = Image.new("RGB", (1, 64))
    for y in range(64):
        image.putpixel((0, y), _mixed(above, below, y / 63))
    image = image.resize((100, 75))
    pen = ImageDraw.Draw(image)
    for depth in range(3):
        green = _mixed(below, (58, 92, 66), 0.18 + 0.16 * depth)
        for _ in range(7):
            x, r = dice.uniform(-5, 105), dice.uniform(9, 19)
            top = dice.uniform(8, 30) + 12 * depth
            pen.ellipse((x - r, top - r * 0.8, x + r, top + r * 0.8), fill=green)
    image = image.filter(ImageFilter.GaussianBlur(1.4))
    image = image.resize((WIDTH * _FINER, HEIGHT * _FINER), Image.Resampling.BICUBIC)
    pen = ImageDraw.Draw(image)
    ground = _mixed(below, (112, 96, 66), 0.55)
    pen.ellipse(_scaled((-30, 58, 130, 120)), fill=ground)
    pen.ellipse(_scaled((14, 62, 88, 71)), fill=_mixed(ground, (0, 0, 0), 0.22))
    return image


def _put(pen: ImageDraw.ImageDraw, stroke: Stroke, shades: dict[str, Colour]) -> None:
    kind, shade, numbers = stroke
    fill = shades[shade]
    if kind == "e":
        pen.ellipse(_scaled(numbers), fill=fill)
    elif kind == "p":
        pen.polygon(_scaled(numbers), fill=fill)
    elif kind == "a":
        box, (begin, end) = _scaled(numbers[1:5]), numbers[5:]
        pen.arc(box, begin, end, fill=fill, width=_wide(numbers[0]))
    else:
        points, wide = _scaled(numbers[1:]), _wide(numbers[0])
        pen.line(points, fill=fill, width=wide, joint="curve")
        for x, y in zip(points[::2], points[1::2], strict=True):
            pen.ellipse((x - wide / 2, y - wide / 2, x + wide / 2, y + wide / 2), fill=fill)


def _scaled(numbers: tuple[float, ...]) -> list[float]:
    """From the sheet of 100 by 75 to points of the drawing."""
    return [n * WIDTH * _FINER / 100 for n in numbers]


def _wide(width: float) -> int:
    return max(1, round(width * WIDTH * _FINER / 100))


def _mixed(one: Colour, other: Colour, share: float) -> Colour:
    r, g, b = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return r, g, b
