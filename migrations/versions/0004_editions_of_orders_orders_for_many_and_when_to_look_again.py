"""Editions of orders, orders for many, and when to look again"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "order_batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("whom", sa.String(length=200), nullable=False),
        sa.Column("refused", sa.JSON(), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(undone_at IS NULL) = (undone_by_id IS NULL)",
            name=op.f("order_batch_undoing_is_whole"),
        ),
        sa.CheckConstraint("length(whom) > 0", name=op.f("order_batch_says_for_whom")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_order_batch_by_id")),
        sa.ForeignKeyConstraint(
            ["undone_by_id"], ["person.id"], name=op.f("fk_order_batch_undone_by_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_order_batch_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_batch")),
    )
    with op.batch_alter_table("order_batch", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_order_batch_unit_id"), ["unit_id"], unique=False)

    with op.batch_alter_table("exam", schema=None) as batch_op:
        batch_op.add_column(sa.Column("recheck_on", sa.Date(), nullable=True))
        batch_op.create_index(
            "ix_exam_recheck",
            ["recheck_on"],
            unique=False,
            sqlite_where=sa.text("recheck_on IS NOT NULL AND voided_at IS NULL"),
            postgresql_where=sa.text("recheck_on IS NOT NULL AND voided_at IS NULL"),
        )

    with op.batch_alter_table("prescription", schema=None) as batch_op:
        batch_op.add_column(sa.Column("edition", sa.Integer(), server_default="1", nullable=False))
        batch_op.add_column(sa.Column("replaces_id", sa.Integer(), nullable=True))
        batch_op.add_column(
            sa.Column("change_reason", sa.Text(), server_default="", nullable=False)
        )
        batch_op.add_column(sa.Column("batch_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_prescription_batch_id"), ["batch_id"], unique=False)
        batch_op.create_unique_constraint("order_is_replaced_once", ["replaces_id"])
        batch_op.create_check_constraint(
            batch_op.f("order_editions_are_counted"),
            "edition >= 1 AND (replaces_id IS NULL) = (edition = 1)",
        )
        batch_op.create_check_constraint(
            batch_op.f("order_change_has_reason"),
            "replaces_id IS NULL OR length(change_reason) > 0",
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_prescription_batch_id"), "order_batch", ["batch_id"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_prescription_replaces_id"), "prescription", ["replaces_id"], ["id"]
        )


def downgrade() -> None:
    with op.batch_alter_table("prescription", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_prescription_replaces_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_prescription_batch_id"), type_="foreignkey")
        batch_op.drop_constraint("order_is_replaced_once", type_="unique")
        batch_op.drop_constraint(batch_op.f("order_change_has_reason"), type_="check")
        batch_op.drop_constraint(batch_op.f("order_editions_are_counted"), type_="check")
        batch_op.drop_index(batch_op.f("ix_prescription_batch_id"))
        batch_op.drop_column("batch_id")
        batch_op.drop_column("change_reason")
        batch_op.drop_column("replaces_id")
        batch_op.drop_column("edition")

    with op.batch_alter_table("exam", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_exam_recheck",
            sqlite_where=sa.text("recheck_on IS NOT NULL AND voided_at IS NULL"),
            postgresql_where=sa.text("recheck_on IS NOT NULL AND voided_at IS NULL"),
        )
        batch_op.drop_column("recheck_on")

    with op.batch_alter_table("order_batch", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_order_batch_unit_id"))

    op.drop_table("order_batch")
