"""What the grave diseases of a group ask of whoever was bitten or scratched."""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa

from rescue_center.db import rows
from rescue_center.species.models import Hazard, HazardGroup
from rescue_center.species.protection import GRAVE

_HAZARDS = (
    sa.select(HazardGroup.group_id, Hazard.disease, Hazard.action)
    .join(Hazard, Hazard.id == HazardGroup.hazard_id)
    .where(HazardGroup.group_id.in_(sa.bindparam("group_ids", expanding=True)),
           Hazard.level.in_(GRAVE))
    .order_by(HazardGroup.group_id, Hazard.level, Hazard.disease)
)  # fmt: skip


def advice(group_ids: Collection[int]) -> dict[int, str]:
    """Sentences by group, from the list of hazards. One statement."""
    said: dict[int, list[str]] = {}
    for row in rows(_HAZARDS, group_ids=sorted(group_ids)) if group_ids else ():
        said.setdefault(row.group_id, []).append(f"{row.disease}: {row.action}".rstrip(" :.") + ".")
    return {group: " ".join(sentences) for group, sentences in said.items()}
