"""How a line of the journal names what it is about: the packages above tell of their records."""

from collections.abc import Callable, Iterable, Mapping

from rescue_center.journal.queries import Line
from rescue_center.staff.queries import names

#: For a set of ids, what people call each, and where its page is (empty where there is none).
Namer = Callable[[set[int]], Mapping[int, tuple[str, str]]]


def _people(ids: set[int]) -> dict[int, tuple[str, str]]:
    return {id: (name, "") for id, name in names(ids).items()}


#: Kind of record (its table's name) to namer; filled by the packages above at import.
namers: dict[str, Namer] = {"person": _people}


def names_of(lines: Iterable[Line]) -> dict[str, tuple[str, str]]:
    """`"animal:12"` to words and address, for all that the lines are about and that somebody can
    name: one query per kind."""
    wanted: dict[str, set[int]] = {}
    for line in lines:
        kind, _, id = line.about.partition(":")
        if kind in namers and id.isdigit():
            wanted.setdefault(kind, set()).add(int(id))
    return {
        f"{kind}:{id}": named
        for kind, ids in wanted.items()
        for id, named in namers[kind](ids).items()
    }
