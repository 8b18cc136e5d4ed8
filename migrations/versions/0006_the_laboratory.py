"""The laboratory"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "analyte",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "key",
            sa.String(40).with_variant(sa.String(40, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("label", sa.String(length=80), nullable=False),
        sa.Column("unit", sa.String(length=24), nullable=False),
        sa.Column("section", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("retired", sa.Boolean(), nullable=False),
        sa.CheckConstraint("length(unit) > 0", name=op.f("analyte_has_a_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_analyte")),
        sa.UniqueConstraint("key", name=op.f("uq_analyte_key")),
    )
    op.create_table(
        "lab_panel",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("sample", sa.String(length=20), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("retired", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lab_panel")),
        sa.UniqueConstraint("name", name=op.f("uq_lab_panel_name")),
    )
    op.create_table(
        "analyte_unit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("analyte_id", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(length=24), nullable=False),
        sa.Column("folded", sa.String(length=24), nullable=False),
        sa.Column("factor", sa.Numeric(precision=18, scale=9), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.CheckConstraint("factor > 0", name=op.f("analyte_unit_factor_is_positive")),
        sa.CheckConstraint("length(source) > 0", name=op.f("analyte_unit_has_a_source")),
        sa.ForeignKeyConstraint(
            ["analyte_id"], ["analyte.id"], name=op.f("fk_analyte_unit_analyte_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_analyte_unit")),
        sa.UniqueConstraint("analyte_id", "folded", name=op.f("uq_analyte_unit_analyte_id_folded")),
    )
    with op.batch_alter_table("analyte_unit", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_analyte_unit_analyte_id"), ["analyte_id"], unique=False
        )

    op.create_table(
        "lab_import",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("stored", sa.Integer(), nullable=False),
        sa.Column("there", sa.Integer(), nullable=False),
        sa.Column("reported", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_lab_import_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lab_import")),
    )
    with op.batch_alter_table("lab_import", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_lab_import_sha256"), ["sha256"], unique=False)

    op.create_table(
        "lab_panel_line",
        sa.Column("panel_id", sa.Integer(), nullable=False),
        sa.Column("analyte_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["analyte_id"], ["analyte.id"], name=op.f("fk_lab_panel_line_analyte_id")
        ),
        sa.ForeignKeyConstraint(
            ["panel_id"], ["lab_panel.id"], name=op.f("fk_lab_panel_line_panel_id")
        ),
        sa.PrimaryKeyConstraint("panel_id", "analyte_id", name=op.f("pk_lab_panel_line")),
    )
    with op.batch_alter_table("lab_panel_line", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_lab_panel_line_analyte_id"), ["analyte_id"], unique=False
        )

    op.create_table(
        "lab_sample",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "number",
            sa.String(8).with_variant(sa.String(8, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_by_id", sa.Integer(), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("laboratory", sa.String(length=160), nullable=False),
        sa.Column("lab_reference", sa.String(length=80), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("voided_by_id", sa.Integer(), nullable=True),
        sa.Column("void_reason", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('blood_edta', 'blood_heparin', 'serum', 'smear', 'faeces', 'urine', 'swab', 'feather', 'skin', 'tissue', 'wash', 'other')",
            name=op.f("lab_sample_kind_is_known"),
        ),
        sa.CheckConstraint(
            "(voided_at IS NULL) = (voided_by_id IS NULL) AND (voided_at IS NULL) = (void_reason IS NULL)",
            name=op.f("lab_sample_void_is_whole"),
        ),
        sa.ForeignKeyConstraint(
            ["taken_by_id"], ["person.id"], name=op.f("fk_lab_sample_taken_by_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_lab_sample_unit_id")),
        sa.ForeignKeyConstraint(
            ["voided_by_id"], ["person.id"], name=op.f("fk_lab_sample_voided_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lab_sample")),
        sa.UniqueConstraint("number", name=op.f("uq_lab_sample_number")),
    )
    with op.batch_alter_table("lab_sample", schema=None) as batch_op:
        batch_op.create_index("ix_lab_sample_taken", ["taken_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_lab_sample_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "reference_interval",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("analyte_id", sa.Integer(), nullable=False),
        sa.Column("taxon_id", sa.Integer(), nullable=False),
        sa.Column("sex", sa.String(length=10), nullable=False),
        sa.Column("age_class", sa.String(length=12), nullable=False),
        sa.Column("method", sa.String(length=120), nullable=False),
        sa.Column("laboratory", sa.String(length=160), nullable=False),
        sa.Column("low", sa.Numeric(precision=18, scale=6), nullable=True),
        sa.Column("high", sa.Numeric(precision=18, scale=6), nullable=True),
        sa.Column("crit_low", sa.Numeric(precision=18, scale=6), nullable=True),
        sa.Column("crit_high", sa.Numeric(precision=18, scale=6), nullable=True),
        sa.Column("unit", sa.String(length=24), nullable=False),
        sa.Column("animals", sa.Integer(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("begun_by_id", sa.Integer(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.Column("end_reason", sa.Text(), nullable=False),
        sa.Column("replaces_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (end_reason = '')", name=op.f("reference_interval_end_is_whole")
        ),
        sa.CheckConstraint(
            "age_class IN ('', 'egg', 'neonate', 'infant', 'juvenile', 'subadult', 'adult')",
            name=op.f("reference_interval_age_is_known"),
        ),
        sa.CheckConstraint(
            "sex IN ('', 'female', 'male')", name=op.f("reference_interval_sex_is_known")
        ),
        sa.CheckConstraint(
            "(low IS NULL OR high IS NULL OR low < high) AND (crit_low IS NULL OR (low IS NOT NULL AND crit_low <= low)) AND (crit_high IS NULL OR (high IS NOT NULL AND crit_high >= high))",
            name=op.f("reference_interval_is_ordered"),
        ),
        sa.CheckConstraint(
            "animals IS NULL OR animals > 0", name=op.f("reference_interval_is_of_some_animals")
        ),
        sa.CheckConstraint("length(source) > 0", name=op.f("reference_interval_has_a_source")),
        sa.CheckConstraint("length(unit) > 0", name=op.f("reference_interval_has_a_unit")),
        sa.CheckConstraint(
            "low IS NOT NULL OR high IS NOT NULL", name=op.f("reference_interval_has_a_limit")
        ),
        sa.ForeignKeyConstraint(
            ["analyte_id"], ["analyte.id"], name=op.f("fk_reference_interval_analyte_id")
        ),
        sa.ForeignKeyConstraint(
            ["begun_by_id"], ["person.id"], name=op.f("fk_reference_interval_begun_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["ended_by_id"], ["person.id"], name=op.f("fk_reference_interval_ended_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["replaces_id"],
            ["reference_interval.id"],
            name=op.f("fk_reference_interval_replaces_id"),
        ),
        sa.ForeignKeyConstraint(
            ["taxon_id"], ["taxon.id"], name=op.f("fk_reference_interval_taxon_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reference_interval")),
        sa.UniqueConstraint("replaces_id", name=op.f("uq_reference_interval_replaces_id")),
    )
    with op.batch_alter_table("reference_interval", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_reference_interval_taxon_id"), ["taxon_id"], unique=False
        )
        batch_op.create_index(
            "uq_reference_interval_in_force",
            ["analyte_id", "taxon_id", "sex", "age_class", "method", "laboratory"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.create_table(
        "lab_test",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sample_id", sa.Integer(), nullable=False),
        sa.Column("panel_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("voided_by_id", sa.Integer(), nullable=True),
        sa.Column("void_reason", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(voided_at IS NULL) = (voided_by_id IS NULL) AND (voided_at IS NULL) = (void_reason IS NULL)",
            name=op.f("lab_test_void_is_whole"),
        ),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["person.id"], name=op.f("fk_lab_test_asked_by_id")
        ),
        sa.ForeignKeyConstraint(["panel_id"], ["lab_panel.id"], name=op.f("fk_lab_test_panel_id")),
        sa.ForeignKeyConstraint(
            ["sample_id"], ["lab_sample.id"], name=op.f("fk_lab_test_sample_id")
        ),
        sa.ForeignKeyConstraint(
            ["voided_by_id"], ["person.id"], name=op.f("fk_lab_test_voided_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lab_test")),
    )
    with op.batch_alter_table("lab_test", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_lab_test_sample_id"), ["sample_id"], unique=False)

    op.create_table(
        "lab_result",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("test_id", sa.Integer(), nullable=False),
        sa.Column("analyte_id", sa.Integer(), nullable=True),
        sa.Column("finding", sa.String(length=14), nullable=False),
        sa.Column("censor", sa.String(length=1), nullable=False),
        sa.Column("value", sa.Numeric(precision=18, scale=6), nullable=True),
        sa.Column("unit", sa.String(length=24), nullable=False),
        sa.Column("kept", sa.Numeric(precision=18, scale=6), nullable=True),
        sa.Column("method", sa.String(length=120), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("flag", sa.String(length=2), nullable=False),
        sa.Column("interval_id", sa.Integer(), nullable=True),
        sa.Column("low", sa.Numeric(precision=18, scale=6), nullable=True),
        sa.Column("high", sa.Numeric(precision=18, scale=6), nullable=True),
        sa.Column("crit_low", sa.Numeric(precision=18, scale=6), nullable=True),
        sa.Column("crit_high", sa.Numeric(precision=18, scale=6), nullable=True),
        sa.Column("came_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("amends_id", sa.Integer(), nullable=True),
        sa.Column("import_id", sa.Integer(), nullable=True),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("voided_by_id", sa.Integer(), nullable=True),
        sa.Column("void_reason", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(analyte_id IS NULL) = (value IS NULL) AND (analyte_id IS NULL) = (kept IS NULL) AND (analyte_id IS NULL) = (finding <> '')",
            name=op.f("lab_result_is_an_amount_or_a_finding"),
        ),
        sa.CheckConstraint(
            "(flag = '') = (interval_id IS NULL)", name=op.f("lab_result_flag_has_its_interval")
        ),
        sa.CheckConstraint("censor IN ('', '<', '>')", name=op.f("lab_result_censor_is_known")),
        sa.CheckConstraint(
            "finding IN ('', 'negative', 'positive', 'inconclusive', 'acceptable')",
            name=op.f("lab_result_finding_is_known"),
        ),
        sa.CheckConstraint(
            "flag <> '?' OR censor <> ''", name=op.f("lab_result_doubt_is_of_a_censored")
        ),
        sa.CheckConstraint(
            "flag IN ('', '?') OR censor <> '' OR flag = CASE\n  WHEN kept < crit_low THEN 'LL' WHEN kept > crit_high THEN 'HH'\n  WHEN kept < low THEN 'L' WHEN kept > high THEN 'H' ELSE 'N' END",
            name=op.f("lab_result_flag_is_by_its_limits"),
        ),
        sa.CheckConstraint(
            "flag IN ('', 'N', 'L', 'H', 'LL', 'HH', '?')", name=op.f("lab_result_flag_is_known")
        ),
        sa.CheckConstraint(
            "(voided_at IS NULL) = (voided_by_id IS NULL) AND (voided_at IS NULL) = (void_reason IS NULL)",
            name=op.f("lab_result_void_is_whole"),
        ),
        sa.CheckConstraint(
            "amends_id IS NULL OR amends_id <> id", name=op.f("lab_result_amends_another")
        ),
        sa.CheckConstraint("value IS NULL OR length(unit) > 0", name=op.f("lab_result_has_a_unit")),
        sa.CheckConstraint("value IS NULL OR value >= 0", name=op.f("lab_result_is_not_negative")),
        sa.ForeignKeyConstraint(
            ["amends_id"], ["lab_result.id"], name=op.f("fk_lab_result_amends_id")
        ),
        sa.ForeignKeyConstraint(
            ["analyte_id"], ["analyte.id"], name=op.f("fk_lab_result_analyte_id")
        ),
        sa.ForeignKeyConstraint(
            ["entered_by_id"], ["person.id"], name=op.f("fk_lab_result_entered_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["import_id"], ["lab_import.id"], name=op.f("fk_lab_result_import_id")
        ),
        sa.ForeignKeyConstraint(
            ["interval_id"], ["reference_interval.id"], name=op.f("fk_lab_result_interval_id")
        ),
        sa.ForeignKeyConstraint(["test_id"], ["lab_test.id"], name=op.f("fk_lab_result_test_id")),
        sa.ForeignKeyConstraint(
            ["voided_by_id"], ["person.id"], name=op.f("fk_lab_result_voided_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lab_result")),
        sa.UniqueConstraint("amends_id", name=op.f("uq_lab_result_amends_id")),
    )
    with op.batch_alter_table("lab_result", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_lab_result_analyte_id"), ["analyte_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_lab_result_test_id"), ["test_id"], unique=False)
        batch_op.create_index(
            "uq_lab_finding_stands",
            ["test_id"],
            unique=True,
            sqlite_where=sa.text("voided_at IS NULL AND analyte_id IS NULL"),
            postgresql_where=sa.text("voided_at IS NULL AND analyte_id IS NULL"),
        )
        batch_op.create_index(
            "uq_lab_result_stands",
            ["test_id", "analyte_id"],
            unique=True,
            sqlite_where=sa.text("voided_at IS NULL"),
            postgresql_where=sa.text("voided_at IS NULL"),
        )

    op.create_table(
        "lab_sample_of",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sample_id", sa.Integer(), nullable=False),
        sa.Column("animal_id", sa.Integer(), nullable=False),
        sa.Column("heads", sa.Integer(), nullable=False),
        sa.CheckConstraint("heads > 0", name=op.f("lab_sample_is_of_somebody")),
        sa.ForeignKeyConstraint(
            ["animal_id"], ["animal.id"], name=op.f("fk_lab_sample_of_animal_id")
        ),
        sa.ForeignKeyConstraint(
            ["sample_id"], ["lab_sample.id"], name=op.f("fk_lab_sample_of_sample_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lab_sample_of")),
        sa.UniqueConstraint(
            "sample_id", "animal_id", name=op.f("uq_lab_sample_of_sample_id_animal_id")
        ),
    )
    with op.batch_alter_table("lab_sample_of", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_lab_sample_of_animal_id"), ["animal_id"], unique=False)

    op.create_table(
        "lab_tube_of",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("test_id", sa.Integer(), nullable=False),
        sa.Column("quarantine_test_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["quarantine_test_id"],
            ["quarantine_test.id"],
            name=op.f("fk_lab_tube_of_quarantine_test_id"),
        ),
        sa.ForeignKeyConstraint(["test_id"], ["lab_test.id"], name=op.f("fk_lab_tube_of_test_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lab_tube_of")),
        sa.UniqueConstraint(
            "test_id", "quarantine_test_id", name=op.f("uq_lab_tube_of_test_id_quarantine_test_id")
        ),
    )
    with op.batch_alter_table("lab_tube_of", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_lab_tube_of_quarantine_test_id"), ["quarantine_test_id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("lab_tube_of", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lab_tube_of_quarantine_test_id"))

    op.drop_table("lab_tube_of")
    with op.batch_alter_table("lab_sample_of", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lab_sample_of_animal_id"))

    op.drop_table("lab_sample_of")
    with op.batch_alter_table("lab_result", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_lab_result_stands",
            sqlite_where=sa.text("voided_at IS NULL"),
            postgresql_where=sa.text("voided_at IS NULL"),
        )
        batch_op.drop_index(
            "uq_lab_finding_stands",
            sqlite_where=sa.text("voided_at IS NULL AND analyte_id IS NULL"),
            postgresql_where=sa.text("voided_at IS NULL AND analyte_id IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_lab_result_test_id"))
        batch_op.drop_index(batch_op.f("ix_lab_result_analyte_id"))

    op.drop_table("lab_result")
    with op.batch_alter_table("lab_test", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lab_test_sample_id"))

    op.drop_table("lab_test")
    with op.batch_alter_table("reference_interval", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_reference_interval_in_force",
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_reference_interval_taxon_id"))

    op.drop_table("reference_interval")
    with op.batch_alter_table("lab_sample", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lab_sample_unit_id"))
        batch_op.drop_index("ix_lab_sample_taken")

    op.drop_table("lab_sample")
    with op.batch_alter_table("lab_panel_line", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lab_panel_line_analyte_id"))

    op.drop_table("lab_panel_line")
    with op.batch_alter_table("lab_import", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lab_import_sha256"))

    op.drop_table("lab_import")
    with op.batch_alter_table("analyte_unit", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_analyte_unit_analyte_id"))

    op.drop_table("analyte_unit")
    op.drop_table("lab_panel")
    op.drop_table("analyte")
