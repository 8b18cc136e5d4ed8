"""How many photographs of what a phone told are still on that phone."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from rescue_center.db import rows
from rescue_center.husbandry import to_come
from rescue_center.rounds.models import PhonePhoto, PhoneRecord, PhoneThumb

_OF = sa.select(PhoneRecord.id, PhoneRecord.body).where(
    PhoneRecord.by_id == sa.bindparam("by"),
    PhoneRecord.happened_at == sa.bindparam("at", type_=PhoneRecord.happened_at.type),
    PhoneRecord.made.in_(sa.bindparam("made", expanding=True)),
)
_HERE = sa.select(PhonePhoto.id).where(
    PhonePhoto.record_id == sa.bindparam("record"), PhonePhoto.arrived_at.is_not(None)
)


_SMALL = sa.select(PhoneThumb.id).where(
    PhoneThumb.record_id == sa.bindparam("record"),
    PhoneThumb.id.in_(sa.bindparam("coming", expanding=True)),
)


def photos_to_come(row: Any) -> int:
    """Those that the record names and that did not arrive, fit to be shown or not. One statement
    where no phone told of it, else two."""
    return len(_coming(row)[1])


def previews(row: Any) -> list[str]:
    """Of which of them a small picture is here, in their order."""
    record, coming = _coming(row)
    if not coming:
        return []
    here = {one.id for one in rows(_SMALL, record=record, coming=coming)}
    return [name for name in coming if name in here]


def _coming(row: Any) -> tuple[str, list[str]]:
    made = [f"{row.__tablename__}:{row.id}"]
    if row.__tablename__ == "concern" and row.animal_id is not None:
        made.append(f"animal:{row.animal_id}")  # told as a crate was sorted
    for record in rows(_OF, by=row.by_id, at=row.at, made=made):
        here = {photo.id for photo in rows(_HERE, record=record.id)}
        named = dict.fromkeys(record.body.get("photos") or ())
        return record.id, [name for name in named if name not in here]
    return "", []


to_come.COUNTED.append(photos_to_come)
to_come.PREVIEWED.append(previews)
