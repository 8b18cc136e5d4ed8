"""The types of our columns that mean the same on both databases."""

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa


class UtcDateTime(sa.types.TypeDecorator[datetime]):
    """An aware moment, kept in UTC. SQLite holds it as text that sorts by time."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None or value.tzinfo is not None:
            return value
        return value.replace(tzinfo=UTC)


class Folded(sa.types.TypeDecorator[str]):
    """Text for finding by prefix: plain byte order on both databases, so an index serves it."""

    impl = sa.String
    cache_ok = True

    def load_dialect_impl(self, dialect: Any) -> Any:
        length = getattr(self.impl_instance, "length", None)
        if dialect.name == "postgresql":
            return dialect.type_descriptor(sa.String(length, collation="C"))
        return dialect.type_descriptor(sa.String(length))
