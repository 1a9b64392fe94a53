"""What all tables share: names of constraints, types of columns, and the checks that are written more than once."""

from collections.abc import Iterable
from datetime import UTC, datetime
from enum import Enum, StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, mapped_column

NAMES = {
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
}
"""Every constraint has a name that follows from its columns, so that a migration can find it on any database."""


class UtcDateTime(sa.TypeDecorator[datetime]):
    """A moment: aware going in, aware UTC coming out. SQLite keeps no zone, so it is UTC that is written there.

    A naive datetime raises ValueError: what it means cannot be known.
    """

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value!r} has no time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


WORD = sa.Enum(
    Enum, native_enum=False, create_constraint=False, length=40, values_callable=lambda kind: [w.value for w in kind]
)
"""A word of the domain, stored as its value. Which values are allowed is a named check (`one_of`), not a type of the
database, so that a migration can add one in the same way everywhere."""


class Base(DeclarativeBase):
    """The tables. Row classes declare columns only; queries give and take the types of the domain."""

    metadata = sa.MetaData(naming_convention=NAMES)
    type_annotation_map = {  # noqa: RUF012 - read once by the declarative base
        str: sa.Text(),
        datetime: UtcDateTime(),
        StrEnum: WORD,
        list[Any]: sa.JSON(),
        dict[str, Any]: sa.JSON(),
    }


def one_of(column: str, allowed: Iterable[str]) -> sa.CheckConstraint:
    """The column holds one of these words."""
    words = ", ".join(f"'{word}'" for word in allowed)
    return sa.CheckConstraint(f"{column} IN ({words})", name=column)


def whole(column: str, low: int, high: int) -> sa.CheckConstraint:
    """The column holds a whole number from `low` to `high`, or nothing. SQLite would keep 3.5 in an integer column."""
    return sa.CheckConstraint(
        f"{column} BETWEEN {low} AND {high} AND {column} = CAST({column} AS INTEGER)", name=column
    )


def written(column: str, high: int) -> sa.CheckConstraint:
    """The column holds text of 1 to `high` characters."""
    return sa.CheckConstraint(f"length({column}) BETWEEN 1 AND {high}", name=column)


def owned_by_patient(**options: Any) -> Any:
    """The column `patient_id` of a row that is part of a patient's record, and goes only with the whole record."""
    return mapped_column(sa.ForeignKey("patient.id", ondelete="CASCADE"), **options)
