"""Notices of diseases found outside a quarantine"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

RULES = {
    "disease_notice_is_of_a_test_or_a_finding": (
        "(test_id IS NULL) = (what <> '') AND (test_id IS NULL) = (animal_id IS NOT NULL)"
    ),
    "disease_notice_resolution_is_whole": (
        "(resolved_at IS NULL) = (resolved_by_id IS NULL)"
        " AND (resolved_at IS NULL) = (resolution = '')"
        " AND (resolved_at IS NULL OR (test_id IS NULL AND resolved_at >= opened_at))"
    ),
}


def upgrade() -> None:
    with op.batch_alter_table("disease_notice", schema=None) as batch_op:
        batch_op.add_column(sa.Column("animal_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("unit_id", sa.Integer(), nullable=True))
        batch_op.add_column(
            sa.Column("what", sa.String(length=200), server_default="", nullable=False)
        )
        batch_op.add_column(sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("resolved_by_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("resolution", sa.Text(), server_default="", nullable=False))
        batch_op.alter_column("test_id", existing_type=sa.INTEGER(), nullable=True)
        batch_op.create_index(
            batch_op.f("ix_disease_notice_animal_id"), ["animal_id"], unique=False
        )
        for name, rule in RULES.items():
            batch_op.create_check_constraint(batch_op.f(name), rule)
        batch_op.create_foreign_key(
            batch_op.f("fk_disease_notice_resolved_by_id"), "person", ["resolved_by_id"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_disease_notice_animal_id"), "animal", ["animal_id"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_disease_notice_unit_id"), "unit", ["unit_id"], ["id"]
        )

    with op.batch_alter_table("lab_test", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("notifiable", sa.Boolean(), server_default=sa.false(), nullable=False)
        )


def downgrade() -> None:
    with op.batch_alter_table("lab_test", schema=None) as batch_op:
        batch_op.drop_column("notifiable")

    op.execute("DELETE FROM disease_notice WHERE test_id IS NULL")  # nothing held them before
    with op.batch_alter_table("disease_notice", schema=None) as batch_op:
        for name in RULES:
            batch_op.drop_constraint(batch_op.f(name), type_="check")
        batch_op.drop_constraint(batch_op.f("fk_disease_notice_unit_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_disease_notice_animal_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_disease_notice_resolved_by_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_disease_notice_animal_id"))
        batch_op.alter_column("test_id", existing_type=sa.INTEGER(), nullable=False)
        batch_op.drop_column("resolution")
        batch_op.drop_column("resolved_by_id")
        batch_op.drop_column("resolved_at")
        batch_op.drop_column("what")
        batch_op.drop_column("unit_id")
        batch_op.drop_column("animal_id")
