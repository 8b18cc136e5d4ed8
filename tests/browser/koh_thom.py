"""The boat of Koh Thom (exchange/data/real_cases.csv, KH-001): how it is received, by its forms."""

from __future__ import annotations

from typing import Any

from tests.browser.worker import Worker
from tests.documents.reading import by_pdfium, codes, squeezed
from tests.media.makers import photograph

#: As declared: the species, and how many.
MANIFEST = {
    "Rat snake": ("Ptyas mucosa", 468),
    "Burmese python": ("Python bivittatus", 2),
    "Elongated tortoise": ("Indotestudo elongata", 104),
    "Yellow-headed temple turtle": ("Heosemys annandalii", 8),
    "Giant Asian pond turtle": ("Heosemys grandis", 21),
    "Asian leaf turtle": ("Cyclemys dentata", 178),
    "Asian box turtle": ("Cuora amboinensis", 4),
}
DEAD = {"Asian leaf turtle": 3}
CHIPS = {"Naga": "116000000000004", "Neak": "116000000000012"}


def open_the_case(registrar: Worker) -> str:
    """The facts, the manifest, the hold. Returns the number of the case."""
    registrar.follow("New case")
    registrar.type("Short title", "Boat at Koh Thom")
    registrar.type("Day", "2016-06-04")
    registrar.type("Place", "Koh Thom district, Kandal")
    registrar.choose("Kind of place", "Vessel")
    registrar.type("Agencies", "Wildlife Rapid Rescue Team\nCambodian Customs")
    for row, (declared, (species, count)) in enumerate(MANIFEST.items(), start=1):
        registrar.type(f"Number, line {row}", count)
        registrar.type(f"Animals as declared, line {row}", declared)
        registrar.type(f"Species, if known, line {row}", species)
    registrar.tick("Hold the animals as evidence")
    registrar.press("Open the case")
    registrar.sees("The animals are held as evidence")
    return registrar.heading().removeprefix("Case ")


def receive(registrar: Worker) -> dict[str, str]:
    """All are counted; three are dead. Returns the record of the living by what was declared."""
    registrar.follow("Intake")
    registrar.follow("Receive animals")
    registrar.type("Arrived at", "2016-06-05T09:00")
    registrar.type("Brought by", "Wildlife Rapid Rescue Team")
    for declared, (_, count) in MANIFEST.items():
        registrar.type(f"Alive: {declared}", count - DEAD.get(declared, 0))
        if declared in DEAD:
            registrar.type(f"Dead: {declared}", DEAD[declared])
    registrar.press("Receive them")
    registrar.sees("Received: 782 alive, 3 dead.")
    lots = {declared: registrar.links(within=declared)[0] for declared in MANIFEST}
    registrar.follow("Explain and sign")
    registrar.follow("Explain and sign", within="Asian leaf turtle")
    registrar.type("Why it differs", "Three lay at the bottom of a sack, dead on arrival.")
    registrar.press("Sign the explanation")
    registrar.sees("dead on arrival", within="Asian leaf turtle")
    return lots


def make_individuals(vet: Worker, case: str) -> dict[str, str]:
    """Both pythons get a record, a name, a chip and a photograph. Returns their records."""
    vet.find(case)
    vet.follow("Burmese python", within="Burmese python")
    vet.follow(vet.links(within="Burmese python")[0].strip())
    vet.follow("Individualise")
    made = {}
    for minute, (name, chip) in enumerate(CHIPS.items()):
        vet.type("House name", name)
        vet.choose("Age class", "Subadult")
        vet.tick("Female" if name == "Naga" else "Male")
        vet.type("Number of the chip", chip)
        vet.tick("The reader typed it (scanned)")
        vet.hand_in("Photographs", picture(f"{name}.jpg"))
        vet.type("When", f"2016-06-05T10:{minute:02}")
        if name == "Naga":
            vet.tick("Then go on with the next one of this lot")
        vet.press("Save the individual")
        vet.sees(f"{name} has a record of its own")
        made[name] = vet.words().partition("of its own: ")[2][:10]
    vet.sees("Microchip 116 0000 0000 0012")
    vet.sees("Photographs 1")
    return made


def picture(name: str) -> dict[str, Any]:
    """A photograph as a phone takes it."""
    colour = (40 + len(name) * 7, 110, hash(name) % 90)
    return {"name": name, "mimeType": "image/jpeg", "buffer": photograph(colour=colour)}


def tag(registrar: Worker, keeper: Worker, case: str, pythons: dict[str, str]) -> dict[str, str]:
    """A blank from a roll for one python, scanned at its crate; numbers for the rest, printed.
    Returns what the code of each record's tag opens."""
    registrar.go("Labels")
    registrar.type("How many", 2)
    registrar.press("Make the roll")
    blank, spare = dict.fromkeys(codes(registrar.reads("Print the sheet")))
    keeper.open(blank)
    keeper.press("Bind", within="Naga")
    keeper.sees("now belongs to Naga")
    keeper.open(spare)
    keeper.type("Accession number of the animal", pythons["Naga"])
    with keeper.refused("wears"):
        keeper.press("Bind the tag")
    registrar.find(case)
    registrar.follow("Intake")
    registrar.follow("Tags")
    registrar.press("Number the rest")
    registrar.sees("7 new tag numbers")
    registrar.sees("8 with a tag")
    sheet = registrar.reads("Print the sheet")
    assert "175 Asian leaf turtle" in squeezed(by_pdfium(sheet))
    found = {}
    for code in (blank, *dict.fromkeys(codes(sheet))):
        keeper.open(code)
        found[keeper.fact("Accession")] = code
    assert len(found) == 8
    return found
