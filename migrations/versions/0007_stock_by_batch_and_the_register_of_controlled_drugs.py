"""Stock by batch and the register of controlled drugs"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "stock_batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("drug_id", sa.Integer(), nullable=False),
        sa.Column("controlled", sa.Boolean(), nullable=False),
        sa.Column("lot", sa.String(length=60), nullable=False),
        sa.Column("vial", sa.String(length=20), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("strength_mg", sa.Numeric(precision=12, scale=4), nullable=False),
        sa.Column("per", sa.String(length=8), nullable=False),
        sa.Column("supplier", sa.String(length=120), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("balance", sa.BigInteger(), nullable=False),
        sa.Column("last_seq", sa.Integer(), nullable=False),
        sa.CheckConstraint("per IN ('ml', 'tablet', 'g')", name=op.f("stock_batch_per_is_known")),
        sa.CheckConstraint(
            "NOT controlled OR length(vial) > 0", name=op.f("stock_vial_has_a_number")
        ),
        sa.CheckConstraint("balance >= 0", name=op.f("stock_batch_never_negative")),
        sa.CheckConstraint("last_seq > 0 OR balance = 0", name=op.f("stock_batch_begins_empty")),
        sa.CheckConstraint("length(lot) > 0", name=op.f("stock_batch_has_a_lot")),
        sa.ForeignKeyConstraint(["drug_id"], ["drug.id"], name=op.f("fk_stock_batch_drug_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stock_batch")),
        sa.UniqueConstraint("drug_id", "lot", "vial", "expires_on", name="stock_batch_is_one"),
        sa.UniqueConstraint("id", "controlled", name="stock_batch_kind"),
    )
    with op.batch_alter_table("stock_batch", schema=None) as batch_op:
        batch_op.create_index(
            "ix_stock_batch_first_expiring", ["drug_id", "expires_on"], unique=False
        )

    op.create_table(
        "stock_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("prev_seq", sa.Integer(), nullable=True),
        sa.Column("controlled", sa.Boolean(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("qty", sa.BigInteger(), nullable=False),
        sa.Column("bal_before", sa.BigInteger(), nullable=False),
        sa.Column("bal_after", sa.BigInteger(), nullable=False),
        sa.Column("drawn", sa.BigInteger(), nullable=True),
        sa.Column("given", sa.BigInteger(), nullable=True),
        sa.Column("wasted", sa.BigInteger(), nullable=True),
        sa.Column("returned", sa.BigInteger(), nullable=True),
        sa.Column("counted", sa.BigInteger(), nullable=True),
        sa.Column("reverses_seq", sa.Integer(), nullable=True),
        sa.Column("reverses_qty", sa.BigInteger(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("witness_id", sa.Integer(), nullable=True),
        sa.Column("animal_id", sa.Integer(), nullable=True),
        sa.Column("weight_g", sa.Integer(), nullable=True),
        sa.Column("vet_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("prev_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.CheckConstraint(
            "(NOT (kind IN ('receipt', 'return')) OR qty > 0) AND (NOT (kind IN ('use', 'waste', 'breakage', 'transfer')) OR qty < 0) AND (kind <> 'reversal' OR qty <> 0)",
            name=op.f("stock_line_goes_its_way"),
        ),
        sa.CheckConstraint(
            "(kind = 'count') = (counted IS NOT NULL) AND (kind <> 'count' OR counted = bal_after)",
            name=op.f("stock_count_is_what_is_there"),
        ),
        sa.CheckConstraint(
            "(kind = 'reversal') = (reverses_seq IS NOT NULL) AND (kind = 'reversal') = (reverses_qty IS NOT NULL) AND (kind <> 'reversal' OR (qty = -reverses_qty AND reverses_seq < seq))",
            name=op.f("stock_reversal_takes_all_back"),
        ),
        sa.CheckConstraint(
            "(kind = 'use') = (drawn IS NOT NULL) AND (kind = 'use') = (given IS NOT NULL) AND (kind = 'use') = (wasted IS NOT NULL) AND (kind = 'use') = (returned IS NOT NULL) AND (kind <> 'use' OR (given >= 0 AND wasted >= 0 AND returned >= 0 AND drawn = given + wasted + returned AND qty = -(given + wasted)))",
            name=op.f("stock_draw_is_accounted_for"),
        ),
        sa.CheckConstraint(
            "(seq = 1 AND prev_seq IS NULL AND bal_before = 0 AND kind = 'receipt') OR (seq > 1 AND prev_seq IS NOT NULL AND prev_seq = seq - 1)",
            name=op.f("stock_line_begins_with_a_receipt"),
        ),
        sa.CheckConstraint(
            "NOT controlled OR NOT (kind IN ('use', 'waste', 'breakage', 'transfer', 'return', 'count', 'reversal')) OR witness_id IS NOT NULL",
            name=op.f("controlled_drug_has_a_witness"),
        ),
        sa.CheckConstraint(
            "kind IN ('receipt', 'use', 'return', 'waste', 'breakage', 'transfer', 'count', 'reversal')",
            name=op.f("stock_line_kind_is_known"),
        ),
        sa.CheckConstraint(
            "kind NOT IN ('waste', 'breakage', 'transfer', 'reversal') OR length(reason) > 0",
            name=op.f("stock_line_says_why"),
        ),
        sa.CheckConstraint("bal_after = bal_before + qty", name=op.f("stock_line_adds_up")),
        sa.CheckConstraint("bal_after >= 0", name=op.f("stock_line_never_negative")),
        sa.CheckConstraint(
            "witness_id IS NULL OR witness_id <> by_id", name=op.f("stock_witness_is_another")
        ),
        sa.ForeignKeyConstraint(["animal_id"], ["animal.id"], name=op.f("fk_stock_line_animal_id")),
        sa.ForeignKeyConstraint(
            ["batch_id", "controlled"],
            ["stock_batch.id", "stock_batch.controlled"],
            name="stock_line_kind_of_its_batch",
        ),
        sa.ForeignKeyConstraint(
            ["batch_id", "prev_seq", "bal_before", "prev_hash"],
            ["stock_line.batch_id", "stock_line.seq", "stock_line.bal_after", "stock_line.hash"],
            name="stock_line_follows",
        ),
        sa.ForeignKeyConstraint(
            ["batch_id", "reverses_seq", "reverses_qty"],
            ["stock_line.batch_id", "stock_line.seq", "stock_line.qty"],
            name="stock_line_reverses",
        ),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_stock_line_by_id")),
        sa.ForeignKeyConstraint(["vet_id"], ["person.id"], name=op.f("fk_stock_line_vet_id")),
        sa.ForeignKeyConstraint(
            ["witness_id"], ["person.id"], name=op.f("fk_stock_line_witness_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stock_line")),
        sa.UniqueConstraint("batch_id", "prev_seq", name="stock_line_has_one_next"),
        sa.UniqueConstraint("batch_id", "reverses_seq", name="stock_line_reversed_once"),
        sa.UniqueConstraint("batch_id", "seq", "bal_after", "hash", name="stock_line_end"),
        sa.UniqueConstraint("batch_id", "seq", "qty", name="stock_line_quantity"),
        sa.UniqueConstraint("batch_id", "seq", name="stock_line_counts_on"),
    )
    with op.batch_alter_table("stock_line", schema=None) as batch_op:
        batch_op.create_index("ix_stock_line_animal", ["animal_id"], unique=False)
        batch_op.create_index("ix_stock_line_at", ["at"], unique=False)

    op.create_table(
        "stock_incident",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("difference", sa.BigInteger(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by_id", sa.Integer(), nullable=True),
        sa.Column("explanation", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint(
            "(closed_at IS NULL) = (closed_by_id IS NULL) AND (closed_at IS NULL) = (explanation = '')",
            name=op.f("stock_incident_closing_is_whole"),
        ),
        sa.CheckConstraint("difference <> 0", name=op.f("stock_incident_differs")),
        sa.ForeignKeyConstraint(
            ["batch_id", "seq"],
            ["stock_line.batch_id", "stock_line.seq"],
            name="stock_incident_has_its_count",
        ),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["stock_batch.id"], name=op.f("fk_stock_incident_batch_id")
        ),
        sa.ForeignKeyConstraint(
            ["closed_by_id"], ["person.id"], name=op.f("fk_stock_incident_closed_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stock_incident")),
        sa.UniqueConstraint("batch_id", "seq", name="stock_incident_of_one_count"),
    )
    op.create_table(
        "dose_line",
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("administration_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["administration_id"],
            ["administration.id"],
            name=op.f("fk_dose_line_administration_id"),
        ),
        sa.ForeignKeyConstraint(["line_id"], ["stock_line.id"], name=op.f("fk_dose_line_line_id")),
        sa.PrimaryKeyConstraint("line_id", name=op.f("pk_dose_line")),
    )
    with op.batch_alter_table("dose_line", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_dose_line_administration_id"), ["administration_id"], unique=False
        )

    op.create_table(
        "undrawn_dose",
        sa.Column("administration_id", sa.Integer(), nullable=False),
        sa.Column("controlled", sa.Boolean(), nullable=False),
        sa.Column("why", sa.String(length=200), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by_id", sa.Integer(), nullable=True),
        sa.Column("how", sa.String(length=12), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "how IN ('drawn', 'elsewhere', 'struck_out')",
            name=op.f("undrawn_dose_settling_is_known"),
        ),
        sa.CheckConstraint(
            "how IS NULL OR how <> 'elsewhere' OR length(note) > 0",
            name=op.f("undrawn_dose_from_elsewhere_says_why"),
        ),
        sa.CheckConstraint(
            "(settled_at IS NULL) = (settled_by_id IS NULL) AND (settled_at IS NULL) = (how IS NULL)",
            name=op.f("undrawn_dose_settling_is_whole"),
        ),
        sa.ForeignKeyConstraint(
            ["administration_id"],
            ["administration.id"],
            name=op.f("fk_undrawn_dose_administration_id"),
        ),
        sa.ForeignKeyConstraint(
            ["settled_by_id"], ["person.id"], name=op.f("fk_undrawn_dose_settled_by_id")
        ),
        sa.PrimaryKeyConstraint("administration_id", name=op.f("pk_undrawn_dose")),
    )
    with op.batch_alter_table("undrawn_dose", schema=None) as batch_op:
        batch_op.create_index(
            "ix_undrawn_dose_open",
            ["administration_id"],
            unique=False,
            sqlite_where=sa.text("settled_at IS NULL"),
            postgresql_where=sa.text("settled_at IS NULL"),
        )

    with op.batch_alter_table("dose_limit", schema=None) as batch_op:
        batch_op.add_column(sa.Column("taxon_id", sa.Integer(), nullable=True))
        batch_op.create_unique_constraint(
            batch_op.f("uq_dose_limit_drug_id_taxon_id_route"), ["drug_id", "taxon_id", "route"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_dose_limit_taxon_id"), "taxon", ["taxon_id"], ["id"]
        )
        batch_op.create_check_constraint(
            batch_op.f("dose_limit_is_of_one"), "group_id IS NULL OR taxon_id IS NULL"
        )
        batch_op.drop_index("uq_dose_limit_everyone")
        batch_op.create_index(
            "uq_dose_limit_everyone",
            ["drug_id", "route"],
            unique=True,
            sqlite_where=sa.text("group_id IS NULL AND taxon_id IS NULL"),
            postgresql_where=sa.text("group_id IS NULL AND taxon_id IS NULL"),
        )


def downgrade() -> None:
    op.execute("DELETE FROM dose_limit WHERE taxon_id IS NOT NULL")
    with op.batch_alter_table("dose_limit", schema=None) as batch_op:
        batch_op.drop_index("uq_dose_limit_everyone")
        batch_op.drop_constraint(batch_op.f("dose_limit_is_of_one"), type_="check")
        batch_op.drop_constraint(batch_op.f("fk_dose_limit_taxon_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("uq_dose_limit_drug_id_taxon_id_route"), type_="unique")
        batch_op.drop_column("taxon_id")
        batch_op.create_index(
            "uq_dose_limit_everyone",
            ["drug_id", "route"],
            unique=True,
            sqlite_where=sa.text("group_id IS NULL"),
            postgresql_where=sa.text("group_id IS NULL"),
        )

    with op.batch_alter_table("undrawn_dose", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_undrawn_dose_open",
            sqlite_where=sa.text("settled_at IS NULL"),
            postgresql_where=sa.text("settled_at IS NULL"),
        )

    op.drop_table("undrawn_dose")
    with op.batch_alter_table("dose_line", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_dose_line_administration_id"))

    op.drop_table("dose_line")
    op.drop_table("stock_incident")
    with op.batch_alter_table("stock_line", schema=None) as batch_op:
        batch_op.drop_index("ix_stock_line_at")
        batch_op.drop_index("ix_stock_line_animal")

    op.drop_table("stock_line")
    with op.batch_alter_table("stock_batch", schema=None) as batch_op:
        batch_op.drop_index("ix_stock_batch_first_expiring")

    op.drop_table("stock_batch")
