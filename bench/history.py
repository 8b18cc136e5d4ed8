"""What the animals of the benchmark's centre left in its books: care, quarantine, the journal."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from bench.dataset import DAY, NOW, Built, Herd
from bench.writer import Writer
from rescue_center.journal.chain import GENESIS, digest

TESTS = ("Faecal parasites", "Ranavirus PCR", "Herpesvirus PCR")
DRUG = 9001


def write_all(write: Writer, herd: Herd, built: Built) -> None:
    """Everything beside the animals themselves."""
    _care(write, herd)
    _quarantines(write, herd)
    _departures(write, herd)
    _orders(write, herd, built)
    _journal(write, herd)


def _care(write: Writer, herd: Herd) -> None:
    dice = herd.dice
    write.rows(
        "weight", "animal_id at weight_g recorded_at recorded_by_id",
        ((n, (herd.left(n) or NOW) - k * 7 * DAY, 2000 + dice.randrange(400), NOW, 900)
         for n in range(1, herd.total + 1) for k in range(1, 13 if n in herd.here else 3)),
    )  # fmt: skip
    write.rows(
        "exam", "animal_id stay_id at purpose subjective objective assessment plan by_id "
        "recorded_at signed_at signed_by_id fitness",
        ((n, n, (herd.left(n) or NOW) - 2 * DAY, "routine", "Bright", "No findings", "Healthy",
          "Recheck", 900, NOW, NOW, 900, "fit_for_transport") for n in range(1, herd.total + 1)
         if n in herd.here or n % 4 == 0),
    )  # fmt: skip


def _quarantines(write: Writer, herd: Herd) -> None:
    """Everybody in care has had one; those in the quarantine units are in it now."""
    who = [n for n in range(1, herd.total + 1) if n in herd.here or n % 3 == 0]

    def row(i: int, n: int) -> tuple[Any, ...]:
        is_open = herd.in_quarantine(n)
        began = NOW - 30 * DAY if is_open else herd.admitted(n)
        return (i, n, n, herd.quarantined_in(n), herd.group(n), "class:Reptilia", 90, began, began,
                began + 90 * DAY, None if is_open else began + 91 * DAY,
                "" if is_open else "cleared", None if is_open else 900)  # fmt: skip

    write.rows(
        "quarantine", "id stay_id animal_id unit_id group_id scope_key min_days began_at "
        "clock_start min_end ended_at outcome signed_by_id",
        (row(i + 1, n) for i, n in enumerate(who)),
    )  # fmt: skip

    def tests() -> Iterator[tuple[Any, ...]]:
        for i, n in enumerate(who):
            is_open = herd.in_quarantine(n)
            for k, name in enumerate(TESTS if n in herd.here else TESTS[:1]):
                if is_open:
                    yield i + 1, name, (NOW - 10 * DAY + k * 7 * DAY).date(), None, None, ""
                else:
                    at = herd.admitted(n) + (10 + k) * DAY
                    yield i + 1, name, at.date(), at, at + DAY, "negative"

    write.rows("quarantine_test", "quarantine_id name due_on sampled_at resulted_at result",
               tests())  # fmt: skip


def _departures(write: Writer, herd: Herd) -> None:
    died = (n for n in herd.gone if herd.stage(n) == "dead")
    write.rows(
        "animal_death", "stay_id at count manner unit_id recorded_at recorded_by_id",
        ((n, herd.left(n), 1, "natural", herd.unit(n), herd.left(n), 900) for n in died),
    )  # fmt: skip
    freed = [n for n in herd.gone if herd.stage(n) == "released"]
    write.rows(
        "animal_release", "id at place team recorded_at recorded_by_id",
        ((i + 1, herd.left(n), "Phnom Kulen", "Sok, Dara", herd.left(n), 900)
         for i, n in enumerate(freed[::20])),
    )  # fmt: skip
    write.rows("released_stay", "release_id stay_id count gate",
               ((i // 20 + 1, n, 1, "{}") for i, n in enumerate(freed)))  # fmt: skip


def _orders(write: Writer, herd: Herd, built: Built) -> None:
    """Every tenth is or was treated, twice a day; of those in care one dose is due about now."""
    write.rows(
        "drug", "id name ingredient form strength_mg per",
        [(DRUG, "Bench enrofloxacin", "enrofloxacin", "solution", 50, "ml")],
    )  # fmt: skip
    treated = [n for n in range(1, herd.total + 1) if n % (5 if n in herd.here else 10) == 0]

    def began(n: int) -> Any:
        return herd.admitted(n) if n not in herd.here else NOW - DAY

    write.rows(
        "prescription", "id animal_id stay_id drug_id rate_mg_per_kg weight_g dose_mg amount route "
        "frequency interval_h starts_at days ordered_at strength_mg ordered_by_id",
        ((i + 1, n, n, DRUG, 5, 3200, 16, "0.32", "IM", "BID", 12, began(n), 5, began(n), 50, 900)
         for i, n in enumerate(treated)),
    )  # fmt: skip

    def doses() -> Iterator[tuple[Any, ...]]:
        number = 0
        for i, n in enumerate(treated):
            for k in range(10 if n in herd.here else 5):
                number += 1
                due = began(n) + timedelta(hours=12 * k)
                done = due if due < NOW - DAY / 4 else None
                if n in herd.here and k == 2:
                    built.doses.append(str(number))
                yield number, i + 1, n, due, 60, done

    scheduled = list(doses())
    write.rows("dose", "id prescription_id animal_id due_at window_min settled_at", scheduled)
    write.rows(
        "administration", "dose_id prescription_id animal_id ingredient status amount at "
        "recorded_at by_id",
        ((number, order, n, "enrofloxacin", "given", "0.32", due, due, 900)
         for number, order, n, due, _, done in scheduled if done is not None),
    )  # fmt: skip
    herd.dice.shuffle(built.doses)


def _journal(write: Writer, herd: Herd) -> None:
    """One entry an animal, twelve for those in care, chained as the verbs chain them."""
    columns = write.columns("journal_entry")
    head = write.connection.exec_driver_sql("SELECT seq, hash FROM journal_head").one_or_none()
    state = {"seq": head[0] if head else 0, "hash": head[1] if head else GENESIS}

    def entries() -> Iterator[tuple[Any, ...]]:
        for n in range(1, herd.total + 1):
            for k in range(12 if n in herd.here else 1):
                state["seq"] += 1
                at = herd.admitted(n) + k * DAY / 24
                row = {
                    "seq": state["seq"], "verb": "weighed" if k else "admitted",
                    "subject": f"animal:{n}", "person_id": 900, "at": at, "recorded_at": at,
                    "reason": "", "before": {}, "after": {"count": 1}, "animal_id": n,
                    "case_id": None, "unit_id": None, "prev_hash": state["hash"],
                }  # fmt: skip
                row["hash"] = state["hash"] = digest(row)
                row["before"], row["after"] = "{}", '{"count": 1}'
                yield tuple(row[name] for name in columns)

    write.rows("journal_entry", " ".join(columns), entries())
    write.connection.exec_driver_sql("DELETE FROM journal_head")
    write.rows("journal_head", "id seq hash", [(1, state["seq"], state["hash"])])
