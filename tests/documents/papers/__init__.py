"""Facts of papers as they are in life, in the scripts of the region."""

from tests.documents.papers.common import CENTRE, VET, animal, examination, quarantine
from tests.documents.papers.death import death_record
from tests.documents.papers.handing_over import handover
from tests.documents.papers.receipt import intake_receipt
from tests.documents.papers.release import release_fitness
from tests.documents.papers.statement import health_statement

__all__ = [
    "CENTRE", "VET", "animal", "death_record", "examination", "handover", "health_statement",
    "intake_receipt", "quarantine", "release_fitness",
]  # fmt: skip
