"""Colours are read in sunlight and at night: computed from the style sheets, in both themes."""

import re

import pytest

from rescue_center.config import ROOT

STATES = ("overdue", "due", "done", "quarantine", "hold", "unsent")
GROUNDS = ("page", "surface", "raised")

#: Text and what it stands on: 7:1.
TEXT = (
    *(("ink", ground) for ground in (*GROUNDS, "sunk", "wash")),
    *(("quiet", ground) for ground in (*GROUNDS, "sunk", "wash")),
    *(("link", ground) for ground in (*GROUNDS, "wash")),
    *((state, ground) for state in STATES for ground in ("page", "surface", f"{state}-wash")),
    *(("ink", f"{state}-wash") for state in STATES),
    ("on-brand", "brand"), ("on-brand", "brand-deep"), ("brand-deep", "wash"),
    ("on-danger", "danger"), ("danger", "surface"),
    ("rail-ink", "rail"), ("rail-here-ink", "rail-here"), ("page", "ink"),
)  # fmt: skip

#: Edges of controls and marks, and what is beside them: 4.5:1 (marks of states in tiles 7:1).
EDGES = (
    *(("edge", ground) for ground in (*GROUNDS, "sunk")),
    ("focus", "page"), ("focus", "surface"), ("curve", "surface"), ("brand", "surface"),
    *(("on-tone", tone) for tone in (*STATES, "edge")),
)  # fmt: skip


def tokens(theme: str) -> dict[str, str]:
    """Every colour of a theme by name."""
    css = (ROOT / "static/css/tokens.css").read_text("utf-8")
    if theme == "dark":
        css += (ROOT / "static/css/dark.css").read_text("utf-8")
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})\s*;", css))


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("pairs", "least"), [(TEXT, 7.0), (EDGES, 4.5)], ids=["text", "edges"])
def test_colours_can_be_told_apart(
    theme: str, pairs: tuple[tuple[str, str], ...], least: float
) -> None:
    colours = tokens(theme)
    weak = {
        f"{one} on {other}": round(ratio, 2)
        for one, other in pairs
        if (ratio := contrast(colours[one], colours[other])) < least
    }
    assert not weak
