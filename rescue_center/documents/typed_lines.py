"""What is typed a line a thing on the form of a paper: vaccinations, tags, documents."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal, InvalidOperation

from rescue_center import clock
from rescue_center.animals.models import Stay
from rescue_center.documents.gather import Facts, Typed
from rescue_center.errors import Refused
from rescue_center.forms.days import partial_date_of

#: How much of a day's ISO text is known.
KNOWN = {"day": 10, "month": 7, "year": 4}
#: The share of its body mass that a tag may weigh: of birds, which fly with it, and of all others
#: (rules of the trade 4.2 b).
BIRD_PCT, OTHER_PCT = "3", "5"
NONE_GIVEN = "None was given, in the word of the veterinarian."


def lines(text: str | None) -> list[str]:
    """What stands on each line that is not empty."""
    return [line.strip() for line in (text or "").splitlines() if line.strip()]


def vaccinations(typed: Typed, stays: Sequence[Stay]) -> tuple[list[Facts], str | None]:
    """The vaccinations typed as `product, lot, date`, after `number:` where not all had it; and the
    veterinarian's word that there were none. Nothing typed says nothing."""
    found = [_vaccination(at, line, stays)
             for at, line in enumerate(lines(typed.get("vaccinations")), 1)]  # fmt: skip
    if not typed.get("unvaccinated"):
        return found, None
    if found:
        raise Refused("Vaccinations are listed, and none was given. Choose.", field="unvaccinated")
    return [], NONE_GIVEN


def _vaccination(at: int, line: str, stays: Sequence[Stay]) -> Facts:
    whose, rest = _whose(line, stays)
    product, lot, when = _three(rest, f"Line {at}: write product, lot, date.", "vaccinations")
    try:
        day = partial_date_of(when)
    except ValueError as wrong:
        raise Refused(f"Line {at}: {wrong}", field="vaccinations") from None
    if day.day > clock.today():
        raise Refused(f"Line {at}: the date is in the future.", field="vaccinations")
    known = day.day.isoformat()[: KNOWN[day.precision]]
    return {"animals": whose, "product": product, "lot": lot or None, "given_on": known}


def _whose(line: str, stays: Sequence[Stay]) -> tuple[str, str]:
    """`2026-00012: Rabies, L1, May 2026` as the animal and the rest; all where none is named."""
    name, colon, rest = line.partition(":")
    for stay in stays:
        if colon and name.strip().casefold() == stay.animal.accession.casefold():
            return stay.animal.accession, rest
    return "all", line


def tags(typed: Typed, animal: Facts, class_name: str) -> list[Facts]:
    """The tags typed as `type, serial, mass in grams`, held against the weight of the animal."""
    limit = BIRD_PCT if class_name == "Aves" else OTHER_PCT
    return [
        {"animal": animal["local_id"], "kind": kind, "serial": serial or None, "mass_g": mass,
         "body_g": animal["weight_g"], "limit_pct": limit}
        for kind, serial, mass in _tags(typed.get("tags"))
    ]  # fmt: skip


def _tags(text: str | None) -> Iterator[tuple[str, str, str]]:
    for at, line in enumerate(lines(text), 1):
        sentence = f"Line {at}: write type, serial number, mass in grams."
        kind, serial, mass = _three(line, sentence, "tags")
        try:
            grams = Decimal(mass.removesuffix("g").strip())
        except InvalidOperation:
            raise Refused(sentence, field="tags") from None
        if not grams.is_finite() or not 0 < grams < 100_000:
            raise Refused(sentence, field="tags")
        yield kind, serial, f"{grams.normalize():f}"


def _three(line: str, sentence: str, field: str) -> tuple[str, str, str]:
    """Three parts between commas; the first may have commas of its own."""
    parts = [part.strip() for part in line.rsplit(",", 2)]
    if len(parts) != 3 or not parts[0] or not parts[2]:
        raise Refused(sentence, field=field)
    return parts[0], parts[1], parts[2]
