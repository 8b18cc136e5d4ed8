"""Who composes the facts of each kind of paper, from the records and from what is typed."""

from __future__ import annotations

from collections.abc import Callable

from rescue_center.documents.compose_ends import death_record, intake_receipt
from rescue_center.documents.compose_release import release_fitness
from rescue_center.documents.compose_transfer import handover, health_statement
from rescue_center.documents.gather import Facts

COMPOSERS: dict[str, Callable[..., Facts]] = {
    "health_statement": health_statement,
    "release_fitness": release_fitness,
    "handover": handover,
    "death_record": death_record,
    "intake_receipt": intake_receipt,
}
