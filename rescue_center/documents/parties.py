"""People, organisations and places as papers name them."""

from collections.abc import Mapping, Sequence
from typing import Any, NotRequired, TypedDict

from rescue_center.documents.text import Span, slanted
from rescue_center.documents.wording import NOTHING, country, joined, many, marks, weight


class Centre(TypedDict):
    """Who issues the paper; stands in the letterhead."""

    name: str
    name_local: str | None  # the name in the language of the country
    address: str | None
    phone: str | None
    email: str | None
    licence: str | None


class Person(TypedDict):
    name: str
    role: str | None
    licence: str | None


class Party(TypedDict):
    name: str
    address: str
    licence: str | None
    phone: str | None


class Place(TypedDict):
    name: str
    address: str | None
    country: str  # ISO 3166 code, two letters
    approval: str | None  # number under which the establishment is approved


class Mark(TypedDict):
    kind: str  # "Microchip", "Ring", "Notch"
    number: str
    position: str | None


class Animal(TypedDict):
    """One animal, or a lot counted as one line."""

    local_id: str
    name: str | None  # house name
    species: str  # scientific name
    common_name: str | None
    count: int
    sex: str | None  # "female", or of a lot "12 male, 8 female"
    age: str | None
    weight_g: str | None  # grams
    weighed_as: NotRequired[str | None]  # "mean" of a lot, "estimated" without a scale
    marks: list[Mark]
    features: str | None  # identifying marks in words


class Crate(TypedDict):
    number: str
    size_cm: str | None  # "120 × 60 × 40": length, width, height
    requirement: str | None  # number of the container requirement
    seals: str | None
    animals: str | None  # local numbers


class Quarantine(TypedDict):
    """The quarantine of one animal or lot; `settled` where nothing of it is owed any more."""

    local_id: str
    unit: str | None
    began_on: str | None
    ended_on: str | None
    days: int | None
    cleared_on: str | None
    cleared_by: str | None
    note: str | None  # "In care since 2015; no quarantine on record."
    settled: bool | None


def party(who: Mapping[str, Any]) -> str:
    """Name, address, licence and phone, a line each."""
    licence = f"Licence {who['licence']}" if who.get("licence") else None
    phone = f"Phone {who['phone']}" if who.get("phone") else None
    return joined(who["name"], who["address"], licence, phone, by="\n")


def place(where: Mapping[str, Any]) -> str:
    """Name, address, country and approval number, a line each."""
    approval = f"Approval {where['approval']}" if where.get("approval") else None
    return joined(where["name"], where["address"], country(where["country"]), approval, by="\n")


def signer(person: Mapping[str, Any] | None) -> list[str]:
    """What stands under a role where somebody signs; room to write a name where none is known."""
    if not person or not person.get("name"):
        return ["Name, in capitals:"]
    licence = f"Licence {person['licence']}" if person.get("licence") else None
    return [str(line) for line in (person["name"], person.get("role"), licence) if line]


def identity(animal: Mapping[str, Any]) -> str:
    """The marks, a line each, then what else tells it apart."""
    return joined(marks(animal.get("marks")), animal.get("features"), by="\n")


def mass(animal: Mapping[str, Any]) -> str:
    """The weight, and whether it is the mean of a lot or an estimate."""
    if not animal.get("weight_g"):
        return NOTHING
    return joined(weight(animal["weight_g"]), animal.get("weighed_as"), by="\n")


def heads(animals: Sequence[Mapping[str, Any]]) -> str:
    """`785 animals of 7 species`."""
    count = sum(int(animal["count"]) for animal in animals)
    kinds = len({animal["species"] for animal in animals})
    return f"{many(count, 'animal')} of {many(kinds, 'species', 'species')}"


def beast(animal: Mapping[str, Any]) -> tuple[str | Span, ...]:
    """House name, common name and, in italics, the scientific name."""
    known = [name for name in (animal.get("name"), animal.get("common_name")) if name]
    return (*(f"{name}\n" for name in known), slanted(animal.get("species") or NOTHING))


def party_rows(facts: Mapping[str, Any]) -> Sequence[Sequence[tuple[str, object]]]:
    """Consignor beside consignee, origin beside destination."""
    return [
        [("Consignor", party(facts["consignor"])), ("Consignee", party(facts["consignee"]))],
        [("Origin", place(facts["origin"])), ("Destination", place(facts["destination"]))],
    ]
