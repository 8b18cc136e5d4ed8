"""The life of a seized animal"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("list", sa.String(length=40), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("label", sa.String(length=160), nullable=False),
        sa.Column("official_code", sa.String(length=20), nullable=False),
        sa.Column("preferred_unit", sa.String(length=40), nullable=False),
        sa.Column("alternative_unit", sa.String(length=40), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("uncertain", sa.String(length=200), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("retired", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_code")),
        sa.UniqueConstraint("list", "code", name=op.f("uq_code_list_code")),
    )
    op.create_table(
        "counter",
        sa.Column("series", sa.String(length=40), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.CheckConstraint("value >= 0", name=op.f("counter_never_negative")),
        sa.PrimaryKeyConstraint("series", "year", name=op.f("pk_counter")),
    )
    op.create_table(
        "drug",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("ingredient", sa.String(length=120), nullable=False),
        sa.Column("form", sa.String(length=12), nullable=False),
        sa.Column("strength_mg", sa.Numeric(precision=12, scale=4), nullable=False),
        sa.Column("per", sa.String(length=8), nullable=False),
        sa.Column("strength_text", sa.String(length=60), nullable=False),
        sa.Column("controlled", sa.Boolean(), nullable=False),
        sa.Column("wide_margin", sa.Boolean(), nullable=False),
        sa.Column("withdrawal_days", sa.Integer(), nullable=True),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("uncertain", sa.String(length=200), nullable=False),
        sa.Column("retired", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "form IN ('solution', 'suspension', 'tablet', 'capsule', 'powder', 'paste', 'drops', 'other')",
            name=op.f("drug_form_is_known"),
        ),
        sa.CheckConstraint("per IN ('ml', 'tablet', 'g')", name=op.f("drug_per_is_known")),
        sa.CheckConstraint("strength_mg > 0", name=op.f("drug_strength_is_positive")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drug")),
        sa.UniqueConstraint(
            "name", "strength_mg", "per", name=op.f("uq_drug_name_strength_mg_per")
        ),
    )
    with op.batch_alter_table("drug", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_drug_ingredient"), ["ingredient"], unique=False)

    op.create_table(
        "hazard",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("disease", sa.String(length=120), nullable=False),
        sa.Column("agent", sa.String(length=200), nullable=False),
        sa.Column("level", sa.String(length=20), nullable=False),
        sa.Column("transmission", sa.Text(), nullable=False),
        sa.Column("typical_test", sa.Text(), nullable=False),
        sa.Column("sample_type", sa.Text(), nullable=False),
        sa.Column("ppe_level", sa.String(length=10), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("uncertain", sa.String(length=200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "level IN ('critical', 'high', 'medium', 'low', 'not_zoonotic')",
            name=op.f("hazard_level_is_known"),
        ),
        sa.CheckConstraint(
            "ppe_level IN ('standard', 'enhanced', 'maximum')", name=op.f("hazard_ppe_is_known")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hazard")),
        sa.UniqueConstraint("disease", name=op.f("uq_hazard_disease")),
    )
    op.create_table(
        "journal_head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("journal_has_one_head")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal_head")),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("job_title", sa.String(length=120), nullable=False),
        sa.Column("licence_no", sa.String(length=60), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("password_set_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("disabled_reason", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("account = lower(account)", name=op.f("person_account_is_lower_case")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("account", name=op.f("uq_person_account")),
    )
    op.create_table(
        "sign_in_attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "account",
            sa.String(60).with_variant(sa.String(60, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("address", sa.String(length=60), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("succeeded", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_attempt")),
    )
    with op.batch_alter_table("sign_in_attempt", schema=None) as batch_op:
        batch_op.create_index("ix_sign_in_attempt_account_at", ["account", "at"], unique=False)
        batch_op.create_index("ix_sign_in_attempt_address_at", ["address", "at"], unique=False)

    op.create_table(
        "taxon_group",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("label", sa.String(length=80), nullable=False),
        sa.Column("min_days", sa.Integer(), nullable=False),
        sa.Column("restart_scope", sa.String(length=10), nullable=False),
        sa.Column("ppe_level", sa.String(length=10), nullable=False),
        sa.Column("conditional_days", sa.Text(), nullable=False),
        sa.Column("tests_text", sa.Text(), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("uncertain", sa.String(length=200), nullable=False),
        sa.Column("never_fast_track", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "ppe_level IN ('standard', 'enhanced', 'maximum')",
            name=op.f("taxon_group_ppe_is_known"),
        ),
        sa.CheckConstraint(
            "restart_scope IN ('order', 'class')", name=op.f("taxon_group_scope_is_known")
        ),
        sa.CheckConstraint("min_days BETWEEN 0 AND 3650", name=op.f("taxon_group_days_are_sane")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_taxon_group")),
        sa.UniqueConstraint("key", name=op.f("uq_taxon_group_key")),
    )
    op.create_table(
        "animal_release",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("precision", sa.String(length=8), nullable=False),
        sa.Column("kind", sa.String(length=6), nullable=False),
        sa.Column("method", sa.String(length=6), nullable=False),
        sa.Column("place", sa.String(length=300), nullable=False),
        sa.Column("latitude", sa.Numeric(precision=9, scale=6), nullable=True),
        sa.Column("longitude", sa.Numeric(precision=9, scale=6), nullable=True),
        sa.Column("uncertainty_m", sa.Integer(), nullable=True),
        sa.Column("habitat", sa.String(length=160), nullable=False),
        sa.Column("team", sa.Text(), nullable=False),
        sa.Column("monitoring", sa.Text(), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("fast_track", sa.Boolean(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('REINF', 'REINT', 'ACOL', 'ECOR', 'WELF', 'REPAT')",
            name=op.f("release_kind_is_known"),
        ),
        sa.CheckConstraint(
            "method IN ('hard', 'soft', 'hack', 'self')", name=op.f("release_method_is_known")
        ),
        sa.CheckConstraint(
            "(latitude IS NULL) = (longitude IS NULL) AND (latitude IS NULL OR latitude BETWEEN -90 AND 90) AND (longitude IS NULL OR longitude BETWEEN -180 AND 180)",
            name=op.f("release_point_is_on_earth"),
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["person.id"], name=op.f("fk_animal_release_recorded_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_animal_release")),
    )
    with op.batch_alter_table("animal_release", schema=None) as batch_op:
        batch_op.create_index("ix_animal_release_at", ["at"], unique=False)

    op.create_table(
        "dose_limit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("drug_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column("route", sa.String(length=4), nullable=False),
        sa.Column("min_mg_per_kg", sa.Numeric(precision=12, scale=4), nullable=True),
        sa.Column("max_mg_per_kg", sa.Numeric(precision=12, scale=4), nullable=True),
        sa.Column("ceiling_mg_per_kg", sa.Numeric(precision=12, scale=4), nullable=True),
        sa.Column("never", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("uncertain", sa.String(length=200), nullable=False),
        sa.CheckConstraint(
            "NOT never OR length(reason) > 0", name=op.f("dose_limit_never_says_why")
        ),
        sa.CheckConstraint(
            "never = (min_mg_per_kg IS NULL) AND never = (max_mg_per_kg IS NULL) AND never = (ceiling_mg_per_kg IS NULL)",
            name=op.f("dose_limit_is_whole"),
        ),
        sa.CheckConstraint(
            "never OR (min_mg_per_kg > 0 AND min_mg_per_kg <= max_mg_per_kg AND max_mg_per_kg <= ceiling_mg_per_kg)",
            name=op.f("dose_limit_is_ordered"),
        ),
        sa.ForeignKeyConstraint(["drug_id"], ["drug.id"], name=op.f("fk_dose_limit_drug_id")),
        sa.ForeignKeyConstraint(
            ["group_id"], ["taxon_group.id"], name=op.f("fk_dose_limit_group_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dose_limit")),
        sa.UniqueConstraint(
            "drug_id", "group_id", "route", name=op.f("uq_dose_limit_drug_id_group_id_route")
        ),
    )
    with op.batch_alter_table("dose_limit", schema=None) as batch_op:
        batch_op.create_index(
            "uq_dose_limit_everyone",
            ["drug_id", "route"],
            unique=True,
            sqlite_where=sa.text("group_id IS NULL"),
            postgresql_where=sa.text("group_id IS NULL"),
        )

    op.create_table(
        "hazard_group",
        sa.Column("hazard_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"], ["taxon_group.id"], name=op.f("fk_hazard_group_group_id")
        ),
        sa.ForeignKeyConstraint(
            ["hazard_id"], ["hazard.id"], name=op.f("fk_hazard_group_hazard_id")
        ),
        sa.PrimaryKeyConstraint("hazard_id", "group_id", name=op.f("pk_hazard_group")),
    )
    with op.batch_alter_table("hazard_group", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_hazard_group_group_id"), ["group_id"], unique=False)

    op.create_table(
        "import_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("stored", sa.Integer(), nullable=False),
        sa.Column("already", sa.Integer(), nullable=False),
        sa.Column("reported", sa.Integer(), nullable=False),
        sa.Column("reports", sa.JSON(), nullable=False),
        sa.CheckConstraint(
            "total = stored + already + reported", name=op.f("import_accounts_for_rows")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_import_run_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_run")),
    )
    op.create_table(
        "incompatible_groups",
        sa.Column("one_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("by_air", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("retired", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["one_id"], ["taxon_group.id"], name=op.f("fk_incompatible_groups_one_id")
        ),
        sa.ForeignKeyConstraint(
            ["other_id"], ["taxon_group.id"], name=op.f("fk_incompatible_groups_other_id")
        ),
        sa.PrimaryKeyConstraint("one_id", "other_id", name=op.f("pk_incompatible_groups")),
    )
    op.create_table(
        "journal_entry",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("verb", sa.String(length=60), nullable=False),
        sa.Column("subject", sa.String(length=60), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("animal_id", sa.Integer(), nullable=True),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("prev_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_journal_entry_person_id")
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_journal_entry")),
        sa.UniqueConstraint("hash", name=op.f("uq_journal_entry_hash")),
        sa.UniqueConstraint("prev_hash", name="journal_never_forks"),
    )
    with op.batch_alter_table("journal_entry", schema=None) as batch_op:
        batch_op.create_index("ix_journal_entry_animal", ["animal_id", "at"], unique=False)
        batch_op.create_index("ix_journal_entry_case", ["case_id", "at"], unique=False)
        batch_op.create_index("ix_journal_entry_person", ["person_id", "seq"], unique=False)
        batch_op.create_index("ix_journal_entry_recorded_at", ["recorded_at"], unique=False)
        batch_op.create_index("ix_journal_entry_unit", ["unit_id", "at"], unique=False)
        batch_op.create_index("ix_journal_entry_verb", ["verb", "seq"], unique=False)

    op.create_table(
        "media",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("mime", sa.String(length=60), nullable=False),
        sa.Column("original_name", sa.String(length=200), nullable=False),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.Column("taken_at_claimed", sa.String(length=40), nullable=True),
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sealed_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("size > 0", name=op.f("media_is_not_empty")),
        sa.ForeignKeyConstraint(
            ["sealed_by_id"], ["person.id"], name=op.f("fk_media_sealed_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_media")),
        sa.UniqueConstraint("sha256", name=op.f("uq_media_sha256")),
    )
    op.create_table(
        "one_time_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_sha256", sa.String(length=64), nullable=False),
        sa.Column("purpose", sa.String(length=20), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "purpose IN ('first_admin', 'set_password')",
            name=op.f("one_time_link_purpose_is_known"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_one_time_link_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_one_time_link")),
        sa.UniqueConstraint("token_sha256", name=op.f("uq_one_time_link_token_sha256")),
    )
    op.create_table(
        "protocol_test",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("sample", sa.String(length=120), nullable=False),
        sa.Column("first_day", sa.Integer(), nullable=False),
        sa.Column("every_days", sa.Integer(), nullable=False),
        sa.Column("repeats", sa.Integer(), nullable=False),
        sa.Column("mandatory", sa.Boolean(), nullable=False),
        sa.Column("notifiable", sa.Boolean(), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("retired", sa.Boolean(), nullable=False),
        sa.CheckConstraint("every_days >= 0", name=op.f("protocol_test_interval_is_sane")),
        sa.CheckConstraint("first_day >= 0", name=op.f("protocol_test_first_day_is_sane")),
        sa.CheckConstraint("repeats BETWEEN 1 AND 12", name=op.f("protocol_test_repeats_are_sane")),
        sa.ForeignKeyConstraint(
            ["group_id"], ["taxon_group.id"], name=op.f("fk_protocol_test_group_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_protocol_test")),
        sa.UniqueConstraint(
            "group_id", "position", name=op.f("uq_protocol_test_group_id_position")
        ),
    )
    with op.batch_alter_table("protocol_test", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_protocol_test_group_id"), ["group_id"], unique=False)

    op.create_table(
        "role_grant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("granted_by_id", sa.Integer(), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "role <> 'inspector' OR expires_at IS NOT NULL", name=op.f("inspector_is_time_boxed")
        ),
        sa.CheckConstraint(
            "role IN ('keeper', 'vet', 'coordinator', 'registrar', 'officer', 'manager', 'admin', 'inspector')",
            name=op.f("role_grant_role_is_known"),
        ),
        sa.ForeignKeyConstraint(
            ["granted_by_id"], ["person.id"], name=op.f("fk_role_grant_granted_by_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_role_grant_person_id")),
        sa.ForeignKeyConstraint(
            ["revoked_by_id"], ["person.id"], name=op.f("fk_role_grant_revoked_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_grant")),
    )
    with op.batch_alter_table("role_grant", schema=None) as batch_op:
        batch_op.create_index(
            "uq_role_grant_open",
            ["person_id", "role"],
            unique=True,
            sqlite_where=sa.text("revoked_at IS NULL"),
            postgresql_where=sa.text("revoked_at IS NULL"),
        )

    op.create_table(
        "seizure_case",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "number",
            sa.String(20).with_variant(sa.String(20, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=True),
        sa.Column("precision", sa.String(length=8), nullable=False),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("place", sa.String(length=300), nullable=False),
        sa.Column("latitude", sa.Numeric(precision=9, scale=6), nullable=True),
        sa.Column("longitude", sa.Numeric(precision=9, scale=6), nullable=True),
        sa.Column("uncertainty_m", sa.Integer(), nullable=True),
        sa.Column("location_type", sa.String(length=20), nullable=False),
        sa.Column("legal_stage", sa.String(length=20), nullable=False),
        sa.Column("evidence_hold", sa.Boolean(), nullable=False),
        sa.Column("persons_apprehended", sa.Integer(), nullable=True),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("doubts", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("external_ref", sa.String(length=60), nullable=True),
        sa.Column("follows_id", sa.Integer(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("voided_by_id", sa.Integer(), nullable=True),
        sa.Column("void_reason", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(happened_on IS NULL) = (precision = 'unknown')",
            name=op.f("seizure_case_date_is_whole"),
        ),
        sa.CheckConstraint(
            "kind IN ('seizure', 'intake', 'release', 'transfer', 'birth', 'death_report')",
            name=op.f("seizure_case_kind_is_known"),
        ),
        sa.CheckConstraint(
            "precision IN ('day', 'month', 'year', 'unknown')",
            name=op.f("seizure_case_precision_is_known"),
        ),
        sa.CheckConstraint(
            "(latitude IS NULL) = (longitude IS NULL) AND (latitude IS NULL OR latitude BETWEEN -90 AND 90) AND (longitude IS NULL OR longitude BETWEEN -180 AND 180)",
            name=op.f("seizure_case_point_is_on_earth"),
        ),
        sa.CheckConstraint(
            "(voided_at IS NULL) = (voided_by_id IS NULL) AND (voided_at IS NULL) = (void_reason IS NULL)",
            name=op.f("seizure_case_void_is_whole"),
        ),
        sa.CheckConstraint(
            "persons_apprehended IS NULL OR persons_apprehended >= 0",
            name=op.f("seizure_case_persons_not_negative"),
        ),
        sa.CheckConstraint(
            "uncertainty_m IS NULL OR uncertainty_m > 0",
            name=op.f("seizure_case_uncertainty_is_positive"),
        ),
        sa.ForeignKeyConstraint(
            ["follows_id"], ["seizure_case.id"], name=op.f("fk_seizure_case_follows_id")
        ),
        sa.ForeignKeyConstraint(
            ["opened_by_id"], ["person.id"], name=op.f("fk_seizure_case_opened_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["voided_by_id"], ["person.id"], name=op.f("fk_seizure_case_voided_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seizure_case")),
        sa.UniqueConstraint("external_ref", name=op.f("uq_seizure_case_external_ref")),
        sa.UniqueConstraint("number", name=op.f("uq_seizure_case_number")),
    )
    op.create_table(
        "sent_form",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_sent_form_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sent_form")),
        sa.UniqueConstraint("by_id", "key", name=op.f("uq_sent_form_by_id_key")),
    )
    op.create_table(
        "sign_in",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_sha256", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_why", sa.String(length=40), nullable=True),
        sa.Column("address", sa.String(length=60), nullable=False),
        sa.Column("browser", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_sign_in_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in")),
        sa.UniqueConstraint("token_sha256", name=op.f("uq_sign_in_token_sha256")),
    )
    with op.batch_alter_table("sign_in", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_in_person_id"), ["person_id"], unique=False)

    op.create_table(
        "taxon",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scientific_name", sa.String(length=160), nullable=False),
        sa.Column("common_name", sa.String(length=160), nullable=False),
        sa.Column("rank", sa.String(length=20), nullable=False),
        sa.Column("class_name", sa.String(length=60), nullable=False),
        sa.Column("order_name", sa.String(length=60), nullable=False),
        sa.Column("family", sa.String(length=60), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column("cites", sa.String(length=8), nullable=False),
        sa.Column("cites_check", sa.String(length=80), nullable=False),
        sa.Column("iucn", sa.String(length=2), nullable=False),
        sa.Column("weight_min_g", sa.Integer(), nullable=True),
        sa.Column("weight_max_g", sa.Integer(), nullable=True),
        sa.Column("weight_check", sa.String(length=80), nullable=False),
        sa.Column("solitary", sa.Boolean(), nullable=False),
        sa.Column("edible", sa.Boolean(), nullable=False),
        sa.Column("uncertain", sa.String(length=200), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "cites IN ('I','II','III','NL','I/II','?')", name=op.f("taxon_cites_is_known")
        ),
        sa.CheckConstraint(
            "iucn IN ('EX','EW','CR','EN','VU','NT','LC','DD','NE')",
            name=op.f("taxon_iucn_is_known"),
        ),
        sa.CheckConstraint(
            "rank IN ('species', 'subspecies', 'genus', 'subfamily', 'family', 'suborder', 'order', 'class', 'kingdom', 'unknown')",
            name=op.f("taxon_rank_is_known"),
        ),
        sa.CheckConstraint(
            "weight_min_g IS NULL OR weight_max_g IS NULL OR weight_min_g <= weight_max_g",
            name=op.f("taxon_weights_are_ordered"),
        ),
        sa.ForeignKeyConstraint(["group_id"], ["taxon_group.id"], name=op.f("fk_taxon_group_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_taxon")),
        sa.UniqueConstraint("scientific_name", name=op.f("uq_taxon_scientific_name")),
    )
    with op.batch_alter_table("taxon", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_taxon_group_id"), ["group_id"], unique=False)

    op.create_table(
        "unit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("level", sa.String(length=10), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column(
            "code_folded",
            sa.String(20).with_variant(sa.String(20, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column(
            "name_folded",
            sa.String(120).with_variant(sa.String(120, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("biosecurity", sa.String(length=12), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("allowance", sa.Integer(), nullable=False),
        sa.Column("allowance_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("allowance_reason", sa.Text(), nullable=False),
        sa.Column("allowance_by_id", sa.Integer(), nullable=True),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("walking_order", sa.Integer(), nullable=False),
        sa.Column("hygiene", sa.Text(), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("movement_stop_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("movement_stop_reason", sa.Text(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(level = 'site') = (parent_id IS NULL)", name=op.f("unit_hangs_in_the_tree")
        ),
        sa.CheckConstraint(
            "biosecurity IN ('clean', 'standard', 'hospital', 'quarantine', 'isolation')",
            name=op.f("unit_biosecurity_is_known"),
        ),
        sa.CheckConstraint(
            "kind IN ('cage', 'aviary', 'pool', 'terrarium', 'tank', 'pen', 'paddock', 'room', 'bin', 'island', 'box', 'other')",
            name=op.f("unit_kind_is_known"),
        ),
        sa.CheckConstraint("level = 'enclosure' OR n = 0", name=op.f("only_enclosures_house")),
        sa.CheckConstraint(
            "level IN ('site', 'area', 'enclosure')", name=op.f("unit_level_is_known")
        ),
        sa.CheckConstraint(
            "capacity >= 0 AND allowance >= 0", name=op.f("unit_capacity_not_negative")
        ),
        sa.CheckConstraint("closed_at IS NULL OR n = 0", name=op.f("closed_unit_is_empty")),
        sa.CheckConstraint("n BETWEEN 0 AND capacity + allowance", name=op.f("unit_has_room")),
        sa.ForeignKeyConstraint(
            ["allowance_by_id"], ["person.id"], name=op.f("fk_unit_allowance_by_id")
        ),
        sa.ForeignKeyConstraint(["parent_id"], ["unit.id"], name=op.f("fk_unit_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit")),
        sa.UniqueConstraint("code", name=op.f("uq_unit_code")),
    )
    with op.batch_alter_table("unit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_unit_code_folded"), ["code_folded"], unique=False)
        batch_op.create_index(batch_op.f("ix_unit_parent_id"), ["parent_id"], unique=False)

    op.create_table(
        "case_agency",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("role", sa.String(length=60), nullable=False),
        sa.Column("officer", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["seizure_case.id"], name=op.f("fk_case_agency_case_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_agency")),
        sa.UniqueConstraint("case_id", "name", name=op.f("uq_case_agency_case_id_name")),
    )
    with op.batch_alter_table("case_agency", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_agency_case_id"), ["case_id"], unique=False)

    op.create_table(
        "court_order",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("authority", sa.String(length=160), nullable=False),
        sa.Column("reference", sa.String(length=80), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("signed_by", sa.String(length=120), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("media_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("voided_by_id", sa.Integer(), nullable=True),
        sa.Column("void_reason", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('place_hold', 'lift_hold', 'release', 'transfer', 'euthanasia', 'disposal', 'confiscation', 'other')",
            name=op.f("court_order_kind_is_known"),
        ),
        sa.CheckConstraint(
            "(voided_at IS NULL) = (voided_by_id IS NULL) AND (voided_at IS NULL) = (void_reason IS NULL)",
            name=op.f("court_order_void_is_whole"),
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["seizure_case.id"], name=op.f("fk_court_order_case_id")
        ),
        sa.ForeignKeyConstraint(["media_id"], ["media.id"], name=op.f("fk_court_order_media_id")),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["person.id"], name=op.f("fk_court_order_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["voided_by_id"], ["person.id"], name=op.f("fk_court_order_voided_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_court_order")),
    )
    with op.batch_alter_table("court_order", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_court_order_case_id"), ["case_id"], unique=False)
        batch_op.create_index(
            "uq_court_order_case_id_authority_reference",
            ["case_id", "authority", "reference"],
            unique=True,
            sqlite_where=sa.text("voided_at IS NULL"),
            postgresql_where=sa.text("voided_at IS NULL"),
        )

    op.create_table(
        "epi_group",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("label", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["seizure_case.id"], name=op.f("fk_epi_group_case_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_epi_group")),
    )
    with op.batch_alter_table("epi_group", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_epi_group_case_id"), ["case_id"], unique=False)

    op.create_table(
        "intake",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("arrived_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("delivered_by", sa.String(length=160), nullable=False),
        sa.Column("agency", sa.String(length=200), nullable=False),
        sa.Column("transport_hours", sa.Numeric(precision=6, scale=1), nullable=True),
        sa.Column("container", sa.String(length=200), nullable=False),
        sa.Column("temperature_c", sa.Numeric(precision=4, scale=1), nullable=True),
        sa.Column("seals", sa.String(length=200), nullable=False),
        sa.Column("condition", sa.Text(), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("received_by_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["seizure_case.id"], name=op.f("fk_intake_case_id")),
        sa.ForeignKeyConstraint(
            ["received_by_id"], ["person.id"], name=op.f("fk_intake_received_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_intake")),
    )
    with op.batch_alter_table("intake", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_intake_case_id"), ["case_id"], unique=False)

    op.create_table(
        "issued_document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("paper_version", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=10), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("media_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("species_text", sa.Text(), nullable=False),
        sa.Column("animal_count", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("issued_by_id", sa.Integer(), nullable=True),
        sa.Column("author", sa.String(length=160), nullable=False),
        sa.Column("approver", sa.String(length=160), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("supersedes_id", sa.Integer(), nullable=True),
        sa.Column("superseded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_by_id", sa.Integer(), nullable=True),
        sa.Column("revoke_reason", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('health_statement', 'release_fitness', 'handover', 'intake_receipt', 'death_record')",
            name=op.f("issued_document_kind_is_known"),
        ),
        sa.CheckConstraint(
            "kind NOT IN ('release_fitness', 'death_record') OR (author <> '' AND approver <> '' AND author <> approver)",
            name=op.f("issued_document_author_is_not_approver"),
        ),
        sa.CheckConstraint(
            "(revoked_at IS NULL) = (revoke_reason IS NULL) AND (revoked_at IS NULL) = (revoked_by_id IS NULL)",
            name=op.f("issued_document_revoked_is_whole"),
        ),
        sa.CheckConstraint("serial > 0", name=op.f("issued_document_serial_is_positive")),
        sa.ForeignKeyConstraint(
            ["case_id"], ["seizure_case.id"], name=op.f("fk_issued_document_case_id")
        ),
        sa.ForeignKeyConstraint(
            ["issued_by_id"], ["person.id"], name=op.f("fk_issued_document_issued_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["media_id"], ["media.id"], name=op.f("fk_issued_document_media_id")
        ),
        sa.ForeignKeyConstraint(
            ["revoked_by_id"], ["person.id"], name=op.f("fk_issued_document_revoked_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["supersedes_id"], ["issued_document.id"], name=op.f("fk_issued_document_supersedes_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issued_document")),
        sa.UniqueConstraint("code", name=op.f("uq_issued_document_code")),
        sa.UniqueConstraint("kind", "year", "serial", name="uq_issued_document_serial"),
        sa.UniqueConstraint("number", name=op.f("uq_issued_document_number")),
        sa.UniqueConstraint("supersedes_id", name=op.f("uq_issued_document_supersedes_id")),
    )
    with op.batch_alter_table("issued_document", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_issued_document_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_issued_document_sha256"), ["sha256"], unique=False)

    op.create_table(
        "listing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("taxon_id", sa.Integer(), nullable=False),
        sa.Column("scheme", sa.String(length=10), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("category", sa.String(length=40), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("uncertain", sa.String(length=200), nullable=False),
        sa.CheckConstraint(
            "scheme IN ('CITES', 'IUCN', 'national')", name=op.f("listing_scheme_is_known")
        ),
        sa.ForeignKeyConstraint(["taxon_id"], ["taxon.id"], name=op.f("fk_listing_taxon_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_listing")),
        sa.UniqueConstraint(
            "taxon_id",
            "scheme",
            "country",
            "category",
            "valid_from",
            name=op.f("uq_listing_taxon_id_scheme_country_category_valid_from"),
        ),
    )
    with op.batch_alter_table("listing", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_listing_taxon_id"), ["taxon_id"], unique=False)

    op.create_table(
        "manifest_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("taxon_id", sa.Integer(), nullable=True),
        sa.Column("declared_name", sa.String(length=300), nullable=False),
        sa.Column("declared_scientific", sa.String(length=300), nullable=False),
        sa.Column("qualifier", sa.String(length=20), nullable=False),
        sa.Column("specimen", sa.String(length=20), nullable=False),
        sa.Column("quantity", sa.Numeric(precision=14, scale=3), nullable=True),
        sa.Column("unit", sa.String(length=12), nullable=False),
        sa.Column("condition", sa.String(length=8), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("doubts", sa.Text(), nullable=False),
        sa.Column("external_ref", sa.String(length=120), nullable=True),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("voided_by_id", sa.Integer(), nullable=True),
        sa.Column("void_reason", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "condition IN ('alive', 'dead', 'mixed', 'unknown')",
            name=op.f("manifest_line_condition_is_known"),
        ),
        sa.CheckConstraint(
            "unit <> 'individual' OR quantity IS NULL OR quantity = round(quantity)",
            name=op.f("manifest_line_individuals_are_whole"),
        ),
        sa.CheckConstraint(
            "unit IN ('individual', 'kg', 'pieces', 'litres', 'm3')",
            name=op.f("manifest_line_unit_is_known"),
        ),
        sa.CheckConstraint(
            "(voided_at IS NULL) = (voided_by_id IS NULL) AND (voided_at IS NULL) = (void_reason IS NULL)",
            name=op.f("manifest_line_void_is_whole"),
        ),
        sa.CheckConstraint(
            "quantity IS NULL OR quantity > 0", name=op.f("manifest_line_quantity_is_positive")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["seizure_case.id"], name=op.f("fk_manifest_line_case_id")
        ),
        sa.ForeignKeyConstraint(["taxon_id"], ["taxon.id"], name=op.f("fk_manifest_line_taxon_id")),
        sa.ForeignKeyConstraint(
            ["voided_by_id"], ["person.id"], name=op.f("fk_manifest_line_voided_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_manifest_line")),
        sa.UniqueConstraint("case_id", "position", name=op.f("uq_manifest_line_case_id_position")),
        sa.UniqueConstraint("external_ref", name=op.f("uq_manifest_line_external_ref")),
    )
    with op.batch_alter_table("manifest_line", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_manifest_line_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_manifest_line_taxon_id"), ["taxon_id"], unique=False)

    op.create_table(
        "permit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("number", sa.String(length=70), nullable=False),
        sa.Column("issuer", sa.String(length=160), nullable=False),
        sa.Column("issuer_country", sa.String(length=2), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("purpose_code", sa.String(length=2), nullable=False),
        sa.Column("source_code", sa.String(length=2), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("media_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("voided_by_id", sa.Integer(), nullable=True),
        sa.Column("void_reason", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('release', 'movement', 'cites_export', 'cites_import', 'cites_reexport', 'health_endorsement', 'other')",
            name=op.f("permit_kind_is_known"),
        ),
        sa.CheckConstraint(
            "(voided_at IS NULL) = (voided_by_id IS NULL) AND (voided_at IS NULL) = (void_reason IS NULL)",
            name=op.f("permit_void_is_whole"),
        ),
        sa.CheckConstraint(
            "expires_on IS NULL OR expires_on >= issued_on", name=op.f("permit_expires_after_issue")
        ),
        sa.ForeignKeyConstraint(["media_id"], ["media.id"], name=op.f("fk_permit_media_id")),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["person.id"], name=op.f("fk_permit_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["voided_by_id"], ["person.id"], name=op.f("fk_permit_voided_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_permit")),
    )
    with op.batch_alter_table("permit", schema=None) as batch_op:
        batch_op.create_index(
            "uq_permit_standing",
            ["issuer", "number"],
            unique=True,
            sqlite_where=sa.text("voided_at IS NULL"),
            postgresql_where=sa.text("voided_at IS NULL"),
        )

    op.create_table(
        "tag_batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=120), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"], ["seizure_case.id"], name=op.f("fk_tag_batch_case_id")
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["person.id"], name=op.f("fk_tag_batch_made_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tag_batch")),
    )
    with op.batch_alter_table("tag_batch", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_tag_batch_case_id"), ["case_id"], unique=False)

    op.create_table(
        "taxon_name",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("taxon_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column(
            "folded",
            sa.String(160).with_variant(sa.String(160, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("uncertain", sa.String(length=200), nullable=False),
        sa.CheckConstraint(
            "kind IN ('scientific', 'common', 'synonym', 'cites')",
            name=op.f("taxon_name_kind_is_known"),
        ),
        sa.ForeignKeyConstraint(["taxon_id"], ["taxon.id"], name=op.f("fk_taxon_name_taxon_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_taxon_name")),
        sa.UniqueConstraint(
            "taxon_id", "kind", "folded", name=op.f("uq_taxon_name_taxon_id_kind_folded")
        ),
    )
    with op.batch_alter_table("taxon_name", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_taxon_name_folded"), ["folded"], unique=False)
        batch_op.create_index(batch_op.f("ix_taxon_name_taxon_id"), ["taxon_id"], unique=False)

    op.create_table(
        "unit_cleaning",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_unit_cleaning_by_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_unit_cleaning_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_cleaning")),
    )
    with op.batch_alter_table("unit_cleaning", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_unit_cleaning_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "animal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "accession",
            sa.String(20).with_variant(sa.String(20, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("taxon_id", sa.Integer(), nullable=False),
        sa.Column("qualifier", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column(
            "name_folded",
            sa.String(80).with_variant(sa.String(80, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "name_rest",
            sa.String(80).with_variant(sa.String(80, collation="C"), "postgresql"),
            nullable=True,
        ),
        sa.Column("sex", sa.String(length=10), nullable=False),
        sa.Column("age_class", sa.String(length=12), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("holds", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("manifest_line_id", sa.Integer(), nullable=True),
        sa.Column("epi_group_id", sa.Integer(), nullable=True),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("dam_id", sa.Integer(), nullable=True),
        sa.Column("photo_id", sa.Integer(), nullable=True),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("admitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("voided_by_id", sa.Integer(), nullable=True),
        sa.Column("void_reason", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "age_class IN ('egg', 'neonate', 'infant', 'juvenile', 'subadult', 'adult', 'mixed', 'unknown')",
            name=op.f("animal_age_class_is_known"),
        ),
        sa.CheckConstraint("kind = 'lot' OR count <= 1", name=op.f("individual_is_at_most_one")),
        sa.CheckConstraint("kind IN ('individual', 'lot')", name=op.f("animal_kind_is_known")),
        sa.CheckConstraint(
            "sex IN ('female', 'male', 'mixed', 'unknown')", name=op.f("animal_sex_is_known")
        ),
        sa.CheckConstraint(
            "(voided_at IS NULL) = (voided_by_id IS NULL) AND (voided_at IS NULL) = (void_reason IS NULL)",
            name=op.f("animal_void_is_whole"),
        ),
        sa.CheckConstraint("count >= 0", name=op.f("animal_count_never_negative")),
        sa.CheckConstraint(
            "holds = 0 OR voided_at IS NULL", name=op.f("held_animal_is_not_voided")
        ),
        sa.CheckConstraint("holds >= 0", name=op.f("animal_holds_never_negative")),
        sa.ForeignKeyConstraint(["case_id"], ["seizure_case.id"], name=op.f("fk_animal_case_id")),
        sa.ForeignKeyConstraint(["dam_id"], ["animal.id"], name=op.f("fk_animal_dam_id")),
        sa.ForeignKeyConstraint(
            ["epi_group_id"], ["epi_group.id"], name=op.f("fk_animal_epi_group_id")
        ),
        sa.ForeignKeyConstraint(
            ["manifest_line_id"], ["manifest_line.id"], name=op.f("fk_animal_manifest_line_id")
        ),
        sa.ForeignKeyConstraint(["parent_id"], ["animal.id"], name=op.f("fk_animal_parent_id")),
        sa.ForeignKeyConstraint(["photo_id"], ["media.id"], name=op.f("fk_animal_photo_id")),
        sa.ForeignKeyConstraint(["taxon_id"], ["taxon.id"], name=op.f("fk_animal_taxon_id")),
        sa.ForeignKeyConstraint(
            ["voided_by_id"], ["person.id"], name=op.f("fk_animal_voided_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_animal")),
        sa.UniqueConstraint("accession", name=op.f("uq_animal_accession")),
    )
    with op.batch_alter_table("animal", schema=None) as batch_op:
        batch_op.create_index("ix_animal_case", ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_animal_dam_id"), ["dam_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_animal_epi_group_id"), ["epi_group_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_animal_name_folded"), ["name_folded"], unique=False)
        batch_op.create_index(
            "ix_animal_name_rest",
            ["name_rest"],
            unique=False,
            sqlite_where=sa.text("name_rest IS NOT NULL"),
            postgresql_where=sa.text("name_rest IS NOT NULL"),
        )
        batch_op.create_index(batch_op.f("ix_animal_parent_id"), ["parent_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_animal_taxon_id"), ["taxon_id"], unique=False)

    op.create_table(
        "animal_transfer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("to_organisation", sa.String(length=200), nullable=False),
        sa.Column("to_address", sa.Text(), nullable=False),
        sa.Column("to_country", sa.String(length=2), nullable=False),
        sa.Column("to_licence", sa.String(length=80), nullable=False),
        sa.Column("to_contact", sa.String(length=160), nullable=False),
        sa.Column("to_phone", sa.String(length=40), nullable=False),
        sa.Column("legal_basis", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("planned_for", sa.DateTime(timezone=True), nullable=True),
        sa.Column("mode", sa.String(length=40), nullable=False),
        sa.Column("carrier", sa.String(length=160), nullable=False),
        sa.Column("planned_hours", sa.Numeric(precision=6, scale=1), nullable=True),
        sa.Column("feed_water_plan", sa.Text(), nullable=False),
        sa.Column("emergency_contact", sa.String(length=160), nullable=False),
        sa.Column("conditions", sa.Text(), nullable=False),
        sa.Column("care_instructions", sa.Text(), nullable=False),
        sa.Column("statement_needed", sa.Boolean(), nullable=True),
        sa.Column("order_id", sa.Integer(), nullable=True),
        sa.Column("given_by_id", sa.Integer(), nullable=True),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("received_by", sa.String(length=120), nullable=False),
        sa.Column("received_role", sa.String(length=120), nullable=False),
        sa.Column("received_id_document", sa.String(length=80), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("received_signature_id", sa.Integer(), nullable=True),
        sa.Column("witness", sa.String(length=120), nullable=False),
        sa.Column("differences", sa.Text(), nullable=False),
        sa.Column("cancelled_reason", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "status <> 'received' OR (received_at IS NOT NULL AND length(received_by) > 0)",
            name=op.f("transfer_is_received_with_second_signature"),
        ),
        sa.CheckConstraint(
            "status IN ('planned', 'departed', 'received', 'cancelled')",
            name=op.f("transfer_status_is_known"),
        ),
        sa.CheckConstraint(
            "status NOT IN ('departed','received') OR (given_at IS NOT NULL AND given_by_id IS NOT NULL)",
            name=op.f("transfer_departs_with_first_signature"),
        ),
        sa.CheckConstraint(
            "received_at IS NULL OR received_at >= given_at",
            name=op.f("transfer_received_after_given"),
        ),
        sa.ForeignKeyConstraint(
            ["given_by_id"], ["person.id"], name=op.f("fk_animal_transfer_given_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["order_id"], ["court_order.id"], name=op.f("fk_animal_transfer_order_id")
        ),
        sa.ForeignKeyConstraint(
            ["received_signature_id"],
            ["media.id"],
            name=op.f("fk_animal_transfer_received_signature_id"),
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["person.id"], name=op.f("fk_animal_transfer_recorded_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_animal_transfer")),
        sa.UniqueConstraint("number", name=op.f("uq_animal_transfer_number")),
    )
    op.create_table(
        "discrepancy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("manifest_line_id", sa.Integer(), nullable=True),
        sa.Column("taxon_id", sa.Integer(), nullable=True),
        sa.Column("declared", sa.Numeric(precision=14, scale=3), nullable=True),
        sa.Column("received_alive", sa.Integer(), nullable=False),
        sa.Column("received_dead", sa.Integer(), nullable=False),
        sa.Column("explanation", sa.Text(), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("signed_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"], ["seizure_case.id"], name=op.f("fk_discrepancy_case_id")
        ),
        sa.ForeignKeyConstraint(
            ["manifest_line_id"], ["manifest_line.id"], name=op.f("fk_discrepancy_manifest_line_id")
        ),
        sa.ForeignKeyConstraint(
            ["signed_by_id"], ["person.id"], name=op.f("fk_discrepancy_signed_by_id")
        ),
        sa.ForeignKeyConstraint(["taxon_id"], ["taxon.id"], name=op.f("fk_discrepancy_taxon_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_discrepancy")),
    )
    with op.batch_alter_table("discrepancy", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_discrepancy_case_id"), ["case_id"], unique=False)

    op.create_table(
        "adverse_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("animal_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("explained", sa.Boolean(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by_id", sa.Integer(), nullable=True),
        sa.Column("closing_note", sa.Text(), nullable=False),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("voided_by_id", sa.Integer(), nullable=True),
        sa.Column("void_reason", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('illness', 'death', 'positive', 'escape', 'other')",
            name=op.f("adverse_event_kind_is_known"),
        ),
        sa.CheckConstraint(
            "(closed_at IS NULL) = (closed_by_id IS NULL)",
            name=op.f("adverse_event_closed_is_whole"),
        ),
        sa.CheckConstraint(
            "(voided_at IS NULL) = (voided_by_id IS NULL) AND (voided_at IS NULL) = (void_reason IS NULL)",
            name=op.f("adverse_event_void_is_whole"),
        ),
        sa.ForeignKeyConstraint(
            ["animal_id"], ["animal.id"], name=op.f("fk_adverse_event_animal_id")
        ),
        sa.ForeignKeyConstraint(
            ["closed_by_id"], ["person.id"], name=op.f("fk_adverse_event_closed_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["person.id"], name=op.f("fk_adverse_event_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_adverse_event_unit_id")),
        sa.ForeignKeyConstraint(
            ["voided_by_id"], ["person.id"], name=op.f("fk_adverse_event_voided_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_adverse_event")),
    )
    with op.batch_alter_table("adverse_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_adverse_event_animal_id"), ["animal_id"], unique=False)
        batch_op.create_index("ix_adverse_event_unit", ["unit_id", "at"], unique=False)

    op.create_table(
        "animal_photo",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("animal_id", sa.Integer(), nullable=False),
        sa.Column("media_id", sa.Integer(), nullable=False),
        sa.Column("view", sa.String(length=12), nullable=False),
        sa.Column("caption", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("voided_by_id", sa.Integer(), nullable=True),
        sa.Column("void_reason", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "view IN ('whole', 'left', 'right', 'front', 'back', 'face', 'mark', 'wound', 'container', 'other')",
            name=op.f("animal_photo_view_is_known"),
        ),
        sa.CheckConstraint(
            "(voided_at IS NULL) = (voided_by_id IS NULL) AND (voided_at IS NULL) = (void_reason IS NULL)",
            name=op.f("animal_photo_void_is_whole"),
        ),
        sa.ForeignKeyConstraint(
            ["animal_id"], ["animal.id"], name=op.f("fk_animal_photo_animal_id")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_animal_photo_by_id")),
        sa.ForeignKeyConstraint(["media_id"], ["media.id"], name=op.f("fk_animal_photo_media_id")),
        sa.ForeignKeyConstraint(
            ["voided_by_id"], ["person.id"], name=op.f("fk_animal_photo_voided_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_animal_photo")),
    )
    with op.batch_alter_table("animal_photo", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_animal_photo_animal_id"), ["animal_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_animal_photo_media_id"), ["media_id"], unique=False)

    op.create_table(
        "crate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("transfer_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("length_cm", sa.Integer(), nullable=False),
        sa.Column("width_cm", sa.Integer(), nullable=False),
        sa.Column("height_cm", sa.Integer(), nullable=False),
        sa.Column("requirement", sa.String(length=20), nullable=False),
        sa.Column("seal", sa.String(length=60), nullable=False),
        sa.CheckConstraint(
            "length_cm > 0 AND width_cm > 0 AND height_cm > 0", name=op.f("crate_has_a_size")
        ),
        sa.ForeignKeyConstraint(
            ["transfer_id"], ["animal_transfer.id"], name=op.f("fk_crate_transfer_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_crate")),
        sa.UniqueConstraint("transfer_id", "number", name=op.f("uq_crate_transfer_id_number")),
    )
    op.create_table(
        "exposure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("animal_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("inherited_from_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["animal_id"], ["animal.id"], name=op.f("fk_exposure_animal_id")),
        sa.ForeignKeyConstraint(
            ["inherited_from_id"], ["exposure.id"], name=op.f("fk_exposure_inherited_from_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["person.id"], name=op.f("fk_exposure_recorded_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exposure")),
    )
    with op.batch_alter_table("exposure", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_exposure_animal_id"), ["animal_id"], unique=False)

    op.create_table(
        "identification",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("animal_id", sa.Integer(), nullable=False),
        sa.Column("taxon_id", sa.Integer(), nullable=False),
        sa.Column("qualifier", sa.String(length=20), nullable=False),
        sa.Column("basis", sa.String(length=300), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["animal_id"], ["animal.id"], name=op.f("fk_identification_animal_id")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_identification_by_id")),
        sa.ForeignKeyConstraint(
            ["taxon_id"], ["taxon.id"], name=op.f("fk_identification_taxon_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identification")),
    )
    with op.batch_alter_table("identification", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_identification_animal_id"), ["animal_id"], unique=False
        )

    op.create_table(
        "intake_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("intake_id", sa.Integer(), nullable=False),
        sa.Column("manifest_line_id", sa.Integer(), nullable=True),
        sa.Column("taxon_id", sa.Integer(), nullable=False),
        sa.Column("alive", sa.Integer(), nullable=False),
        sa.Column("dead", sa.Integer(), nullable=False),
        sa.Column("alive_animal_id", sa.Integer(), nullable=True),
        sa.Column("dead_animal_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "alive >= 0 AND dead >= 0 AND alive + dead > 0",
            name=op.f("intake_line_received_something"),
        ),
        sa.ForeignKeyConstraint(
            ["alive_animal_id"], ["animal.id"], name=op.f("fk_intake_line_alive_animal_id")
        ),
        sa.ForeignKeyConstraint(
            ["dead_animal_id"], ["animal.id"], name=op.f("fk_intake_line_dead_animal_id")
        ),
        sa.ForeignKeyConstraint(
            ["intake_id"], ["intake.id"], name=op.f("fk_intake_line_intake_id")
        ),
        sa.ForeignKeyConstraint(
            ["manifest_line_id"], ["manifest_line.id"], name=op.f("fk_intake_line_manifest_line_id")
        ),
        sa.ForeignKeyConstraint(["taxon_id"], ["taxon.id"], name=op.f("fk_intake_line_taxon_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_intake_line")),
    )
    with op.batch_alter_table("intake_line", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_intake_line_intake_id"), ["intake_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_intake_line_manifest_line_id"), ["manifest_line_id"], unique=False
        )

    op.create_table(
        "mark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("animal_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column(
            "code_key",
            sa.String(60).with_variant(sa.String(60, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("standard", sa.String(length=12), nullable=False),
        sa.Column("position", sa.String(length=80), nullable=False),
        sa.Column("side", sa.String(length=8), nullable=False),
        sa.Column("reader", sa.String(length=80), nullable=False),
        sa.Column("description", sa.String(length=200), nullable=False),
        sa.Column("found_on_arrival", sa.Boolean(), nullable=False),
        sa.Column("applied_on", sa.Date(), nullable=True),
        sa.Column("applied_by", sa.String(length=120), nullable=False),
        sa.Column("removed_on", sa.Date(), nullable=True),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("media_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("voided_by_id", sa.Integer(), nullable=True),
        sa.Column("void_reason", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "kind = 'microchip' OR (side = '' AND reader = '')",
            name=op.f("only_a_chip_has_side_and_reader"),
        ),
        sa.CheckConstraint(
            "kind IN ('microchip', 'ring', 'tattoo', 'notch', 'tag', 'clip', 'paint', 'photo', 'other')",
            name=op.f("mark_kind_is_known"),
        ),
        sa.CheckConstraint(
            "side IN ('', 'left', 'right', 'midline')", name=op.f("mark_side_is_known")
        ),
        sa.CheckConstraint(
            "status IN ('in_place', 'lost', 'removed', 'unreadable')",
            name=op.f("mark_status_is_known"),
        ),
        sa.CheckConstraint(
            "(voided_at IS NULL) = (voided_by_id IS NULL) AND (voided_at IS NULL) = (void_reason IS NULL)",
            name=op.f("mark_void_is_whole"),
        ),
        sa.CheckConstraint(
            "removed_on IS NULL OR applied_on IS NULL OR removed_on >= applied_on",
            name=op.f("mark_removed_after_applied"),
        ),
        sa.ForeignKeyConstraint(["animal_id"], ["animal.id"], name=op.f("fk_mark_animal_id")),
        sa.ForeignKeyConstraint(["media_id"], ["media.id"], name=op.f("fk_mark_media_id")),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["person.id"], name=op.f("fk_mark_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(["voided_by_id"], ["person.id"], name=op.f("fk_mark_voided_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mark")),
    )
    with op.batch_alter_table("mark", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mark_animal_id"), ["animal_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_mark_code_key"), ["code_key"], unique=False)
        batch_op.create_index(
            "uq_mark_chip",
            ["code_key"],
            unique=True,
            sqlite_where=sa.text("kind = 'microchip' AND voided_at IS NULL"),
            postgresql_where=sa.text("kind = 'microchip' AND voided_at IS NULL"),
        )

    op.create_table(
        "old_record",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("animal_id", sa.Integer(), nullable=False),
        sa.Column(
            "ref",
            sa.String(120).with_variant(sa.String(120, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column(
            "number_key",
            sa.String(60).with_variant(sa.String(60, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("written", sa.JSON(), nullable=False),
        sa.Column("doubts", sa.JSON(), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["animal_id"], ["animal.id"], name=op.f("fk_old_record_animal_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_old_record")),
        sa.UniqueConstraint("animal_id", name=op.f("uq_old_record_animal_id")),
        sa.UniqueConstraint("ref", name=op.f("uq_old_record_ref")),
    )
    with op.batch_alter_table("old_record", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_old_record_number_key"), ["number_key"], unique=False)

    op.create_table(
        "regroup",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("from_id", sa.Integer(), nullable=False),
        sa.Column("to_id", sa.Integer(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('split', 'merge', 'individualise')", name=op.f("regroup_kind_is_known")
        ),
        sa.CheckConstraint("count > 0", name=op.f("regroup_count_is_positive")),
        sa.CheckConstraint("from_id <> to_id", name=op.f("regroup_has_two_sides")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_regroup_by_id")),
        sa.ForeignKeyConstraint(["from_id"], ["animal.id"], name=op.f("fk_regroup_from_id")),
        sa.ForeignKeyConstraint(["to_id"], ["animal.id"], name=op.f("fk_regroup_to_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_regroup")),
    )
    with op.batch_alter_table("regroup", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_regroup_from_id"), ["from_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_regroup_to_id"), ["to_id"], unique=False)

    op.create_table(
        "stay",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("animal_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("began_how", sa.String(length=12), nullable=False),
        sa.Column("stage", sa.String(length=16), nullable=False),
        sa.Column("stage_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("holds", sa.Integer(), nullable=False),
        sa.Column("planned_euthanasia", sa.Boolean(), nullable=False),
        sa.Column("carcass_disposed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken_over", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(ended_at IS NOT NULL) = (stage IN ('released','transferred','dead','escaped','merged','void'))",
            name=op.f("stay_ends_with_departure"),
        ),
        sa.CheckConstraint(
            "began_how IN ('intake', 'birth', 'transfer_in', 'recapture', 'split')",
            name=op.f("stay_began_how_is_known"),
        ),
        sa.CheckConstraint(
            "carcass_disposed_at IS NULL OR stage = 'dead'",
            name=op.f("only_a_carcass_is_disposed_of"),
        ),
        sa.CheckConstraint(
            "holds = 0 OR NOT planned_euthanasia OR stage = 'dead'",
            name=op.f("held_animal_is_not_put_down_by_plan"),
        ),
        sa.CheckConstraint(
            "holds = 0 OR stage NOT IN ('released', 'transferred', 'void')",
            name=op.f("held_animal_stays"),
        ),
        sa.CheckConstraint(
            "stage IN ('admitted', 'quarantine', 'hospital', 'rehab', 'pre_release', 'long_term_care', 'released', 'transferred', 'dead', 'escaped', 'merged', 'void')",
            name=op.f("stay_stage_is_known"),
        ),
        sa.CheckConstraint(
            "ended_at IS NULL OR ended_at >= began_at", name=op.f("stay_ends_after_it_began")
        ),
        sa.CheckConstraint(
            "holds = 0 OR carcass_disposed_at IS NULL", name=op.f("held_carcass_is_kept")
        ),
        sa.CheckConstraint("holds >= 0", name=op.f("stay_holds_never_negative")),
        sa.ForeignKeyConstraint(["animal_id"], ["animal.id"], name=op.f("fk_stay_animal_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stay")),
        sa.UniqueConstraint("animal_id", "number", name=op.f("uq_stay_animal_id_number")),
    )
    with op.batch_alter_table("stay", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_stay_animal_id"), ["animal_id"], unique=False)
        batch_op.create_index(
            "ix_stay_stage",
            ["stage"],
            unique=False,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )
        batch_op.create_index(
            "uq_stay_open",
            ["animal_id"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.create_table(
        "tag",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "number",
            sa.String(8).with_variant(sa.String(8, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("status", sa.String(length=8), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=True),
        sa.Column("animal_id", sa.Integer(), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("bound_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("bound_by_id", sa.Integer(), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_by_id", sa.Integer(), nullable=True),
        sa.Column("revoke_reason", sa.Text(), nullable=False),
        sa.Column("replaced_by_id", sa.Integer(), nullable=True),
        sa.Column("printed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("printed_times", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(status = 'revoked') = (revoked_at IS NOT NULL)", name=op.f("revoked_tag_is_dated")
        ),
        sa.CheckConstraint(
            "status <> 'blank' OR (animal_id IS NULL AND unit_id IS NULL)",
            name=op.f("blank_tag_has_no_bearer"),
        ),
        sa.CheckConstraint(
            "status <> 'bound' OR animal_id IS NOT NULL OR unit_id IS NOT NULL",
            name=op.f("bound_tag_has_a_bearer"),
        ),
        sa.CheckConstraint(
            "status IN ('blank', 'bound', 'revoked')", name=op.f("tag_status_is_known")
        ),
        sa.CheckConstraint("animal_id IS NULL OR unit_id IS NULL", name=op.f("tag_has_one_bearer")),
        sa.CheckConstraint("length(number) = 8", name=op.f("tag_number_has_eight_digits")),
        sa.ForeignKeyConstraint(["animal_id"], ["animal.id"], name=op.f("fk_tag_animal_id")),
        sa.ForeignKeyConstraint(["batch_id"], ["tag_batch.id"], name=op.f("fk_tag_batch_id")),
        sa.ForeignKeyConstraint(["bound_by_id"], ["person.id"], name=op.f("fk_tag_bound_by_id")),
        sa.ForeignKeyConstraint(["replaced_by_id"], ["tag.id"], name=op.f("fk_tag_replaced_by_id")),
        sa.ForeignKeyConstraint(
            ["revoked_by_id"], ["person.id"], name=op.f("fk_tag_revoked_by_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_tag_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tag")),
        sa.UniqueConstraint("number", name=op.f("uq_tag_number")),
    )
    with op.batch_alter_table("tag", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_tag_animal_id"), ["animal_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_tag_batch_id"), ["batch_id"], unique=False)
        batch_op.create_index(
            "ix_tag_blank",
            ["id"],
            unique=False,
            sqlite_where=sa.text("status = 'blank'"),
            postgresql_where=sa.text("status = 'blank'"),
        )
        batch_op.create_index(batch_op.f("ix_tag_unit_id"), ["unit_id"], unique=False)
        batch_op.create_index(
            "uq_tag_animal_live",
            ["animal_id"],
            unique=True,
            sqlite_where=sa.text("status = 'bound'"),
            postgresql_where=sa.text("status = 'bound'"),
        )
        batch_op.create_index(
            "uq_tag_unit_live",
            ["unit_id"],
            unique=True,
            sqlite_where=sa.text("status = 'bound'"),
            postgresql_where=sa.text("status = 'bound'"),
        )

    op.create_table(
        "weight",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("animal_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("weight_g", sa.Integer(), nullable=False),
        sa.Column("method", sa.String(length=10), nullable=False),
        sa.Column("sample_n", sa.Integer(), nullable=True),
        sa.Column("unusual_confirmed", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("voided_by_id", sa.Integer(), nullable=True),
        sa.Column("void_reason", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "method IN ('weighed', 'estimated')", name=op.f("weight_method_is_known")
        ),
        sa.CheckConstraint(
            "(voided_at IS NULL) = (voided_by_id IS NULL) AND (voided_at IS NULL) = (void_reason IS NULL)",
            name=op.f("weight_void_is_whole"),
        ),
        sa.CheckConstraint("weight_g > 0", name=op.f("weight_is_positive")),
        sa.ForeignKeyConstraint(["animal_id"], ["animal.id"], name=op.f("fk_weight_animal_id")),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["person.id"], name=op.f("fk_weight_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["voided_by_id"], ["person.id"], name=op.f("fk_weight_voided_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_weight")),
    )
    with op.batch_alter_table("weight", schema=None) as batch_op:
        batch_op.create_index("ix_weight_animal_at", ["animal_id", "at"], unique=False)

    op.create_table(
        "animal_death",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("stay_id", sa.Integer(), nullable=False),
        sa.Column("stage_before", sa.String(length=16), nullable=False),
        sa.Column("stage_before_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("precision", sa.String(length=8), nullable=False),
        sa.Column("last_seen_alive_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("manner", sa.String(length=16), nullable=False),
        sa.Column("planned", sa.Boolean(), nullable=False),
        sa.Column("agent", sa.String(length=120), nullable=False),
        sa.Column("dose_text", sa.String(length=80), nullable=False),
        sa.Column("route", sa.String(length=20), nullable=False),
        sa.Column("euthanasia_reason", sa.Text(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("unexplained", sa.Boolean(), nullable=False),
        sa.Column("carcass_condition", sa.String(length=20), nullable=False),
        sa.Column("storage", sa.String(length=120), nullable=False),
        sa.Column("necropsy", sa.String(length=20), nullable=False),
        sa.Column("necropsy_waiver", sa.Text(), nullable=False),
        sa.Column("authority_due", sa.Boolean(), nullable=False),
        sa.Column("authority_notified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("authority_notified_who", sa.String(length=160), nullable=False),
        sa.Column("found_by", sa.String(length=120), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("disposal", sa.String(length=20), nullable=False),
        sa.Column("disposed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("disposal_witness", sa.String(length=120), nullable=False),
        sa.Column("disposal_by_id", sa.Integer(), nullable=True),
        sa.Column("disposal_place", sa.String(length=160), nullable=False),
        sa.Column("disposal_note", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("voided_by_id", sa.Integer(), nullable=True),
        sa.Column("void_reason", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(disposed_at IS NULL) = (disposal = '')", name=op.f("carcass_disposal_is_whole")
        ),
        sa.CheckConstraint(
            "(necropsy = 'waived') = (length(necropsy_waiver) > 0)",
            name=op.f("death_necropsy_waiver_has_reason"),
        ),
        sa.CheckConstraint(
            "disposal IN ('', 'burial', 'incineration', 'evidence_freezer', 'museum', 'laboratory', 'other')",
            name=op.f("carcass_disposal_is_known"),
        ),
        sa.CheckConstraint(
            "manner <> 'euthanised' OR (length(agent) > 0 AND length(euthanasia_reason) > 0)",
            name=op.f("euthanasia_is_explained"),
        ),
        sa.CheckConstraint(
            "manner <> 'unknown' OR unexplained",
            name=op.f("death_of_unknown_manner_is_unexplained"),
        ),
        sa.CheckConstraint(
            "manner IN ('natural', 'euthanised', 'accident', 'conspecific', 'predator', 'dead_on_arrival', 'unknown')",
            name=op.f("death_manner_is_known"),
        ),
        sa.CheckConstraint(
            "necropsy IN ('pending', 'done', 'waived')", name=op.f("death_necropsy_is_known")
        ),
        sa.CheckConstraint(
            "precision IN ('exact', 'day', 'found', 'unknown')",
            name=op.f("death_precision_is_known"),
        ),
        sa.CheckConstraint(
            "(voided_at IS NULL) = (voided_by_id IS NULL) AND (voided_at IS NULL) = (void_reason IS NULL)",
            name=op.f("animal_death_void_is_whole"),
        ),
        sa.ForeignKeyConstraint(
            ["disposal_by_id"], ["person.id"], name=op.f("fk_animal_death_disposal_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["person.id"], name=op.f("fk_animal_death_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(["stay_id"], ["stay.id"], name=op.f("fk_animal_death_stay_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_animal_death_unit_id")),
        sa.ForeignKeyConstraint(
            ["voided_by_id"], ["person.id"], name=op.f("fk_animal_death_voided_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_animal_death")),
    )
    with op.batch_alter_table("animal_death", schema=None) as batch_op:
        batch_op.create_index("ix_animal_death_at", ["at"], unique=False)
        batch_op.create_index(
            "uq_animal_death_stay_id",
            ["stay_id"],
            unique=True,
            sqlite_where=sa.text("voided_at IS NULL"),
            postgresql_where=sa.text("voided_at IS NULL"),
        )

    op.create_table(
        "animal_escape",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("stay_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("circumstances", sa.Text(), nullable=False),
        sa.Column("reported_to", sa.String(length=160), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("recaptured_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recapture_stay_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind IN ('escape', 'theft')", name=op.f("escape_kind_is_known")),
        sa.ForeignKeyConstraint(
            ["recapture_stay_id"], ["stay.id"], name=op.f("fk_animal_escape_recapture_stay_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["person.id"], name=op.f("fk_animal_escape_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(["stay_id"], ["stay.id"], name=op.f("fk_animal_escape_stay_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_animal_escape_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_animal_escape")),
        sa.UniqueConstraint("stay_id", name=op.f("uq_animal_escape_stay_id")),
    )
    op.create_table(
        "assessment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("stay_id", sa.Integer(), nullable=False),
        sa.Column("criterion", sa.String(length=40), nullable=False),
        sa.Column("verdict", sa.String(length=16), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("level", sa.String(length=12), nullable=False),
        sa.Column("mitigation", sa.Text(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=True),
        sa.Column("permit_id", sa.Integer(), nullable=True),
        sa.Column("media_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("voided_by_id", sa.Integer(), nullable=True),
        sa.Column("void_reason", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(criterion = 'disease_risk') = (level <> '')",
            name=op.f("assessment_of_risk_has_a_level"),
        ),
        sa.CheckConstraint(
            "criterion <> 'native_range' OR verdict <> 'overridden' OR order_id IS NOT NULL OR permit_id IS NOT NULL",
            name=op.f("assessment_outside_range_is_approved"),
        ),
        sa.CheckConstraint(
            "level <> 'high' OR verdict = 'not_met'", name=op.f("assessment_high_risk_is_not_met")
        ),
        sa.CheckConstraint(
            "level <> 'medium' OR length(mitigation) > 0",
            name=op.f("assessment_medium_risk_is_mitigated"),
        ),
        sa.CheckConstraint(
            "level IN ('', 'negligible', 'low', 'medium', 'high')",
            name=op.f("assessment_level_is_known"),
        ),
        sa.CheckConstraint(
            "verdict IN ('met', 'not_met', 'overridden', 'not_applicable')",
            name=op.f("assessment_verdict_is_known"),
        ),
        sa.CheckConstraint(
            "verdict NOT IN ('overridden','not_applicable') OR length(reason) > 0",
            name=op.f("assessment_override_has_reason"),
        ),
        sa.CheckConstraint(
            "(voided_at IS NULL) = (voided_by_id IS NULL) AND (voided_at IS NULL) = (void_reason IS NULL)",
            name=op.f("assessment_void_is_whole"),
        ),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_assessment_by_id")),
        sa.ForeignKeyConstraint(["media_id"], ["media.id"], name=op.f("fk_assessment_media_id")),
        sa.ForeignKeyConstraint(
            ["order_id"], ["court_order.id"], name=op.f("fk_assessment_order_id")
        ),
        sa.ForeignKeyConstraint(["permit_id"], ["permit.id"], name=op.f("fk_assessment_permit_id")),
        sa.ForeignKeyConstraint(["stay_id"], ["stay.id"], name=op.f("fk_assessment_stay_id")),
        sa.ForeignKeyConstraint(
            ["voided_by_id"], ["person.id"], name=op.f("fk_assessment_voided_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment")),
    )
    with op.batch_alter_table("assessment", schema=None) as batch_op:
        batch_op.create_index("ix_assessment_stay", ["stay_id", "criterion"], unique=False)

    op.create_table(
        "evidence_hold",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("stay_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("placed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("placed_by_id", sa.Integer(), nullable=True),
        sa.Column("inherited_from_id", sa.Integer(), nullable=True),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lifted_by_id", sa.Integer(), nullable=True),
        sa.Column("lift_order_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(lifted_at IS NULL) = (lift_order_id IS NULL) AND (lifted_at IS NULL) = (lifted_by_id IS NULL)",
            name=op.f("hold_is_lifted_by_an_order"),
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["seizure_case.id"], name=op.f("fk_evidence_hold_case_id")
        ),
        sa.ForeignKeyConstraint(
            ["inherited_from_id"],
            ["evidence_hold.id"],
            name=op.f("fk_evidence_hold_inherited_from_id"),
        ),
        sa.ForeignKeyConstraint(
            ["lift_order_id"], ["court_order.id"], name=op.f("fk_evidence_hold_lift_order_id")
        ),
        sa.ForeignKeyConstraint(
            ["lifted_by_id"], ["person.id"], name=op.f("fk_evidence_hold_lifted_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["placed_by_id"], ["person.id"], name=op.f("fk_evidence_hold_placed_by_id")
        ),
        sa.ForeignKeyConstraint(["stay_id"], ["stay.id"], name=op.f("fk_evidence_hold_stay_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_hold")),
    )
    with op.batch_alter_table("evidence_hold", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_evidence_hold_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_evidence_hold_stay_id"), ["stay_id"], unique=False)
        batch_op.create_index(
            "uq_evidence_hold_open",
            ["stay_id", "case_id"],
            unique=True,
            sqlite_where=sa.text("lifted_at IS NULL"),
            postgresql_where=sa.text("lifted_at IS NULL"),
        )

    op.create_table(
        "exam",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("animal_id", sa.Integer(), nullable=False),
        sa.Column("stay_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("purpose", sa.String(length=40), nullable=False),
        sa.Column("subjective", sa.Text(), nullable=False),
        sa.Column("objective", sa.Text(), nullable=False),
        sa.Column("assessment", sa.Text(), nullable=False),
        sa.Column("plan", sa.Text(), nullable=False),
        sa.Column("temperature_c", sa.Numeric(precision=4, scale=1), nullable=True),
        sa.Column("ambient_c", sa.Numeric(precision=4, scale=1), nullable=True),
        sa.Column("heart_rate", sa.Integer(), nullable=True),
        sa.Column("resp_rate", sa.Integer(), nullable=True),
        sa.Column("body_condition", sa.Numeric(precision=3, scale=1), nullable=True),
        sa.Column("body_condition_scale", sa.Integer(), nullable=False),
        sa.Column("dehydration_pct", sa.Integer(), nullable=True),
        sa.Column("attitude", sa.String(length=20), nullable=False),
        sa.Column("fitness", sa.String(length=20), nullable=False),
        sa.Column("weight_id", sa.Integer(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("signed_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("voided_by_id", sa.Integer(), nullable=True),
        sa.Column("void_reason", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "fitness IN ('not_stated', 'fit_for_transport', 'fit_for_release', 'unfit')",
            name=op.f("exam_fitness_is_known"),
        ),
        sa.CheckConstraint(
            "(signed_at IS NULL) = (signed_by_id IS NULL)", name=op.f("exam_signature_is_whole")
        ),
        sa.CheckConstraint(
            "(voided_at IS NULL) = (voided_by_id IS NULL) AND (voided_at IS NULL) = (void_reason IS NULL)",
            name=op.f("exam_void_is_whole"),
        ),
        sa.CheckConstraint(
            "body_condition * 2 = CAST(body_condition * 2 AS INTEGER)",
            name=op.f("exam_body_condition_in_halves"),
        ),
        sa.CheckConstraint(
            "body_condition IS NULL OR body_condition BETWEEN 1 AND body_condition_scale",
            name=op.f("exam_body_condition_on_its_scale"),
        ),
        sa.CheckConstraint(
            "dehydration_pct IS NULL OR dehydration_pct BETWEEN 0 AND 20",
            name=op.f("exam_dehydration_is_sane"),
        ),
        sa.CheckConstraint(
            "temperature_c IS NULL OR temperature_c BETWEEN 0 AND 50",
            name=op.f("exam_temperature_is_sane"),
        ),
        sa.ForeignKeyConstraint(["animal_id"], ["animal.id"], name=op.f("fk_exam_animal_id")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_exam_by_id")),
        sa.ForeignKeyConstraint(["signed_by_id"], ["person.id"], name=op.f("fk_exam_signed_by_id")),
        sa.ForeignKeyConstraint(["stay_id"], ["stay.id"], name=op.f("fk_exam_stay_id")),
        sa.ForeignKeyConstraint(["voided_by_id"], ["person.id"], name=op.f("fk_exam_voided_by_id")),
        sa.ForeignKeyConstraint(["weight_id"], ["weight.id"], name=op.f("fk_exam_weight_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exam")),
    )
    with op.batch_alter_table("exam", schema=None) as batch_op:
        batch_op.create_index("ix_exam_animal_at", ["animal_id", "at"], unique=False)
        batch_op.create_index(batch_op.f("ix_exam_stay_id"), ["stay_id"], unique=False)
        batch_op.create_index(
            "ix_exam_unsigned",
            ["at"],
            unique=False,
            sqlite_where=sa.text("signed_at IS NULL AND voided_at IS NULL"),
            postgresql_where=sa.text("signed_at IS NULL AND voided_at IS NULL"),
        )

    op.create_table(
        "housing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("animal_id", sa.Integer(), nullable=False),
        sa.Column("stay_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("moved_by_id", sa.Integer(), nullable=True),
        sa.Column("override_reason", sa.Text(), nullable=True),
        sa.Column("override_by_id", sa.Integer(), nullable=True),
        sa.Column("override_until", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(override_reason IS NULL) = (override_by_id IS NULL) AND (override_reason IS NULL) = (override_until IS NULL)",
            name=op.f("housing_override_is_whole"),
        ),
        sa.CheckConstraint(
            "ended_at IS NULL OR ended_at >= began_at", name=op.f("housing_ends_after_it_began")
        ),
        sa.ForeignKeyConstraint(["animal_id"], ["animal.id"], name=op.f("fk_housing_animal_id")),
        sa.ForeignKeyConstraint(
            ["moved_by_id"], ["person.id"], name=op.f("fk_housing_moved_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["override_by_id"], ["person.id"], name=op.f("fk_housing_override_by_id")
        ),
        sa.ForeignKeyConstraint(["stay_id"], ["stay.id"], name=op.f("fk_housing_stay_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_housing_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_housing")),
    )
    with op.batch_alter_table("housing", schema=None) as batch_op:
        batch_op.create_index("ix_housing_animal", ["animal_id", "began_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_housing_stay_id"), ["stay_id"], unique=False)
        batch_op.create_index("ix_housing_unit", ["unit_id", "ended_at"], unique=False)
        batch_op.create_index(
            "ix_housing_unit_open",
            ["unit_id"],
            unique=False,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )
        batch_op.create_index(
            "uq_housing_open",
            ["animal_id"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.create_table(
        "issued_document_stay",
        sa.Column("issued_id", sa.Integer(), nullable=False),
        sa.Column("stay_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["issued_id"], ["issued_document.id"], name=op.f("fk_issued_document_stay_issued_id")
        ),
        sa.ForeignKeyConstraint(
            ["stay_id"], ["stay.id"], name=op.f("fk_issued_document_stay_stay_id")
        ),
        sa.PrimaryKeyConstraint("issued_id", "stay_id", name=op.f("pk_issued_document_stay")),
    )
    with op.batch_alter_table("issued_document_stay", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_issued_document_stay_stay_id"), ["stay_id"], unique=False
        )

    op.create_table(
        "ledger_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("animal_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("delta", sa.Integer(), nullable=False),
        sa.Column("regroup_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("second_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(regroup_id IS NOT NULL) = (kind IN ('split', 'merge', 'individualise'))",
            name=op.f("ledger_pair_has_its_regroup"),
        ),
        sa.CheckConstraint(
            "kind IN ('receive', 'birth', 'found', 'transfer_in', 'recapture', 'death_reversed', 'death', 'euthanasia', 'release', 'transfer_out', 'escape', 'theft', 'split', 'merge', 'individualise', 'recount', 'void')",
            name=op.f("ledger_kind_is_known"),
        ),
        sa.CheckConstraint(
            "kind NOT IN ('death', 'euthanasia', 'release', 'transfer_out', 'escape', 'theft') OR delta < 0",
            name=op.f("ledger_loss_is_negative"),
        ),
        sa.CheckConstraint(
            "kind NOT IN ('receive', 'birth', 'found', 'transfer_in', 'recapture', 'death_reversed') OR delta > 0",
            name=op.f("ledger_gain_is_positive"),
        ),
        sa.CheckConstraint("delta <> 0", name=op.f("ledger_delta_is_not_zero")),
        sa.ForeignKeyConstraint(
            ["animal_id"], ["animal.id"], name=op.f("fk_ledger_entry_animal_id")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_ledger_entry_by_id")),
        sa.ForeignKeyConstraint(
            ["regroup_id"], ["regroup.id"], name=op.f("fk_ledger_entry_regroup_id")
        ),
        sa.ForeignKeyConstraint(
            ["second_by_id"], ["person.id"], name=op.f("fk_ledger_entry_second_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_entry")),
        sa.UniqueConstraint("regroup_id", "animal_id", name="uq_ledger_entry_one_side"),
    )
    with op.batch_alter_table("ledger_entry", schema=None) as batch_op:
        batch_op.create_index("ix_ledger_entry_animal_at", ["animal_id", "at"], unique=False)

    op.create_table(
        "permit_stay",
        sa.Column("permit_id", sa.Integer(), nullable=False),
        sa.Column("stay_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["permit_id"], ["permit.id"], name=op.f("fk_permit_stay_permit_id")
        ),
        sa.ForeignKeyConstraint(["stay_id"], ["stay.id"], name=op.f("fk_permit_stay_stay_id")),
        sa.PrimaryKeyConstraint("permit_id", "stay_id", name=op.f("pk_permit_stay")),
    )
    with op.batch_alter_table("permit_stay", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_permit_stay_stay_id"), ["stay_id"], unique=False)

    op.create_table(
        "prescription",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("animal_id", sa.Integer(), nullable=False),
        sa.Column("stay_id", sa.Integer(), nullable=False),
        sa.Column("drug_id", sa.Integer(), nullable=False),
        sa.Column("rate_mg_per_kg", sa.Numeric(precision=12, scale=4), nullable=False),
        sa.Column("weight_id", sa.Integer(), nullable=True),
        sa.Column("weight_g", sa.Integer(), nullable=False),
        sa.Column("strength_mg", sa.Numeric(precision=12, scale=4), nullable=False),
        sa.Column("dose_mg", sa.Numeric(precision=14, scale=4), nullable=False),
        sa.Column("amount", sa.Numeric(precision=12, scale=4), nullable=False),
        sa.Column("amount_unit", sa.String(length=8), nullable=False),
        sa.Column("dilution", sa.Integer(), nullable=False),
        sa.Column("route", sa.String(length=4), nullable=False),
        sa.Column("frequency", sa.String(length=12), nullable=False),
        sa.Column("interval_h", sa.Integer(), nullable=True),
        sa.Column("is_once", sa.Boolean(), nullable=False),
        sa.Column("is_prn", sa.Boolean(), nullable=False),
        sa.Column("min_interval_h", sa.Integer(), nullable=True),
        sa.Column("max_per_day", sa.Integer(), nullable=True),
        sa.Column("time_critical", sa.Boolean(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("days", sa.Integer(), nullable=True),
        sa.Column("indication", sa.Text(), nullable=False),
        sa.Column("instructions", sa.Text(), nullable=False),
        sa.Column("outside_limits_reason", sa.Text(), nullable=False),
        sa.Column("confirmed_by_id", sa.Integer(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ordered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ordered_by_id", sa.Integer(), nullable=True),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stopped_by_id", sa.Integer(), nullable=True),
        sa.Column("stop_reason", sa.Text(), nullable=True),
        sa.Column("inherited_from_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("voided_by_id", sa.Integer(), nullable=True),
        sa.Column("void_reason", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "route IN ('PO', 'IM', 'SC', 'IV', 'IP', 'ICe', 'TOP', 'INH', 'OPH', 'PR', 'IO')",
            name=op.f("prescription_route_is_known"),
        ),
        sa.CheckConstraint(
            "(confirmed_at IS NULL) = (confirmed_by_id IS NULL)",
            name=op.f("prescription_confirmation_is_whole"),
        ),
        sa.CheckConstraint(
            "(stopped_at IS NULL) = (stop_reason IS NULL)",
            name=op.f("prescription_stop_has_reason"),
        ),
        sa.CheckConstraint(
            "(voided_at IS NULL) = (voided_by_id IS NULL) AND (voided_at IS NULL) = (void_reason IS NULL)",
            name=op.f("prescription_void_is_whole"),
        ),
        sa.CheckConstraint(
            "NOT is_prn OR (min_interval_h IS NOT NULL AND max_per_day IS NOT NULL)",
            name=op.f("prescription_prn_has_limits"),
        ),
        sa.CheckConstraint(
            "confirmed_by_id IS NULL OR confirmed_by_id <> ordered_by_id",
            name=op.f("prescription_confirmed_by_another"),
        ),
        sa.CheckConstraint(
            "dilution BETWEEN 1 AND 1000", name=op.f("prescription_dilution_is_sane")
        ),
        sa.CheckConstraint(
            "dose_mg > 0 AND amount > 0", name=op.f("prescription_dose_is_positive")
        ),
        sa.CheckConstraint(
            "is_prn OR interval_h IS NOT NULL OR is_once", name=op.f("prescription_has_a_rhythm")
        ),
        sa.ForeignKeyConstraint(
            ["animal_id"], ["animal.id"], name=op.f("fk_prescription_animal_id")
        ),
        sa.ForeignKeyConstraint(
            ["confirmed_by_id"], ["person.id"], name=op.f("fk_prescription_confirmed_by_id")
        ),
        sa.ForeignKeyConstraint(["drug_id"], ["drug.id"], name=op.f("fk_prescription_drug_id")),
        sa.ForeignKeyConstraint(
            ["inherited_from_id"],
            ["prescription.id"],
            name=op.f("fk_prescription_inherited_from_id"),
        ),
        sa.ForeignKeyConstraint(
            ["ordered_by_id"], ["person.id"], name=op.f("fk_prescription_ordered_by_id")
        ),
        sa.ForeignKeyConstraint(["stay_id"], ["stay.id"], name=op.f("fk_prescription_stay_id")),
        sa.ForeignKeyConstraint(
            ["stopped_by_id"], ["person.id"], name=op.f("fk_prescription_stopped_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["voided_by_id"], ["person.id"], name=op.f("fk_prescription_voided_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["weight_id"], ["weight.id"], name=op.f("fk_prescription_weight_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prescription")),
    )
    with op.batch_alter_table("prescription", schema=None) as batch_op:
        batch_op.create_index("ix_prescription_animal", ["animal_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_prescription_stay_id"), ["stay_id"], unique=False)

    op.create_table(
        "quarantine",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("stay_id", sa.Integer(), nullable=False),
        sa.Column("animal_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("group_reason", sa.Text(), nullable=False),
        sa.Column("scope_key", sa.String(length=80), nullable=False),
        sa.Column("min_days", sa.Integer(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("clock_start", sa.DateTime(timezone=True), nullable=False),
        sa.Column("min_end", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(length=12), nullable=False),
        sa.Column("signed_by_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("authority", sa.String(length=200), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=True),
        sa.Column("began_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (outcome = '')", name=op.f("quarantine_ends_with_outcome")
        ),
        sa.CheckConstraint(
            "outcome <> 'cleared' OR ended_at >= min_end", name=op.f("quarantine_lasts_its_days")
        ),
        sa.CheckConstraint(
            "outcome <> 'early_exit' OR (length(reason) > 0 AND length(authority) > 0)",
            name=op.f("early_exit_has_reason_and_authority"),
        ),
        sa.CheckConstraint(
            "outcome IN ('', 'cleared', 'early_exit', 'left', 'void')",
            name=op.f("quarantine_outcome_is_known"),
        ),
        sa.CheckConstraint(
            "outcome NOT IN ('cleared','early_exit') OR signed_by_id IS NOT NULL",
            name=op.f("quarantine_exit_is_signed"),
        ),
        sa.CheckConstraint(
            "min_end >= clock_start AND clock_start >= began_at",
            name=op.f("quarantine_clock_is_ordered"),
        ),
        sa.ForeignKeyConstraint(["animal_id"], ["animal.id"], name=op.f("fk_quarantine_animal_id")),
        sa.ForeignKeyConstraint(
            ["began_by_id"], ["person.id"], name=op.f("fk_quarantine_began_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["taxon_group.id"], name=op.f("fk_quarantine_group_id")
        ),
        sa.ForeignKeyConstraint(
            ["order_id"], ["court_order.id"], name=op.f("fk_quarantine_order_id")
        ),
        sa.ForeignKeyConstraint(
            ["signed_by_id"], ["person.id"], name=op.f("fk_quarantine_signed_by_id")
        ),
        sa.ForeignKeyConstraint(["stay_id"], ["stay.id"], name=op.f("fk_quarantine_stay_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_quarantine_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quarantine")),
    )
    with op.batch_alter_table("quarantine", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_quarantine_animal_id"), ["animal_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_quarantine_stay_id"), ["stay_id"], unique=False)
        batch_op.create_index(
            "ix_quarantine_unit_open",
            ["unit_id"],
            unique=False,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )
        batch_op.create_index(
            "uq_quarantine_open",
            ["stay_id"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.create_table(
        "quarantine_exemption",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("stay_id", sa.Integer(), nullable=False),
        sa.Column("animal_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("inherited_from_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("length(reason) > 0", name=op.f("quarantine_exemption_has_reason")),
        sa.ForeignKeyConstraint(
            ["animal_id"], ["animal.id"], name=op.f("fk_quarantine_exemption_animal_id")
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_quarantine_exemption_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["inherited_from_id"],
            ["quarantine_exemption.id"],
            name=op.f("fk_quarantine_exemption_inherited_from_id"),
        ),
        sa.ForeignKeyConstraint(
            ["stay_id"], ["stay.id"], name=op.f("fk_quarantine_exemption_stay_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quarantine_exemption")),
    )
    with op.batch_alter_table("quarantine_exemption", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_quarantine_exemption_animal_id"), ["animal_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_quarantine_exemption_stay_id"), ["stay_id"], unique=False
        )

    op.create_table(
        "quarantine_exposure_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("exposure_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("days", sa.Integer(), nullable=True),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(kind = 'prolong') = (not_before IS NOT NULL)",
            name=op.f("exposure_decision_prolongs_until"),
        ),
        sa.CheckConstraint(
            "kind IN ('prolong', 'dismiss')", name=op.f("exposure_decision_kind_is_known")
        ),
        sa.CheckConstraint("length(reason) > 0", name=op.f("exposure_decision_has_reason")),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_quarantine_exposure_decision_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["exposure_id"],
            ["exposure.id"],
            name=op.f("fk_quarantine_exposure_decision_exposure_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quarantine_exposure_decision")),
        sa.UniqueConstraint(
            "exposure_id", name=op.f("uq_quarantine_exposure_decision_exposure_id")
        ),
    )
    op.create_table(
        "released_stay",
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("stay_id", sa.Integer(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("gate", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["release_id"], ["animal_release.id"], name=op.f("fk_released_stay_release_id")
        ),
        sa.ForeignKeyConstraint(["stay_id"], ["stay.id"], name=op.f("fk_released_stay_stay_id")),
        sa.PrimaryKeyConstraint("release_id", "stay_id", name=op.f("pk_released_stay")),
        sa.UniqueConstraint("stay_id", name=op.f("uq_released_stay_stay_id")),
    )
    op.create_table(
        "tag_finding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("tag_number", sa.String(length=20), nullable=False),
        sa.Column("tag_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("where_text", sa.Text(), nullable=False),
        sa.Column("contact", sa.String(length=120), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("address_hash", sa.String(length=64), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(answered_at IS NULL) = (answered_by_id IS NULL) AND (answered_at IS NULL) = (answer IS NULL)",
            name=op.f("tag_finding_answer_is_whole"),
        ),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["person.id"], name=op.f("fk_tag_finding_answered_by_id")
        ),
        sa.ForeignKeyConstraint(["tag_id"], ["tag.id"], name=op.f("fk_tag_finding_tag_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tag_finding")),
    )
    with op.batch_alter_table("tag_finding", schema=None) as batch_op:
        batch_op.create_index("ix_tag_finding_address", ["address_hash", "at"], unique=False)
        batch_op.create_index(
            "ix_tag_finding_open",
            ["at"],
            unique=False,
            sqlite_where=sa.text("answered_at IS NULL"),
            postgresql_where=sa.text("answered_at IS NULL"),
        )
        batch_op.create_index(batch_op.f("ix_tag_finding_tag_id"), ["tag_id"], unique=False)

    op.create_table(
        "transferred_stay",
        sa.Column("transfer_id", sa.Integer(), nullable=False),
        sa.Column("stay_id", sa.Integer(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("crate_id", sa.Integer(), nullable=True),
        sa.Column("condition", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["crate_id"], ["crate.id"], name=op.f("fk_transferred_stay_crate_id")
        ),
        sa.ForeignKeyConstraint(["stay_id"], ["stay.id"], name=op.f("fk_transferred_stay_stay_id")),
        sa.ForeignKeyConstraint(
            ["transfer_id"], ["animal_transfer.id"], name=op.f("fk_transferred_stay_transfer_id")
        ),
        sa.PrimaryKeyConstraint("transfer_id", "stay_id", name=op.f("pk_transferred_stay")),
    )
    with op.batch_alter_table("transferred_stay", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_transferred_stay_stay_id"), ["stay_id"], unique=False)

    op.create_table(
        "death_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("death_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_death_note_by_id")),
        sa.ForeignKeyConstraint(
            ["death_id"], ["animal_death.id"], name=op.f("fk_death_note_death_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_death_note")),
    )
    with op.batch_alter_table("death_note", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_death_note_death_id"), ["death_id"], unique=False)

    op.create_table(
        "dose",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("prescription_id", sa.Integer(), nullable=False),
        sa.Column("animal_id", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("window_min", sa.Integer(), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancel_reason", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(cancelled_at IS NULL) = (cancel_reason IS NULL)",
            name=op.f("dose_cancelled_with_reason"),
        ),
        sa.ForeignKeyConstraint(["animal_id"], ["animal.id"], name=op.f("fk_dose_animal_id")),
        sa.ForeignKeyConstraint(
            ["prescription_id"], ["prescription.id"], name=op.f("fk_dose_prescription_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dose")),
        sa.UniqueConstraint(
            "prescription_id", "due_at", name=op.f("uq_dose_prescription_id_due_at")
        ),
    )
    with op.batch_alter_table("dose", schema=None) as batch_op:
        batch_op.create_index("ix_dose_animal", ["animal_id", "due_at"], unique=False)
        batch_op.create_index(
            "ix_dose_animal_open",
            ["animal_id", "due_at"],
            unique=False,
            sqlite_where=sa.text("settled_at IS NULL AND cancelled_at IS NULL"),
            postgresql_where=sa.text("settled_at IS NULL AND cancelled_at IS NULL"),
        )
        batch_op.create_index(
            "ix_dose_due",
            ["due_at"],
            unique=False,
            sqlite_where=sa.text("settled_at IS NULL AND cancelled_at IS NULL"),
            postgresql_where=sa.text("settled_at IS NULL AND cancelled_at IS NULL"),
        )

    op.create_table(
        "exam_addendum",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("exam_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_exam_addendum_by_id")),
        sa.ForeignKeyConstraint(["exam_id"], ["exam.id"], name=op.f("fk_exam_addendum_exam_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exam_addendum")),
    )
    with op.batch_alter_table("exam_addendum", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_exam_addendum_exam_id"), ["exam_id"], unique=False)

    op.create_table(
        "exam_attachment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("exam_id", sa.Integer(), nullable=False),
        sa.Column("media_id", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=120), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("voided_by_id", sa.Integer(), nullable=True),
        sa.Column("void_reason", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(voided_at IS NULL) = (voided_by_id IS NULL) AND (voided_at IS NULL) = (void_reason IS NULL)",
            name=op.f("exam_attachment_void_is_whole"),
        ),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_exam_attachment_by_id")),
        sa.ForeignKeyConstraint(["exam_id"], ["exam.id"], name=op.f("fk_exam_attachment_exam_id")),
        sa.ForeignKeyConstraint(
            ["media_id"], ["media.id"], name=op.f("fk_exam_attachment_media_id")
        ),
        sa.ForeignKeyConstraint(
            ["voided_by_id"], ["person.id"], name=op.f("fk_exam_attachment_voided_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exam_attachment")),
        sa.UniqueConstraint(
            "exam_id", "media_id", name=op.f("uq_exam_attachment_exam_id_media_id")
        ),
    )
    with op.batch_alter_table("exam_attachment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_exam_attachment_exam_id"), ["exam_id"], unique=False)

    op.create_table(
        "quarantine_clock_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("quarantine_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("clock_start", sa.DateTime(timezone=True), nullable=False),
        sa.Column("min_end", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cause_animal_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('begin', 'restart', 'inherit', 'prolong')",
            name=op.f("clock_event_kind_is_known"),
        ),
        sa.ForeignKeyConstraint(
            ["cause_animal_id"],
            ["animal.id"],
            name=op.f("fk_quarantine_clock_event_cause_animal_id"),
        ),
        sa.ForeignKeyConstraint(
            ["quarantine_id"],
            ["quarantine.id"],
            name=op.f("fk_quarantine_clock_event_quarantine_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quarantine_clock_event")),
    )
    with op.batch_alter_table("quarantine_clock_event", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_quarantine_clock_event_quarantine_id"), ["quarantine_id"], unique=False
        )

    op.create_table(
        "quarantine_test",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("quarantine_id", sa.Integer(), nullable=False),
        sa.Column("protocol_test_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("sample", sa.String(length=120), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("mandatory", sa.Boolean(), nullable=False),
        sa.Column("notifiable", sa.Boolean(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("sampled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sampled_n", sa.Integer(), nullable=True),
        sa.Column("pool_size", sa.Integer(), nullable=True),
        sa.Column("method", sa.String(length=120), nullable=False),
        sa.Column("laboratory", sa.String(length=160), nullable=False),
        sa.Column("lab_reference", sa.String(length=80), nullable=False),
        sa.Column("resulted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("result", sa.String(length=14), nullable=False),
        sa.Column("result_text", sa.Text(), nullable=False),
        sa.Column("waived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("waived_by_id", sa.Integer(), nullable=True),
        sa.Column("waive_reason", sa.Text(), nullable=False),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("resolved_by_id", sa.Integer(), nullable=True),
        sa.Column("resolution", sa.Text(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("media_id", sa.Integer(), nullable=True),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("voided_by_id", sa.Integer(), nullable=True),
        sa.Column("void_reason", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(resolved_at IS NULL) = (resolved_by_id IS NULL) AND (resolved_at IS NULL) = (resolution = '') AND (resolved_at IS NULL OR result = 'positive')",
            name=op.f("quarantine_test_resolution_is_whole"),
        ),
        sa.CheckConstraint(
            "(resulted_at IS NULL) = (result = '')", name=op.f("quarantine_test_result_is_dated")
        ),
        sa.CheckConstraint(
            "result = '' OR sampled_at IS NOT NULL", name=op.f("quarantine_test_was_sampled")
        ),
        sa.CheckConstraint(
            "result IN ('', 'negative', 'positive', 'inconclusive', 'acceptable')",
            name=op.f("quarantine_test_result_is_known"),
        ),
        sa.CheckConstraint(
            "(voided_at IS NULL) = (voided_by_id IS NULL) AND (voided_at IS NULL) = (void_reason IS NULL)",
            name=op.f("quarantine_test_void_is_whole"),
        ),
        sa.CheckConstraint(
            "sampled_n IS NULL OR sampled_n > 0", name=op.f("quarantine_test_sample_is_positive")
        ),
        sa.ForeignKeyConstraint(
            ["media_id"], ["media.id"], name=op.f("fk_quarantine_test_media_id")
        ),
        sa.ForeignKeyConstraint(
            ["protocol_test_id"],
            ["protocol_test.id"],
            name=op.f("fk_quarantine_test_protocol_test_id"),
        ),
        sa.ForeignKeyConstraint(
            ["quarantine_id"], ["quarantine.id"], name=op.f("fk_quarantine_test_quarantine_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["person.id"], name=op.f("fk_quarantine_test_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["resolved_by_id"], ["person.id"], name=op.f("fk_quarantine_test_resolved_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["voided_by_id"], ["person.id"], name=op.f("fk_quarantine_test_voided_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["waived_by_id"], ["person.id"], name=op.f("fk_quarantine_test_waived_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quarantine_test")),
    )
    with op.batch_alter_table("quarantine_test", schema=None) as batch_op:
        batch_op.create_index(
            "ix_quarantine_test_open",
            ["quarantine_id"],
            unique=False,
            sqlite_where=sa.text("result = '' AND waived_at IS NULL AND voided_at IS NULL"),
            postgresql_where=sa.text("result = '' AND waived_at IS NULL AND voided_at IS NULL"),
        )
        batch_op.create_index(
            batch_op.f("ix_quarantine_test_quarantine_id"), ["quarantine_id"], unique=False
        )

    op.create_table(
        "administration",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dose_id", sa.Integer(), nullable=True),
        sa.Column("prescription_id", sa.Integer(), nullable=False),
        sa.Column("animal_id", sa.Integer(), nullable=False),
        sa.Column("ingredient", sa.String(length=120), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("amount", sa.Numeric(precision=12, scale=4), nullable=True),
        sa.Column("amount_unit", sa.String(length=8), nullable=False),
        sa.Column("dose_mg", sa.Numeric(precision=14, scale=4), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("too_soon_reason", sa.Text(), nullable=False),
        sa.Column("too_soon_by_id", sa.Integer(), nullable=True),
        sa.Column("is_conflict", sa.Boolean(), nullable=False),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("resolved_by_id", sa.Integer(), nullable=True),
        sa.Column("resolution", sa.Text(), nullable=False),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("voided_by_id", sa.Integer(), nullable=True),
        sa.Column("void_reason", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "status = 'given' OR length(reason) > 0",
            name=op.f("administration_not_given_has_reason"),
        ),
        sa.CheckConstraint(
            "status IN ('given', 'partly', 'refused', 'omitted')",
            name=op.f("administration_status_is_known"),
        ),
        sa.CheckConstraint(
            "status NOT IN ('given','partly') OR amount > 0",
            name=op.f("administration_given_has_amount"),
        ),
        sa.CheckConstraint(
            "(resolved_at IS NULL) = (resolved_by_id IS NULL)",
            name=op.f("administration_resolution_is_whole"),
        ),
        sa.CheckConstraint(
            "(voided_at IS NULL) = (voided_by_id IS NULL) AND (voided_at IS NULL) = (void_reason IS NULL)",
            name=op.f("administration_void_is_whole"),
        ),
        sa.ForeignKeyConstraint(
            ["animal_id"], ["animal.id"], name=op.f("fk_administration_animal_id")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_administration_by_id")),
        sa.ForeignKeyConstraint(["dose_id"], ["dose.id"], name=op.f("fk_administration_dose_id")),
        sa.ForeignKeyConstraint(
            ["prescription_id"], ["prescription.id"], name=op.f("fk_administration_prescription_id")
        ),
        sa.ForeignKeyConstraint(
            ["resolved_by_id"], ["person.id"], name=op.f("fk_administration_resolved_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["too_soon_by_id"], ["person.id"], name=op.f("fk_administration_too_soon_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["voided_by_id"], ["person.id"], name=op.f("fk_administration_voided_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_administration")),
    )
    with op.batch_alter_table("administration", schema=None) as batch_op:
        batch_op.create_index("ix_administration_animal_at", ["animal_id", "at"], unique=False)
        batch_op.create_index("ix_administration_at", ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_administration_dose_id"), ["dose_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_administration_prescription_id"), ["prescription_id"], unique=False
        )
        batch_op.create_index(
            "ix_administration_review",
            ["recorded_at"],
            unique=False,
            sqlite_where=sa.text("is_conflict AND resolved_at IS NULL AND voided_at IS NULL"),
            postgresql_where=sa.text("is_conflict AND resolved_at IS NULL AND voided_at IS NULL"),
        )
        batch_op.create_index(
            "uq_administration_given_once",
            ["dose_id"],
            unique=True,
            sqlite_where=sa.text("NOT is_conflict AND voided_at IS NULL"),
            postgresql_where=sa.text("NOT is_conflict AND voided_at IS NULL"),
        )

    op.create_table(
        "disease_notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("test_id", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told_whom", sa.String(length=200), nullable=False),
        sa.Column("told_how", sa.String(length=300), nullable=False),
        sa.Column("told_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(told_at IS NULL) = (told_whom = '') AND (told_at IS NULL) = (told_by_id IS NULL)",
            name=op.f("disease_notice_is_whole"),
        ),
        sa.CheckConstraint(
            "told_at IS NULL OR told_at >= opened_at",
            name=op.f("disease_notice_follows_its_result"),
        ),
        sa.ForeignKeyConstraint(
            ["test_id"], ["quarantine_test.id"], name=op.f("fk_disease_notice_test_id")
        ),
        sa.ForeignKeyConstraint(
            ["told_by_id"], ["person.id"], name=op.f("fk_disease_notice_told_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disease_notice")),
        sa.UniqueConstraint("test_id", name=op.f("uq_disease_notice_test_id")),
    )
    with op.batch_alter_table("disease_notice", schema=None) as batch_op:
        batch_op.create_index(
            "ix_disease_notice_open",
            ["id"],
            unique=False,
            sqlite_where=sa.text("told_at IS NULL"),
            postgresql_where=sa.text("told_at IS NULL"),
        )


def downgrade() -> None:
    with op.batch_alter_table("disease_notice", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_disease_notice_open",
            sqlite_where=sa.text("told_at IS NULL"),
            postgresql_where=sa.text("told_at IS NULL"),
        )

    op.drop_table("disease_notice")
    with op.batch_alter_table("administration", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_administration_given_once",
            sqlite_where=sa.text("NOT is_conflict AND voided_at IS NULL"),
            postgresql_where=sa.text("NOT is_conflict AND voided_at IS NULL"),
        )
        batch_op.drop_index(
            "ix_administration_review",
            sqlite_where=sa.text("is_conflict AND resolved_at IS NULL AND voided_at IS NULL"),
            postgresql_where=sa.text("is_conflict AND resolved_at IS NULL AND voided_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_administration_prescription_id"))
        batch_op.drop_index(batch_op.f("ix_administration_dose_id"))
        batch_op.drop_index("ix_administration_at")
        batch_op.drop_index("ix_administration_animal_at")

    op.drop_table("administration")
    with op.batch_alter_table("quarantine_test", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_quarantine_test_quarantine_id"))
        batch_op.drop_index(
            "ix_quarantine_test_open",
            sqlite_where=sa.text("result = '' AND waived_at IS NULL AND voided_at IS NULL"),
            postgresql_where=sa.text("result = '' AND waived_at IS NULL AND voided_at IS NULL"),
        )

    op.drop_table("quarantine_test")
    with op.batch_alter_table("quarantine_clock_event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_quarantine_clock_event_quarantine_id"))

    op.drop_table("quarantine_clock_event")
    with op.batch_alter_table("exam_attachment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_exam_attachment_exam_id"))

    op.drop_table("exam_attachment")
    with op.batch_alter_table("exam_addendum", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_exam_addendum_exam_id"))

    op.drop_table("exam_addendum")
    with op.batch_alter_table("dose", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_dose_due",
            sqlite_where=sa.text("settled_at IS NULL AND cancelled_at IS NULL"),
            postgresql_where=sa.text("settled_at IS NULL AND cancelled_at IS NULL"),
        )
        batch_op.drop_index(
            "ix_dose_animal_open",
            sqlite_where=sa.text("settled_at IS NULL AND cancelled_at IS NULL"),
            postgresql_where=sa.text("settled_at IS NULL AND cancelled_at IS NULL"),
        )
        batch_op.drop_index("ix_dose_animal")

    op.drop_table("dose")
    with op.batch_alter_table("death_note", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_death_note_death_id"))

    op.drop_table("death_note")
    with op.batch_alter_table("transferred_stay", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_transferred_stay_stay_id"))

    op.drop_table("transferred_stay")
    with op.batch_alter_table("tag_finding", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_tag_finding_tag_id"))
        batch_op.drop_index(
            "ix_tag_finding_open",
            sqlite_where=sa.text("answered_at IS NULL"),
            postgresql_where=sa.text("answered_at IS NULL"),
        )
        batch_op.drop_index("ix_tag_finding_address")

    op.drop_table("tag_finding")
    op.drop_table("released_stay")
    op.drop_table("quarantine_exposure_decision")
    with op.batch_alter_table("quarantine_exemption", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_quarantine_exemption_stay_id"))
        batch_op.drop_index(batch_op.f("ix_quarantine_exemption_animal_id"))

    op.drop_table("quarantine_exemption")
    with op.batch_alter_table("quarantine", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_quarantine_open",
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )
        batch_op.drop_index(
            "ix_quarantine_unit_open",
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_quarantine_stay_id"))
        batch_op.drop_index(batch_op.f("ix_quarantine_animal_id"))

    op.drop_table("quarantine")
    with op.batch_alter_table("prescription", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_prescription_stay_id"))
        batch_op.drop_index("ix_prescription_animal")

    op.drop_table("prescription")
    with op.batch_alter_table("permit_stay", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_permit_stay_stay_id"))

    op.drop_table("permit_stay")
    with op.batch_alter_table("ledger_entry", schema=None) as batch_op:
        batch_op.drop_index("ix_ledger_entry_animal_at")

    op.drop_table("ledger_entry")
    with op.batch_alter_table("issued_document_stay", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_issued_document_stay_stay_id"))

    op.drop_table("issued_document_stay")
    with op.batch_alter_table("housing", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_housing_open",
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )
        batch_op.drop_index(
            "ix_housing_unit_open",
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )
        batch_op.drop_index("ix_housing_unit")
        batch_op.drop_index(batch_op.f("ix_housing_stay_id"))
        batch_op.drop_index("ix_housing_animal")

    op.drop_table("housing")
    with op.batch_alter_table("exam", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_exam_unsigned",
            sqlite_where=sa.text("signed_at IS NULL AND voided_at IS NULL"),
            postgresql_where=sa.text("signed_at IS NULL AND voided_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_exam_stay_id"))
        batch_op.drop_index("ix_exam_animal_at")

    op.drop_table("exam")
    with op.batch_alter_table("evidence_hold", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_evidence_hold_open",
            sqlite_where=sa.text("lifted_at IS NULL"),
            postgresql_where=sa.text("lifted_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_evidence_hold_stay_id"))
        batch_op.drop_index(batch_op.f("ix_evidence_hold_case_id"))

    op.drop_table("evidence_hold")
    with op.batch_alter_table("assessment", schema=None) as batch_op:
        batch_op.drop_index("ix_assessment_stay")

    op.drop_table("assessment")
    op.drop_table("animal_escape")
    with op.batch_alter_table("animal_death", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_animal_death_stay_id",
            sqlite_where=sa.text("voided_at IS NULL"),
            postgresql_where=sa.text("voided_at IS NULL"),
        )
        batch_op.drop_index("ix_animal_death_at")

    op.drop_table("animal_death")
    with op.batch_alter_table("weight", schema=None) as batch_op:
        batch_op.drop_index("ix_weight_animal_at")

    op.drop_table("weight")
    with op.batch_alter_table("tag", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_tag_unit_live",
            sqlite_where=sa.text("status = 'bound'"),
            postgresql_where=sa.text("status = 'bound'"),
        )
        batch_op.drop_index(
            "uq_tag_animal_live",
            sqlite_where=sa.text("status = 'bound'"),
            postgresql_where=sa.text("status = 'bound'"),
        )
        batch_op.drop_index(batch_op.f("ix_tag_unit_id"))
        batch_op.drop_index(
            "ix_tag_blank",
            sqlite_where=sa.text("status = 'blank'"),
            postgresql_where=sa.text("status = 'blank'"),
        )
        batch_op.drop_index(batch_op.f("ix_tag_batch_id"))
        batch_op.drop_index(batch_op.f("ix_tag_animal_id"))

    op.drop_table("tag")
    with op.batch_alter_table("stay", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_stay_open",
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )
        batch_op.drop_index(
            "ix_stay_stage",
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_stay_animal_id"))

    op.drop_table("stay")
    with op.batch_alter_table("regroup", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_regroup_to_id"))
        batch_op.drop_index(batch_op.f("ix_regroup_from_id"))

    op.drop_table("regroup")
    with op.batch_alter_table("old_record", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_old_record_number_key"))

    op.drop_table("old_record")
    with op.batch_alter_table("mark", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_mark_chip",
            sqlite_where=sa.text("kind = 'microchip' AND voided_at IS NULL"),
            postgresql_where=sa.text("kind = 'microchip' AND voided_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_mark_code_key"))
        batch_op.drop_index(batch_op.f("ix_mark_animal_id"))

    op.drop_table("mark")
    with op.batch_alter_table("intake_line", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_intake_line_manifest_line_id"))
        batch_op.drop_index(batch_op.f("ix_intake_line_intake_id"))

    op.drop_table("intake_line")
    with op.batch_alter_table("identification", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_identification_animal_id"))

    op.drop_table("identification")
    with op.batch_alter_table("exposure", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_exposure_animal_id"))

    op.drop_table("exposure")
    op.drop_table("crate")
    with op.batch_alter_table("animal_photo", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_animal_photo_media_id"))
        batch_op.drop_index(batch_op.f("ix_animal_photo_animal_id"))

    op.drop_table("animal_photo")
    with op.batch_alter_table("adverse_event", schema=None) as batch_op:
        batch_op.drop_index("ix_adverse_event_unit")
        batch_op.drop_index(batch_op.f("ix_adverse_event_animal_id"))

    op.drop_table("adverse_event")
    with op.batch_alter_table("discrepancy", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_discrepancy_case_id"))

    op.drop_table("discrepancy")
    op.drop_table("animal_transfer")
    with op.batch_alter_table("animal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_animal_taxon_id"))
        batch_op.drop_index(batch_op.f("ix_animal_parent_id"))
        batch_op.drop_index(
            "ix_animal_name_rest",
            sqlite_where=sa.text("name_rest IS NOT NULL"),
            postgresql_where=sa.text("name_rest IS NOT NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_animal_name_folded"))
        batch_op.drop_index(batch_op.f("ix_animal_epi_group_id"))
        batch_op.drop_index(batch_op.f("ix_animal_dam_id"))
        batch_op.drop_index("ix_animal_case")

    op.drop_table("animal")
    with op.batch_alter_table("unit_cleaning", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_unit_cleaning_unit_id"))

    op.drop_table("unit_cleaning")
    with op.batch_alter_table("taxon_name", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_taxon_name_taxon_id"))
        batch_op.drop_index(batch_op.f("ix_taxon_name_folded"))

    op.drop_table("taxon_name")
    with op.batch_alter_table("tag_batch", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_tag_batch_case_id"))

    op.drop_table("tag_batch")
    with op.batch_alter_table("permit", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_permit_standing",
            sqlite_where=sa.text("voided_at IS NULL"),
            postgresql_where=sa.text("voided_at IS NULL"),
        )

    op.drop_table("permit")
    with op.batch_alter_table("manifest_line", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_manifest_line_taxon_id"))
        batch_op.drop_index(batch_op.f("ix_manifest_line_case_id"))

    op.drop_table("manifest_line")
    with op.batch_alter_table("listing", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_listing_taxon_id"))

    op.drop_table("listing")
    with op.batch_alter_table("issued_document", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_issued_document_sha256"))
        batch_op.drop_index(batch_op.f("ix_issued_document_case_id"))

    op.drop_table("issued_document")
    with op.batch_alter_table("intake", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_intake_case_id"))

    op.drop_table("intake")
    with op.batch_alter_table("epi_group", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_epi_group_case_id"))

    op.drop_table("epi_group")
    with op.batch_alter_table("court_order", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_court_order_case_id_authority_reference",
            sqlite_where=sa.text("voided_at IS NULL"),
            postgresql_where=sa.text("voided_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_court_order_case_id"))

    op.drop_table("court_order")
    with op.batch_alter_table("case_agency", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_case_agency_case_id"))

    op.drop_table("case_agency")
    with op.batch_alter_table("unit", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_unit_parent_id"))
        batch_op.drop_index(batch_op.f("ix_unit_code_folded"))

    op.drop_table("unit")
    with op.batch_alter_table("taxon", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_taxon_group_id"))

    op.drop_table("taxon")
    with op.batch_alter_table("sign_in", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_in_person_id"))

    op.drop_table("sign_in")
    op.drop_table("sent_form")
    op.drop_table("seizure_case")
    with op.batch_alter_table("role_grant", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_role_grant_open",
            sqlite_where=sa.text("revoked_at IS NULL"),
            postgresql_where=sa.text("revoked_at IS NULL"),
        )

    op.drop_table("role_grant")
    with op.batch_alter_table("protocol_test", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_protocol_test_group_id"))

    op.drop_table("protocol_test")
    op.drop_table("one_time_link")
    op.drop_table("media")
    with op.batch_alter_table("journal_entry", schema=None) as batch_op:
        batch_op.drop_index("ix_journal_entry_verb")
        batch_op.drop_index("ix_journal_entry_unit")
        batch_op.drop_index("ix_journal_entry_recorded_at")
        batch_op.drop_index("ix_journal_entry_person")
        batch_op.drop_index("ix_journal_entry_case")
        batch_op.drop_index("ix_journal_entry_animal")

    op.drop_table("journal_entry")
    op.drop_table("incompatible_groups")
    op.drop_table("import_run")
    with op.batch_alter_table("hazard_group", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_hazard_group_group_id"))

    op.drop_table("hazard_group")
    with op.batch_alter_table("dose_limit", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_dose_limit_everyone",
            sqlite_where=sa.text("group_id IS NULL"),
            postgresql_where=sa.text("group_id IS NULL"),
        )

    op.drop_table("dose_limit")
    with op.batch_alter_table("animal_release", schema=None) as batch_op:
        batch_op.drop_index("ix_animal_release_at")

    op.drop_table("animal_release")
    op.drop_table("taxon_group")
    with op.batch_alter_table("sign_in_attempt", schema=None) as batch_op:
        batch_op.drop_index("ix_sign_in_attempt_address_at")
        batch_op.drop_index("ix_sign_in_attempt_account_at")

    op.drop_table("sign_in_attempt")
    op.drop_table("person")
    op.drop_table("journal_head")
    op.drop_table("hazard")
    with op.batch_alter_table("drug", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_drug_ingredient"))

    op.drop_table("drug")
    op.drop_table("counter")
    op.drop_table("code")
