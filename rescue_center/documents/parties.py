"""People, organisations and places as papers name them."""

from collections.abc import Mapping, Sequence
from typing import Any, TypedDict

from rescue_center.documents.text import Span, slanted
from rescue_center.documents.wording import NOTHING, country, joined


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


def party(who: Mapping[str, Any]) -> str:
    """Name, address, licence and phone, a line each."""
    licence = f"Licence {who['licence']}" if who.get("licence") else None
    phone = f"Phone {who['phone']}" if who.get("phone") else None
    return joined(who["name"], who["address"], licence, phone, by="\n")


def place(where: Mapping[str, Any]) -> str:
    """Name, address, country and approval number, a line each."""
    approval = f"Approval {where['approval']}" if where.get("approval") else None
    return joined(where["name"], where["address"], country(where["country"]), approval, by="\n")


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
