"""Tubes, panels and intervals for tests."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from rescue_center.animals.models import Animal
from rescue_center.db import db
from rescue_center.laboratory import amounts, interval_rules, sample_rules
from rescue_center.laboratory.flags import Limits
from rescue_center.laboratory.interval_rules import Range, Whom
from rescue_center.laboratory.models import LabSample, LabTest
from rescue_center.laboratory.reference_models import (
    Analyte,
    AnalyteUnit,
    LabPanel,
    PanelLine,
    ReferenceInterval,
)
from rescue_center.laboratory.sample_rules import Asked
from rescue_center.species.models import Taxon
from tests.makers import AT, make_animal, make_person


def make_analyte(key: str = "glu", unit: str = "mmol/L", **units: str) -> Analyte:
    """An analyte; `units` as `make_analyte("glu", "mmol/L", **{"mg/dL": "0.05551"})`."""
    found = Analyte(key=key, label=key.capitalize(), unit=unit)
    found.units = [AnalyteUnit(unit=one, folded=amounts.folded(one), factor=Decimal(factor),
                               source="A table") for one, factor in units.items()]  # fmt: skip
    db.session.add(found)
    db.session.flush()
    return found


def make_panel(*analytes: Analyte, name: str = "Blood") -> LabPanel:
    """A panel of these."""
    panel = LabPanel(name=name, sample="serum")
    panel.lines = [PanelLine(analyte=one, position=n) for n, one in enumerate(analytes)]
    db.session.add(panel)
    db.session.flush()
    return panel


def make_tube(animal: Animal | None = None, *, at: datetime = AT, **asked: Any) -> LabSample:
    """A tube of an animal, tested for something."""
    return sample_rules.take(
        [animal or make_animal()], "serum", Asked(**(asked or {"findings": ["PCR"]})),
        by=make_person("vet"), at=at,
    )  # fmt: skip


def make_test(*analytes: Analyte, animal: Animal | None = None, name: str = "Blood") -> LabTest:
    """A tube tested for these."""
    return make_tube(animal, panels=[make_panel(*analytes, name=name)]).tests[0]


def make_interval(
    analyte: Analyte, taxon: Taxon, low: str = "", high: str = "", *,
    crit: tuple[str, str] = ("", ""), unit: str = "", sex: str = "", age_class: str = "",
    method: str = "", laboratory: str = "", source: str = "A paper of 2021",
) -> ReferenceInterval:  # fmt: skip
    """An interval that a vet entered."""
    limits = Limits(*(Decimal(one) if one else None for one in (low, high, *crit)))
    return interval_rules.add(
        analyte, Whom(taxon, sex, age_class, method, laboratory),
        Range(limits, unit or analyte.unit, source), by=make_person("vet"), at=AT,
    )  # fmt: skip
