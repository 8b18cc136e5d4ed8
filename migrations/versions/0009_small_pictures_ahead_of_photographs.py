"""Small pictures ahead of photographs"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "phone_thumb",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("record_id", sa.String(length=36), nullable=False),
        sa.Column("profile_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("arrived_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "length(content) BETWEEN 1 AND 10240", name=op.f("phone_thumb_is_small")
        ),
        sa.ForeignKeyConstraint(
            ["profile_id"], ["phone_profile.id"], name=op.f("fk_phone_thumb_profile_id")
        ),
        sa.ForeignKeyConstraint(
            ["record_id"], ["phone_record.id"], name=op.f("fk_phone_thumb_record_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phone_thumb")),
    )
    op.create_index("ix_phone_thumb_record", "phone_thumb", ["record_id"])


def downgrade() -> None:
    op.drop_table("phone_thumb")
