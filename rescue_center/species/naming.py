"""Scientific names as people write them: `Cyclemys sp.`, `Naja cf. kaouthia`, `Homalopsidae`."""

from __future__ import annotations

import re
from typing import NamedTuple

from rescue_center.species import reference

_AUTHOR = re.compile(r"(?<=[a-z.])\s+\(?[A-Z][^()\d]*,\s*\d{4}\)?$")
_WORD = re.compile(r"[a-z]+(?:-[a-z]+)*")
_QUALIFIERS = {"cf", "aff", "sp", "spp", "ssp", "subsp"}
#: Names end so by rank (zoological code, articles 29.2).
_ENDINGS = (("idae", "family"), ("inae", "subfamily"))


class ScientificName(NamedTuple):
    """A name without its doubt, its rank as far as the name tells, and the doubt (`sp.`, `cf.`)."""

    name: str
    rank: str
    qualifier: str

    @property
    def genus(self) -> str:
        """The first word, which names the genus where the rank is genus or below."""
        return self.name.split()[0]


def parse_name(text: str) -> ScientificName | None:
    """The name in `text`, or None where it does not read as one."""
    words = _AUTHOR.sub("", " ".join(text.split())).casefold().split()
    said = [word.rstrip(".") for word in words]
    qualifier = next((w for w in said if w in _QUALIFIERS), "")
    if qualifier in ("sp", "spp"):
        said = said[: said.index(qualifier)]
    names = [word for word in said if word not in _QUALIFIERS]
    if not 1 <= len(names) <= 3 or not all(_WORD.fullmatch(word) for word in names):
        return None
    name = " ".join([names[0].capitalize(), *names[1:]])
    if qualifier in ("sp", "spp", "cf", "aff"):
        qualifier += "."
    else:
        qualifier = ""
    return ScientificName(name, _rank(names, qualifier), qualifier)


def _rank(names: list[str], qualifier: str) -> str:
    if len(names) > 1:
        return "species" if len(names) == 2 else "subspecies"
    known = placement(names[0].capitalize())
    if known:
        return str(known["rank"])
    ending = next((rank for end, rank in _ENDINGS if names[0].endswith(end)), None)
    return ending or ("genus" if qualifier else "unknown")


def placement(name: str) -> reference.Row | None:
    """Where the reference data place a genus or a higher group."""
    return _placements().get(name)


def _placements() -> dict[str, reference.Row]:
    if not _PLACED:
        _PLACED.update((row["name"], row) for row in reference.placements())
    return _PLACED


_PLACED: dict[str, reference.Row] = {}
