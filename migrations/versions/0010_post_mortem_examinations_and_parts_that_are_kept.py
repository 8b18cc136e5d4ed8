"""Post-mortem examinations and parts that are kept"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "carcass_part",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("death_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=120), nullable=False),
        sa.Column("quantity", sa.Numeric(precision=10, scale=3), nullable=False),
        sa.Column("unit", sa.String(length=8), nullable=False),
        sa.Column("kept_at", sa.String(length=160), nullable=False),
        sa.Column("seal", sa.String(length=80), nullable=False),
        sa.Column("witness", sa.String(length=120), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("voided_by_id", sa.Integer(), nullable=True),
        sa.Column("void_reason", sa.Text(), nullable=True),
        sa.CheckConstraint("unit IN ('kg', 'g', 'piece')", name=op.f("carcass_part_unit_is_known")),
        sa.CheckConstraint(
            "(voided_at IS NULL) = (voided_by_id IS NULL) AND (voided_at IS NULL) = (void_reason IS NULL)",
            name=op.f("carcass_part_void_is_whole"),
        ),
        sa.CheckConstraint(
            "length(what) > 0 AND length(kept_at) > 0",
            name=op.f("carcass_part_says_what_and_where"),
        ),
        sa.CheckConstraint("length(witness) > 0", name=op.f("carcass_part_has_a_witness")),
        sa.CheckConstraint("quantity > 0", name=op.f("carcass_part_is_something")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_carcass_part_by_id")),
        sa.ForeignKeyConstraint(
            ["death_id"], ["animal_death.id"], name=op.f("fk_carcass_part_death_id")
        ),
        sa.ForeignKeyConstraint(
            ["voided_by_id"], ["person.id"], name=op.f("fk_carcass_part_voided_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_carcass_part")),
    )
    with op.batch_alter_table("carcass_part", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_carcass_part_death_id"), ["death_id"], unique=False)

    op.create_table(
        "necropsy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("death_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("condition", sa.String(length=8), nullable=False),
        sa.Column("safety", sa.String(length=16), nullable=False),
        sa.Column("safety_note", sa.Text(), nullable=False),
        sa.Column("storage", sa.String(length=120), nullable=False),
        sa.Column("examined", sa.Integer(), nullable=False),
        sa.Column("weight_g", sa.Integer(), nullable=True),
        sa.Column("external", sa.Text(), nullable=False),
        sa.Column("preliminary", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("signed_by_id", sa.Integer(), nullable=True),
        sa.Column("histology", sa.Text(), nullable=False),
        sa.Column("final", sa.Text(), nullable=False),
        sa.Column("proximate", sa.Text(), nullable=False),
        sa.Column("ultimate", sa.Text(), nullable=False),
        sa.Column("final_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("final_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("voided_by_id", sa.Integer(), nullable=True),
        sa.Column("void_reason", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "condition IN ('fresh', 'fair', 'poor')", name=op.f("necropsy_condition_is_known")
        ),
        sa.CheckConstraint(
            "safety <> 'ruled_out' OR length(safety_note) > 0",
            name=op.f("necropsy_safety_says_how"),
        ),
        sa.CheckConstraint(
            "safety IN ('not_suspected', 'ruled_out')", name=op.f("anthrax_is_never_opened")
        ),
        sa.CheckConstraint(
            "(final_at IS NULL) = (final_by_id IS NULL) AND (final_at IS NULL) = (length(final) = 0) AND (final_at IS NULL OR signed_at IS NOT NULL)",
            name=op.f("final_diagnosis_is_whole"),
        ),
        sa.CheckConstraint(
            "(signed_at IS NULL) = (signed_by_id IS NULL)", name=op.f("necropsy_signature_is_whole")
        ),
        sa.CheckConstraint(
            "(voided_at IS NULL) = (voided_by_id IS NULL) AND (voided_at IS NULL) = (void_reason IS NULL)",
            name=op.f("necropsy_void_is_whole"),
        ),
        sa.CheckConstraint("examined > 0", name=op.f("necropsy_is_of_somebody")),
        sa.CheckConstraint(
            "signed_at IS NULL OR length(preliminary) > 0",
            name=op.f("signed_necropsy_has_a_diagnosis"),
        ),
        sa.CheckConstraint(
            "weight_g IS NULL OR weight_g > 0", name=op.f("carcass_weighs_something")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_necropsy_by_id")),
        sa.ForeignKeyConstraint(
            ["death_id"], ["animal_death.id"], name=op.f("fk_necropsy_death_id")
        ),
        sa.ForeignKeyConstraint(
            ["final_by_id"], ["person.id"], name=op.f("fk_necropsy_final_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["signed_by_id"], ["person.id"], name=op.f("fk_necropsy_signed_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["voided_by_id"], ["person.id"], name=op.f("fk_necropsy_voided_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_necropsy")),
    )
    with op.batch_alter_table("necropsy", schema=None) as batch_op:
        batch_op.create_index(
            "uq_necropsy_death",
            ["death_id"],
            unique=True,
            sqlite_where=sa.text("voided_at IS NULL"),
            postgresql_where=sa.text("voided_at IS NULL"),
        )

    op.create_table(
        "necropsy_finding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("necropsy_id", sa.Integer(), nullable=False),
        sa.Column("system", sa.String(length=16), nullable=False),
        sa.Column("found", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "system IN ('skin', 'muscle', 'cavities', 'heart', 'lungs', 'gut', 'liver', 'urinary', 'reproductive', 'nervous', 'lymphatic')",
            name=op.f("necropsy_system_is_known"),
        ),
        sa.CheckConstraint("length(found) > 0", name=op.f("necropsy_finding_says_what")),
        sa.ForeignKeyConstraint(
            ["necropsy_id"], ["necropsy.id"], name=op.f("fk_necropsy_finding_necropsy_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_necropsy_finding")),
        sa.UniqueConstraint("necropsy_id", "system", name="one_finding_a_system"),
    )
    op.create_table(
        "necropsy_organ",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("necropsy_id", sa.Integer(), nullable=False),
        sa.Column("organ", sa.String(length=16), nullable=False),
        sa.Column("grams", sa.Numeric(precision=10, scale=2), nullable=False),
        sa.CheckConstraint(
            "organ IN ('heart', 'lungs', 'liver', 'spleen', 'kidney_left', 'kidney_right', 'brain', 'gonads')",
            name=op.f("necropsy_organ_is_known"),
        ),
        sa.CheckConstraint("grams > 0", name=op.f("an_organ_weighs_something")),
        sa.ForeignKeyConstraint(
            ["necropsy_id"], ["necropsy.id"], name=op.f("fk_necropsy_organ_necropsy_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_necropsy_organ")),
        sa.UniqueConstraint("necropsy_id", "organ", name="one_weight_an_organ"),
    )


def downgrade() -> None:
    op.drop_table("necropsy_organ")
    op.drop_table("necropsy_finding")
    with op.batch_alter_table("necropsy", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_necropsy_death",
            sqlite_where=sa.text("voided_at IS NULL"),
            postgresql_where=sa.text("voided_at IS NULL"),
        )

    op.drop_table("necropsy")
    with op.batch_alter_table("carcass_part", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_carcass_part_death_id"))

    op.drop_table("carcass_part")
