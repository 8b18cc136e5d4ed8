"""The boat of Koh Thom: quarantine, treatment, and the days in between."""

from __future__ import annotations

from tests.browser.worker import Worker

LEAF, BOX = "Asian leaf turtle", "Asian box turtle"
#: Of 175 and of 4, so many show a disease that touches one in ten.
SAMPLED = {LEAF: 26, BOX: 4}


def begin_quarantine(keeper: Worker, tags: dict[str, str], record: str, unit: str, at: str) -> None:
    """Its tag is scanned at the crate, and its quarantine begins."""
    keeper.open(tags[record])
    keeper.follow("Whole record of…")
    keeper.follow("Begin quarantine")
    keeper.choose("Quarantine unit", unit)
    keeper.type("Since", at)
    keeper.press("Begin quarantine")
    keeper.sees(f"Quarantine: {unit}")


def quarantine(
    keeper: Worker, tags: dict[str, str], lots: dict[str, str], pythons: dict[str, str]
) -> None:
    """Ninety days by protocol; four box turtles that come ten days later restart the clock."""
    begin_quarantine(keeper, tags, lots[LEAF], "Q1", "2016-06-05T11:00")
    keeper.sees("in quarantine until 3 Sep 2016")
    assert keeper.fact("Protocol") == "Freshwater turtles: 90 days"
    begin_quarantine(keeper, tags, pythons["Naga"], "Q2", "2016-06-05T11:30")
    begin_quarantine(keeper, tags, lots[BOX], "Q1", "2016-06-15T11:00")
    keeper.find(lots[LEAF])
    keeper.follow("Quarantine & tests")
    assert keeper.fact("Clock started") == "15 Jun 2016, 11:00"
    assert keeper.fact("Earliest end") == "13 Sep 2016, 11:00"


def examine(vet: Worker, name: str, at: str, *, occasion: str, found: str, fit: str) -> None:
    """An examination in SOAP form, signed."""
    vet.find(name)
    vet.follow("Examine")
    if at:
        vet.type("When", at)
    vet.choose("Occasion", occasion)
    vet.type("Objective", found)
    vet.type("Assessment", "Abscess on the tail" if fit == "Not fit" else "Healed")
    vet.tick(fit)
    vet.press("Save the draft")
    vet.press("Sign")
    vet.sees("Signed. From here on only addenda are written.")


def treat(vet: Worker, keeper: Worker) -> None:
    """3.2 kg at 5 mg/kg of 50 mg/ml are 0.32 ml; the keeper gives them with one tap."""
    examine(vet, "Naga", "2016-06-06T09:00", occasion="On arrival", fit="Not fit",
            found="Wound on the tail, swollen")  # fmt: skip
    vet.follow("Prescribe")
    vet.sees("There is no weight yet")
    vet.follow("Weigh Naga")
    vet.type("Weight", "3.2 kg")
    vet.press("Save the weight")
    vet.choose("Drug", "Enrofloxacin injection 50 mg/ml")
    vet.type("Rate", 5)
    vet.choose("Route", "Into the muscle")
    if not vet.scripts:
        vet.press("Calculate")
    vet.sees("16 mg = 0.32 ml")
    vet.choose("How often", "Once a day")
    vet.type("Days", 5)
    vet.type("Why", "Abscess on the tail")
    vet.press("Order it")
    vet.sees("16 mg = 0.32 ml")
    keeper.go("Treatments")
    keeper.press("Given 0.32 ml", within="Naga")
    keeper.sees("Enrofloxacin injection: 0.32 ml given to Naga.")


def sample_and_wait(vet: Worker, lots: dict[str, str]) -> None:
    """The whole panel of the turtles is sampled on one sheet; nothing has come back."""
    vet.go("Quarantine")
    vet.sees(f"Restarted 15 Jun 2016 because {lots[BOX]} joined.")
    vet.follow("Sample or enter results Q1…")
    vet.follow("Every test")
    for test in _tests(vet):
        for kind in (LEAF, BOX):
            vet.tick(f"Sampled: {test}, {lots[kind]}")
            vet.type(f"Animals sampled: {test}, {lots[kind]}", SAMPLED[kind])
    vet.type("When", "2016-06-18T09:00")
    vet.type("Laboratory", "NAHPRI")
    vet.press("Record")
    vet.sees("Tests: 16 recorded.")
    vet.follow(lots[LEAF])
    vet.follow("Clear")
    vet.tick("Pre-release")
    with vet.refused("Ranavirus PCR: result pending since 18 Jun 2016."):
        vet.press("Sign the clearance")


def results(vet: Worker, records: list[str], *, unit: str, at: str) -> None:
    """Every result of a cohort came back negative."""
    vet.go("Quarantine")
    vet.follow(f"Sample or enter results {unit}…")
    vet.follow("Every test")
    for test in _tests(vet):
        for record in records:
            vet.choose(f"Result: {test}, {record}", "Negative")
    vet.type("When", at)
    vet.press("Record")
    vet.sees("Every test of this cohort is settled.")


def clear(vet: Worker, record: str, *, to: str, place: str) -> None:
    """A vet signs, and the animal leaves the quarantine unit."""
    vet.go("Quarantine")
    vet.follow("Clear", within=record)
    vet.sees("Nothing stands in the way")
    vet.tick(to)
    vet.press("Sign the clearance")
    vet.sees("is cleared from quarantine. Move it out of")
    vet.follow("Move")
    vet.choose("To", place)
    vet.press("Move them")


def _tests(vet: Worker) -> list[str]:
    """The tests that the page offers."""
    chips = vet.page.get_by_role("navigation", name="Tests").get_by_role("link")
    return [one for one in chips.all_inner_texts() if one != "Every test"]


def clear_the_python(vet: Worker) -> None:
    """Naga's own panel, sampled and come back; then she is fit to travel."""
    vet.go("Quarantine")
    vet.follow("Sample or enter results Q2…")
    vet.follow("Every test")
    for test in _tests(vet):
        vet.tick(f"Sampled: {test}, Naga")
    vet.type("When", "2016-06-19T09:00")
    vet.press("Record")
    results(vet, ["Naga"], unit="Q2", at="2016-07-02T09:00")
    clear(vet, "Naga", to="Rehab", place="P1")
    examine(vet, "Naga", "", occasion="Before transport", found="Alert, good muscle tone",
            fit="Fit for transport, no clinical sign")  # fmt: skip
