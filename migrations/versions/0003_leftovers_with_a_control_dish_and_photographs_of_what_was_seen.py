"""Leftovers with a control dish and photographs of what was seen"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "observation_photo",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("observation_id", sa.Integer(), nullable=False),
        sa.Column("media_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["media_id"], ["media.id"], name=op.f("fk_observation_photo_media_id")
        ),
        sa.ForeignKeyConstraint(
            ["observation_id"], ["observation.id"], name=op.f("fk_observation_photo_observation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_observation_photo")),
        sa.UniqueConstraint("observation_id", "media_id", name="observation_photo_once"),
    )
    op.create_table(
        "control_dish",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("tending_id", sa.Integer(), nullable=False),
        sa.Column("put_g", sa.Integer(), nullable=False),
        sa.Column("left_g", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "left_g > 0 AND left_g <= put_g", name=op.f("a_control_dish_only_dries")
        ),
        sa.ForeignKeyConstraint(
            ["tending_id"], ["tending.id"], name=op.f("fk_control_dish_tending_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_control_dish")),
        sa.UniqueConstraint("tending_id", name="one_control_dish_a_meal"),
    )


def downgrade() -> None:
    op.drop_table("control_dish")
    op.drop_table("observation_photo")
