"""Indices for a day's treatment sheet"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("dose", schema=None) as batch_op:
        batch_op.create_index("ix_dose_day", ["due_at"], unique=False)

    with op.batch_alter_table("prescription", schema=None) as batch_op:
        batch_op.create_index(
            "ix_prescription_needed",
            ["ordered_at"],
            unique=False,
            sqlite_where=sa.text("is_prn"),
            postgresql_where=sa.text("is_prn"),
        )


def downgrade() -> None:
    with op.batch_alter_table("prescription", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_prescription_needed",
            sqlite_where=sa.text("is_prn"),
            postgresql_where=sa.text("is_prn"),
        )

    with op.batch_alter_table("dose", schema=None) as batch_op:
        batch_op.drop_index("ix_dose_day")
