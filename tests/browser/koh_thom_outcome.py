"""The boat of Koh Thom: the hold, the release, the transfer, a death, and the account."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from tests.browser.worker import Worker
from tests.documents.reading import by_pdfium, codes, squeezed

LEAF, POND = "Asian leaf turtle", "Giant Asian pond turtle"
HELD = "is held as evidence in case {}. Only a recorded order of the court or prosecutor lifts"


def try_to_release(coordinator: Worker, lot: str, *sentences: str) -> None:
    """120 are entered on the form of a release, and refused with the reasons."""
    coordinator.go("Readiness")
    coordinator.follow("Release animals")
    _fill_release(coordinator, lot)
    with coordinator.refused(*sentences):
        coordinator.press("Release them")
    assert coordinator.field("Animals").input_value() == f"{lot} 120"
    assert coordinator.field("Place").input_value() == "Cardamom foothills"


def _fill_release(coordinator: Worker, lot: str) -> None:
    coordinator.type("Animals", f"{lot} 120")
    coordinator.type("Place", "Cardamom foothills")
    coordinator.type("The people who release them", "Keo Bopha; Forestry Administration")


def lift_the_hold(officer: Worker, case: str) -> None:
    """The order is recorded in the case, then the holds are lifted by it."""
    officer.find(case)
    officer.follow("Record an order")
    officer.choose("What it orders", "Lifts the evidence hold")
    officer.type("Authority", "Prosecutor of Kandal")
    officer.type("Number of the order", "No. 114/16")
    officer.type("Day of the order", "2016-06-24")
    officer.press("Record the order")
    officer.sees("The animals are held as evidence")
    officer.follow("Lift the hold")
    officer.sees("9 records are held")
    officer.press("Lift the holds")
    officer.sees(f"The holds of case {case} are lifted: 9 records.")


def release(coordinator: Worker, lot: str) -> None:
    """Permit and criteria first; then 120 go, and 55 stay."""
    coordinator.find(lot)
    coordinator.follow("Readiness")
    coordinator.sees("14 of 14 criteria still need evidence.")
    coordinator.follow("Record the permit")
    coordinator.type("Number", "R 17/16")
    coordinator.type("Issued by", "Forestry Administration")
    coordinator.type("Issued on", "2016-07-01")
    coordinator.press("Save the permit")
    coordinator.follow("Readiness")
    coordinator.follow("Assess all on one sheet")
    for label in _criteria(coordinator):
        risk = label == "Disease risk to the site"
        coordinator.choose(label, "Low" if risk else "Met")
        coordinator.type(f"{label}: what was seen, or why", "Seen on 20 July by Dr Sok")
    coordinator.press("Save the assessments")
    coordinator.sees("Ready for release")
    coordinator.follow("Release")
    _fill_release(coordinator, lot)
    coordinator.press("Release them")
    coordinator.sees("120 animals released.")
    coordinator.find(lot)
    assert coordinator.fact("Count") == "55"


def _criteria(coordinator: Worker) -> list[str]:
    """The criteria of the sheet, but the one for those caught within days."""
    words = coordinator.words()
    found = re.findall(r"^(.+): what was seen, or why", words, re.MULTILINE)
    assert len(found) == 17
    return [label for label in found if label != "Caught within 7 days"]


def plan_transfer(registrar: Worker, manager: Worker, record: str) -> str:
    """A movement permit, and the plan with its animal. Returns the number of the transfer."""
    registrar.find(record)
    registrar.follow("Record a permit")
    registrar.choose("For", "Movement inside the country")
    registrar.type("Number", "M 9/16")
    registrar.type("Issued by", "Forestry Administration")
    registrar.type("Issued on", "2016-07-01")
    registrar.press("Save the permit")
    manager.find(record)
    manager.follow("Plan a transfer")
    manager.type("To", "Angkor Centre for Conservation")
    manager.type("Address", "Kbal Spean, Siem Reap")
    manager.choose("Country", "Cambodia")
    manager.type("Legal basis", "Order No. 114/16")
    manager.type("Reason", "A larger enclosure")
    manager.type("Planned for", f"{datetime.now(UTC) + timedelta(days=1):%Y-%m-%dT%H:%M}")
    manager.type("By", "Car")
    manager.type("Care instructions", "Water, shade, no handling for a day")
    manager.type("Emergency contact", "Tep Rith, +855 12 500 094")
    manager.press("Save the transfer")
    manager.sees("Naga")
    return manager.heading().removeprefix("Transfer ")


def certify(vet: Worker, transfer: str) -> tuple[str, bytes]:
    """The health statement is issued and opened. Returns its number and the file."""
    vet.go("Transfers")
    vet.follow(transfer)
    vet.follow("Health statement")
    vet.press("Issue the paper")
    number = vet.words().partition(" is issued.")[0].split()[-1]
    pdf = vet.reads("Open the PDF")
    words = squeezed(by_pdfium(pdf))
    assert all(one in words for one in (number, "Naga", "Python bivittatus", "116000000000004"))
    return number, pdf


def check(stranger: Worker, pdf: bytes, answer: str) -> None:
    """Somebody at a checkpoint scans the paper, and hands in the file."""
    stranger.open(codes(pdf)[0])
    stranger.sees(answer)
    paper = {"name": "paper.pdf", "mimeType": "application/pdf", "buffer": pdf}
    stranger.hand_in("The PDF file itself", paper)
    stranger.press("Compare")
    stranger.sees("This is the file that was issued")
    stranger.sees(answer)


def hand_over(manager: Worker) -> None:
    """Two signatures: who gives, who receives."""
    manager.follow("Hand over")
    manager.sees("1 animal to Angkor Centre for Conservation")
    manager.tick("I hand these animals over, in the condition stated")
    manager.press("Sign and hand over")
    manager.sees("Handed over. The receiver signs next.")
    manager.follow("Receiver signs")
    manager.type("Received by", "Dr Lim Sokha")
    manager.press("Sign as received")
    manager.sees("Received. The transfer is complete.")


def revoke(vet: Worker, number: str) -> None:
    """The paper was wrong: whoever scans it from now on is told."""
    vet.go("Papers")
    vet.follow(number)
    vet.follow("Revoke")
    vet.type("Why the paper is revoked", "The sex is wrong")
    vet.press("Revoke the paper")
    vet.sees(f"{number} is revoked.")


def die(keeper: Worker, lot: str) -> None:
    """One of 21 is found dead; the keeper must say how many."""
    keeper.find(lot)
    keeper.follow("Death")
    keeper.tick("Natural: illness, injury, age")
    with keeper.refused("Say how many of the 21."):
        keeper.press("Record the death")
    keeper.type("How many died", 1)
    keeper.press("Record the death")
    keeper.sees("The death is recorded.")


#: Species as the centre names it: received, here, dead, released, transferred.
ACCOUNT = {
    "Oriental rat snake": [468, 468, 0, 0, 0],
    "Burmese python": [2, 1, 0, 0, 1],
    "Elongated tortoise": [104, 104, 0, 0, 0],
    "Yellow-headed temple turtle": [8, 8, 0, 0, 0],
    "Giant Asian pond turtle": [21, 20, 1, 0, 0],
    "Asian leaf turtle": [178, 55, 3, 120, 0],
    "Southeast Asian box turtle": [4, 4, 0, 0, 0],
    "All": [785, 660, 4, 120, 1],
}


def account(officer: Worker, case: str) -> None:
    """Every count on the page of the case, and each adds up to what came."""
    officer.find(case)
    officer.sees_no("Does not add up")
    found = {
        row.get_by_role("rowheader").inner_text(): [
            int(cell.replace(",", "")) for cell in row.get_by_role("cell").all_inner_texts()
        ]
        for row in officer.table(f"The account of case {case}")
    }
    assert found == ACCOUNT
    assert all(received == sum(rest) for received, *rest in found.values())
