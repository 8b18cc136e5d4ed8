"""Phones, and what keepers write down on them"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "diet",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("method", sa.String(length=8), nullable=False),
        sa.Column("supplements", sa.Text(), nullable=False),
        sa.Column("never", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("retired", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("method IN ('self', 'hand', 'tube')", name=op.f("diet_method_is_known")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_diet")),
        sa.UniqueConstraint("name", name=op.f("uq_diet_name")),
    )
    op.create_table(
        "diet_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("diet_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("food", sa.String(length=80), nullable=False),
        sa.Column("grams", sa.Integer(), nullable=True),
        sa.Column("percent", sa.Numeric(precision=6, scale=3), nullable=True),
        sa.Column("kcal_100g", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(grams IS NULL) <> (percent IS NULL)", name=op.f("diet_item_has_an_amount")
        ),
        sa.CheckConstraint("grams > 0", name=op.f("diet_item_weighs_something")),
        sa.CheckConstraint("kcal_100g BETWEEN 0 AND 1000", name=op.f("diet_item_energy_is_sane")),
        sa.CheckConstraint("percent > 0 AND percent <= 100", name=op.f("diet_item_is_a_share")),
        sa.ForeignKeyConstraint(["diet_id"], ["diet.id"], name=op.f("fk_diet_item_diet_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_diet_item")),
        sa.UniqueConstraint("diet_id", "position", name="diet_item_has_its_place"),
    )
    op.create_table(
        "phone",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=24), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("token_sha256", sa.String(length=64), nullable=False),
        sa.Column("enrolled_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("enrolled_by_id", sa.Integer(), nullable=False),
        sa.Column("browser", sa.String(length=200), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("clock_offset_ms", sa.BigInteger(), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_by_id", sa.Integer(), nullable=True),
        sa.Column("revoke_reason", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(revoked_at IS NULL) = (revoked_by_id IS NULL) AND (revoked_at IS NULL) = (revoke_reason IS NULL)",
            name=op.f("phone_revocation_is_whole"),
        ),
        sa.ForeignKeyConstraint(
            ["enrolled_by_id"], ["person.id"], name=op.f("fk_phone_enrolled_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["revoked_by_id"], ["person.id"], name=op.f("fk_phone_revoked_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phone")),
        sa.UniqueConstraint("public_id", name=op.f("uq_phone_public_id")),
        sa.UniqueConstraint("token_sha256", name=op.f("uq_phone_token_sha256")),
    )
    op.create_table(
        "keepership",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("is_head", sa.Boolean(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(until_on IS NULL) = (ended_by_id IS NULL)", name=op.f("keepership_end_is_whole")
        ),
        sa.CheckConstraint(
            "until_on IS NULL OR until_on >= from_on", name=op.f("keepership_ends_after_it_began")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_keepership_by_id")),
        sa.ForeignKeyConstraint(
            ["ended_by_id"], ["person.id"], name=op.f("fk_keepership_ended_by_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_keepership_person_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_keepership_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_keepership")),
    )
    with op.batch_alter_table("keepership", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_keepership_unit_id"), ["unit_id"], unique=False)
        batch_op.create_index(
            "uq_keepership_open",
            ["person_id", "unit_id"],
            unique=True,
            sqlite_where=sa.text("until_on IS NULL"),
            postgresql_where=sa.text("until_on IS NULL"),
        )

    op.create_table(
        "phone_profile",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("phone_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.LargeBinary(length=32), nullable=False),
        sa.Column("token_sha256", sa.String(length=64), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("renewed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_why", sa.String(length=60), nullable=True),
        sa.CheckConstraint("length(key) = 32", name=op.f("phone_profile_key_is_whole")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_phone_profile_person_id")
        ),
        sa.ForeignKeyConstraint(["phone_id"], ["phone.id"], name=op.f("fk_phone_profile_phone_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phone_profile")),
        sa.UniqueConstraint("token_sha256", name=op.f("uq_phone_profile_token_sha256")),
    )
    with op.batch_alter_table("phone_profile", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_phone_profile_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            "uq_phone_profile_open",
            ["phone_id", "person_id"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.create_table(
        "phone_record",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("phone_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("body_sha256", sa.String(length=64), nullable=False),
        sa.Column("device_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("zone", sa.String(length=60), nullable=False),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("clock_in_doubt", sa.Boolean(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.String(length=10), nullable=False),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("made", sa.String(length=80), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decision", sa.String(length=10), nullable=True),
        sa.Column("decision_note", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "decided_at IS NULL OR outcome IN ('held', 'refused')",
            name=op.f("only_records_left_undone_are_decided"),
        ),
        sa.CheckConstraint(
            "decision IN ('accepted', 'noted', 'dismissed')",
            name=op.f("phone_record_decision_is_known"),
        ),
        sa.CheckConstraint(
            "outcome IN ('applied', 'conflict', 'held', 'refused')",
            name=op.f("phone_record_outcome_is_known"),
        ),
        sa.CheckConstraint(
            "(decided_at IS NULL) = (decided_by_id IS NULL) AND (decided_at IS NULL) = (decision IS NULL)",
            name=op.f("phone_record_decision_is_whole"),
        ),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_phone_record_by_id")),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["person.id"], name=op.f("fk_phone_record_decided_by_id")
        ),
        sa.ForeignKeyConstraint(["phone_id"], ["phone.id"], name=op.f("fk_phone_record_phone_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phone_record")),
        sa.UniqueConstraint("phone_id", "seq", name="phone_record_counts_once"),
    )
    with op.batch_alter_table("phone_record", schema=None) as batch_op:
        batch_op.create_index("ix_phone_record_by", ["by_id", "happened_at"], unique=False)
        batch_op.create_index(
            "ix_phone_record_waiting",
            ["received_at"],
            unique=False,
            sqlite_where=sa.text("outcome = 'held' AND decided_at IS NULL"),
            postgresql_where=sa.text("outcome = 'held' AND decided_at IS NULL"),
        )

    op.create_table(
        "roll_call",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expected", sa.Integer(), nullable=False),
        sa.Column("found", sa.Integer(), nullable=False),
        sa.Column("missed", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("resolution", sa.String(length=10), nullable=True),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("resolved_by_id", sa.Integer(), nullable=True),
        sa.Column("resolution_note", sa.Text(), nullable=False),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("voided_by_id", sa.Integer(), nullable=True),
        sa.Column("void_reason", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "resolution IN ('found', 'death', 'escape', 'move', 'miscount')",
            name=op.f("roll_call_resolution_is_known"),
        ),
        sa.CheckConstraint(
            "(resolved_at IS NULL) = (resolution IS NULL) AND (resolved_at IS NULL) = (resolved_by_id IS NULL)",
            name=op.f("roll_call_resolution_is_whole"),
        ),
        sa.CheckConstraint(
            "(voided_at IS NULL) = (voided_by_id IS NULL) AND (voided_at IS NULL) = (void_reason IS NULL)",
            name=op.f("roll_call_void_is_whole"),
        ),
        sa.CheckConstraint("expected >= 0 AND found >= 0", name=op.f("roll_call_is_not_negative")),
        sa.CheckConstraint("missed >= 0", name=op.f("roll_call_misses_are_not_negative")),
        sa.CheckConstraint(
            "resolved_at IS NULL OR expected <> found OR missed > 0",
            name=op.f("only_mismatches_are_resolved"),
        ),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_roll_call_by_id")),
        sa.ForeignKeyConstraint(
            ["resolved_by_id"], ["person.id"], name=op.f("fk_roll_call_resolved_by_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_roll_call_unit_id")),
        sa.ForeignKeyConstraint(
            ["voided_by_id"], ["person.id"], name=op.f("fk_roll_call_voided_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roll_call")),
    )
    with op.batch_alter_table("roll_call", schema=None) as batch_op:
        batch_op.create_index("ix_roll_call_at", ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_roll_call_by_id"), ["by_id"], unique=False)
        batch_op.create_index(
            "ix_roll_call_open",
            ["at"],
            unique=False,
            sqlite_where=sa.text(
                "(expected <> found OR missed > 0) AND resolved_at IS NULL AND voided_at IS NULL"
            ),
            postgresql_where=sa.text(
                "(expected <> found OR missed > 0) AND resolved_at IS NULL AND voided_at IS NULL"
            ),
        )
        batch_op.create_index("ix_roll_call_unit", ["unit_id", "at"], unique=False)

    op.create_table(
        "shift",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("part", sa.String(length=8), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "part IN ('morning', 'day', 'evening', 'night')", name=op.f("shift_part_is_known")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_shift_by_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_shift_person_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_shift_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shift")),
    )
    with op.batch_alter_table("shift", schema=None) as batch_op:
        batch_op.create_index("ix_shift_day", ["day"], unique=False)
        batch_op.create_index(
            "uq_shift",
            ["person_id", "day", "part"],
            unique=True,
            sqlite_where=sa.text("cancelled_at IS NULL"),
            postgresql_where=sa.text("cancelled_at IS NULL"),
        )

    op.create_table(
        "phone_photo",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("profile_id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.String(length=36), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("have", sa.Integer(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("arrived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("media_id", sa.Integer(), nullable=True),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.CheckConstraint("media_id IS NULL OR have = size", name=op.f("phone_photo_is_whole")),
        sa.CheckConstraint("size > 0 AND have BETWEEN 0 AND size", name=op.f("phone_photo_fits")),
        sa.ForeignKeyConstraint(["media_id"], ["media.id"], name=op.f("fk_phone_photo_media_id")),
        sa.ForeignKeyConstraint(
            ["profile_id"], ["phone_profile.id"], name=op.f("fk_phone_photo_profile_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phone_photo")),
    )
    with op.batch_alter_table("phone_photo", schema=None) as batch_op:
        batch_op.create_index("ix_phone_photo_record", ["record_id"], unique=False)

    op.create_table(
        "care_plan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("taxon_id", sa.Integer(), nullable=True),
        sa.Column("animal_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("times", sa.String(length=80), nullable=False),
        sa.Column("weekdays", sa.String(length=7), nullable=False),
        sa.Column("diet_id", sa.Integer(), nullable=True),
        sa.Column("words", sa.String(length=300), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "kind = 'feed' OR diet_id IS NULL", name=op.f("only_feeding_has_a_diet")
        ),
        sa.CheckConstraint(
            "kind IN ('feed', 'clean', 'water', 'enrich', 'observe', 'weigh', 'welfare')",
            name=op.f("care_plan_kind_is_known"),
        ),
        sa.CheckConstraint("times <> '' AND weekdays <> ''", name=op.f("care_plan_has_its_times")),
        sa.CheckConstraint(
            "(unit_id IS NOT NULL AND taxon_id IS NULL AND animal_id IS NULL) OR (unit_id IS NULL AND taxon_id IS NOT NULL AND animal_id IS NULL) OR (unit_id IS NULL AND taxon_id IS NULL AND animal_id IS NOT NULL)",
            name=op.f("care_plan_is_for_one"),
        ),
        sa.CheckConstraint(
            "(until_on IS NULL) = (ended_by_id IS NULL)", name=op.f("care_plan_end_is_whole")
        ),
        sa.CheckConstraint(
            "until_on IS NULL OR until_on >= from_on", name=op.f("care_plan_ends_after_it_began")
        ),
        sa.ForeignKeyConstraint(["animal_id"], ["animal.id"], name=op.f("fk_care_plan_animal_id")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_care_plan_by_id")),
        sa.ForeignKeyConstraint(["diet_id"], ["diet.id"], name=op.f("fk_care_plan_diet_id")),
        sa.ForeignKeyConstraint(
            ["ended_by_id"], ["person.id"], name=op.f("fk_care_plan_ended_by_id")
        ),
        sa.ForeignKeyConstraint(["taxon_id"], ["taxon.id"], name=op.f("fk_care_plan_taxon_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_care_plan_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_care_plan")),
    )
    with op.batch_alter_table("care_plan", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_care_plan_animal_id"), ["animal_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_care_plan_diet_id"), ["diet_id"], unique=False)
        batch_op.create_index(
            "ix_care_plan_open",
            ["from_on"],
            unique=False,
            sqlite_where=sa.text("until_on IS NULL"),
            postgresql_where=sa.text("until_on IS NULL"),
        )
        batch_op.create_index(batch_op.f("ix_care_plan_taxon_id"), ["taxon_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_care_plan_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "concern",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("animal_id", sa.Integer(), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("what", sa.String(length=12), nullable=False),
        sa.Column("urgency", sa.String(length=6), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("voided_by_id", sa.Integer(), nullable=True),
        sa.Column("void_reason", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(answered_at IS NULL) = (answered_by_id IS NULL) AND (answered_at IS NULL) = (answer = '')",
            name=op.f("concern_answer_is_whole"),
        ),
        sa.CheckConstraint(
            "urgency IN ('now', 'today', 'watch')", name=op.f("concern_urgency_is_known")
        ),
        sa.CheckConstraint(
            "what IN ('missing', 'injured', 'not_eating', 'stool', 'behaviour', 'other')",
            name=op.f("concern_is_of_a_kind"),
        ),
        sa.CheckConstraint(
            "(voided_at IS NULL) = (voided_by_id IS NULL) AND (voided_at IS NULL) = (void_reason IS NULL)",
            name=op.f("concern_void_is_whole"),
        ),
        sa.CheckConstraint(
            "animal_id IS NOT NULL OR unit_id IS NOT NULL", name=op.f("concern_is_about_something")
        ),
        sa.ForeignKeyConstraint(["animal_id"], ["animal.id"], name=op.f("fk_concern_animal_id")),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["person.id"], name=op.f("fk_concern_answered_by_id")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_concern_by_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_concern_unit_id")),
        sa.ForeignKeyConstraint(
            ["voided_by_id"], ["person.id"], name=op.f("fk_concern_voided_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_concern")),
    )
    with op.batch_alter_table("concern", schema=None) as batch_op:
        batch_op.create_index("ix_concern_animal", ["animal_id", "at"], unique=False)
        batch_op.create_index(batch_op.f("ix_concern_by_id"), ["by_id"], unique=False)
        batch_op.create_index("ix_concern_unit", ["unit_id", "at"], unique=False)
        batch_op.create_index(
            "ix_concern_waiting",
            ["at"],
            unique=False,
            sqlite_where=sa.text("answered_at IS NULL AND voided_at IS NULL"),
            postgresql_where=sa.text("answered_at IS NULL AND voided_at IS NULL"),
        )

    op.create_table(
        "incident",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=8), nullable=False),
        sa.Column("animal_id", sa.Integer(), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_hurt", sa.String(length=200), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("advice", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("follow_up", sa.Text(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by_id", sa.Integer(), nullable=True),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("voided_by_id", sa.Integer(), nullable=True),
        sa.Column("void_reason", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(closed_at IS NULL) = (closed_by_id IS NULL) AND (closed_at IS NULL) = (follow_up = '')",
            name=op.f("incident_follow_up_is_whole"),
        ),
        sa.CheckConstraint(
            "animal_id IS NOT NULL OR unit_id IS NOT NULL OR note <> ''",
            name=op.f("incident_says_something"),
        ),
        sa.CheckConstraint(
            "what IN ('bite', 'scratch', 'escape', 'injury', 'other')",
            name=op.f("incident_kind_is_known"),
        ),
        sa.CheckConstraint(
            "(voided_at IS NULL) = (voided_by_id IS NULL) AND (voided_at IS NULL) = (void_reason IS NULL)",
            name=op.f("incident_void_is_whole"),
        ),
        sa.ForeignKeyConstraint(["animal_id"], ["animal.id"], name=op.f("fk_incident_animal_id")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_incident_by_id")),
        sa.ForeignKeyConstraint(
            ["closed_by_id"], ["person.id"], name=op.f("fk_incident_closed_by_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_incident_unit_id")),
        sa.ForeignKeyConstraint(
            ["voided_by_id"], ["person.id"], name=op.f("fk_incident_voided_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident")),
    )
    with op.batch_alter_table("incident", schema=None) as batch_op:
        batch_op.create_index("ix_incident_animal", ["animal_id", "at"], unique=False)
        batch_op.create_index("ix_incident_at", ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_incident_by_id"), ["by_id"], unique=False)
        batch_op.create_index("ix_incident_unit", ["unit_id", "at"], unique=False)

    op.create_table(
        "observation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("animal_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("appetite", sa.Integer(), nullable=True),
        sa.Column("faeces", sa.Integer(), nullable=True),
        sa.Column("water", sa.String(length=8), nullable=False),
        sa.Column("behaviour", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("voided_by_id", sa.Integer(), nullable=True),
        sa.Column("void_reason", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "appetite IS NOT NULL OR faeces IS NOT NULL OR water <> 'unknown' OR behaviour <> '' OR note <> ''",
            name=op.f("observation_says_something"),
        ),
        sa.CheckConstraint(
            "water IN ('drank', 'not', 'unknown')", name=op.f("observed_water_is_known")
        ),
        sa.CheckConstraint(
            "(voided_at IS NULL) = (voided_by_id IS NULL) AND (voided_at IS NULL) = (void_reason IS NULL)",
            name=op.f("observation_void_is_whole"),
        ),
        sa.CheckConstraint("appetite BETWEEN 0 AND 4", name=op.f("appetite_is_a_score")),
        sa.CheckConstraint("faeces BETWEEN 1 AND 5", name=op.f("faeces_are_a_score")),
        sa.ForeignKeyConstraint(
            ["animal_id"], ["animal.id"], name=op.f("fk_observation_animal_id")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_observation_by_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_observation_unit_id")),
        sa.ForeignKeyConstraint(
            ["voided_by_id"], ["person.id"], name=op.f("fk_observation_voided_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_observation")),
    )
    with op.batch_alter_table("observation", schema=None) as batch_op:
        batch_op.create_index("ix_observation_animal", ["animal_id", "at"], unique=False)
        batch_op.create_index("ix_observation_at", ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_observation_by_id"), ["by_id"], unique=False)
        batch_op.create_index("ix_observation_unit", ["unit_id", "at"], unique=False)

    op.create_table(
        "roll_call_animal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("roll_call_id", sa.Integer(), nullable=False),
        sa.Column("animal_id", sa.Integer(), nullable=False),
        sa.Column("missed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["animal_id"], ["animal.id"], name=op.f("fk_roll_call_animal_animal_id")
        ),
        sa.ForeignKeyConstraint(
            ["roll_call_id"], ["roll_call.id"], name=op.f("fk_roll_call_animal_roll_call_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roll_call_animal")),
        sa.UniqueConstraint("roll_call_id", "animal_id", name="called_once"),
    )
    with op.batch_alter_table("roll_call_animal", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_roll_call_animal_animal_id"), ["animal_id"], unique=False
        )

    op.create_table(
        "concern_photo",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("concern_id", sa.Integer(), nullable=False),
        sa.Column("media_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["concern_id"], ["concern.id"], name=op.f("fk_concern_photo_concern_id")
        ),
        sa.ForeignKeyConstraint(["media_id"], ["media.id"], name=op.f("fk_concern_photo_media_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_concern_photo")),
        sa.UniqueConstraint("concern_id", "media_id", name="concern_photo_once"),
    )
    op.create_table(
        "incident_photo",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("incident_id", sa.Integer(), nullable=False),
        sa.Column("media_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incident.id"], name=op.f("fk_incident_photo_incident_id")
        ),
        sa.ForeignKeyConstraint(
            ["media_id"], ["media.id"], name=op.f("fk_incident_photo_media_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident_photo")),
        sa.UniqueConstraint("incident_id", "media_id", name="incident_photo_once"),
    )
    op.create_table(
        "tending",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("animal_id", sa.Integer(), nullable=True),
        sa.Column("plan_id", sa.Integer(), nullable=True),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("slot", sa.String(length=20), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("offered_g", sa.Integer(), nullable=True),
        sa.Column("left_g", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("voided_by_id", sa.Integer(), nullable=True),
        sa.Column("void_reason", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(plan_id IS NULL) = (day IS NULL) AND (plan_id IS NULL) = (slot = '')",
            name=op.f("tending_task_is_whole"),
        ),
        sa.CheckConstraint(
            "kind = 'feed' OR (offered_g IS NULL AND left_g IS NULL)",
            name=op.f("only_food_is_weighed"),
        ),
        sa.CheckConstraint(
            "kind IN ('feed', 'clean', 'water', 'enrich')", name=op.f("tending_kind_is_known")
        ),
        sa.CheckConstraint(
            "(voided_at IS NULL) = (voided_by_id IS NULL) AND (voided_at IS NULL) = (void_reason IS NULL)",
            name=op.f("tending_void_is_whole"),
        ),
        sa.CheckConstraint(
            "left_g IS NULL OR left_g <= offered_g", name=op.f("no_more_is_left_than_was_offered")
        ),
        sa.CheckConstraint("offered_g >= 0 AND left_g >= 0", name=op.f("food_is_not_negative")),
        sa.ForeignKeyConstraint(["animal_id"], ["animal.id"], name=op.f("fk_tending_animal_id")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_tending_by_id")),
        sa.ForeignKeyConstraint(["plan_id"], ["care_plan.id"], name=op.f("fk_tending_plan_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_tending_unit_id")),
        sa.ForeignKeyConstraint(
            ["voided_by_id"], ["person.id"], name=op.f("fk_tending_voided_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tending")),
    )
    with op.batch_alter_table("tending", schema=None) as batch_op:
        batch_op.create_index("ix_tending_animal", ["animal_id", "at"], unique=False)
        batch_op.create_index("ix_tending_at", ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_tending_by_id"), ["by_id"], unique=False)
        batch_op.create_index("ix_tending_unit", ["unit_id", "at"], unique=False)
        batch_op.create_index(
            "uq_tending_task",
            ["plan_id", "day", "slot"],
            unique=True,
            sqlite_where=sa.text("plan_id IS NOT NULL AND voided_at IS NULL"),
            postgresql_where=sa.text("plan_id IS NOT NULL AND voided_at IS NULL"),
        )

    op.create_table(
        "welfare_assessment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("animal_id", sa.Integer(), nullable=False),
        sa.Column("stay_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confidence", sa.String(length=8), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("voided_by_id", sa.Integer(), nullable=True),
        sa.Column("void_reason", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "confidence IN ('low', 'medium', 'high')", name=op.f("welfare_confidence_is_known")
        ),
        sa.CheckConstraint(
            "(voided_at IS NULL) = (voided_by_id IS NULL) AND (voided_at IS NULL) = (void_reason IS NULL)",
            name=op.f("welfare_assessment_void_is_whole"),
        ),
        sa.ForeignKeyConstraint(
            ["animal_id"], ["animal.id"], name=op.f("fk_welfare_assessment_animal_id")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_welfare_assessment_by_id")),
        sa.ForeignKeyConstraint(
            ["stay_id"], ["stay.id"], name=op.f("fk_welfare_assessment_stay_id")
        ),
        sa.ForeignKeyConstraint(
            ["voided_by_id"], ["person.id"], name=op.f("fk_welfare_assessment_voided_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_welfare_assessment")),
    )
    with op.batch_alter_table("welfare_assessment", schema=None) as batch_op:
        batch_op.create_index("ix_welfare_assessment_animal", ["animal_id", "at"], unique=False)
        batch_op.create_index(batch_op.f("ix_welfare_assessment_by_id"), ["by_id"], unique=False)
        batch_op.create_index("ix_welfare_assessment_stay", ["stay_id", "at"], unique=False)

    op.create_table(
        "finding_photo",
        sa.Column("finding_id", sa.Integer(), nullable=False),
        sa.Column("media_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["finding_id"], ["tag_finding.id"], name=op.f("fk_finding_photo_finding_id")
        ),
        sa.ForeignKeyConstraint(["media_id"], ["media.id"], name=op.f("fk_finding_photo_media_id")),
        sa.PrimaryKeyConstraint("finding_id", name=op.f("pk_finding_photo")),
    )
    op.create_table(
        "finding_position",
        sa.Column("finding_id", sa.Integer(), nullable=False),
        sa.Column("latitude", sa.Numeric(precision=9, scale=6), nullable=False),
        sa.Column("longitude", sa.Numeric(precision=9, scale=6), nullable=False),
        sa.Column("accuracy_m", sa.Integer(), nullable=True),
        sa.CheckConstraint("accuracy_m >= 0", name=op.f("finding_position_accuracy_not_negative")),
        sa.CheckConstraint(
            "latitude BETWEEN -90 AND 90 AND longitude BETWEEN -180 AND 180",
            name=op.f("finding_position_is_on_earth"),
        ),
        sa.ForeignKeyConstraint(
            ["finding_id"], ["tag_finding.id"], name=op.f("fk_finding_position_finding_id")
        ),
        sa.PrimaryKeyConstraint("finding_id", name=op.f("pk_finding_position")),
    )
    op.create_table(
        "welfare_grade",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("domain", sa.String(length=12), nullable=False),
        sa.Column("compromise", sa.String(length=1), nullable=False),
        sa.Column("enhancement", sa.Integer(), nullable=False),
        sa.Column("indicators", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "compromise IN ('A', 'B', 'C', 'D', 'E')", name=op.f("welfare_compromise_is_known")
        ),
        sa.CheckConstraint(
            "domain IN ('nutrition', 'environment', 'health', 'behaviour', 'mental')",
            name=op.f("welfare_domain_is_known"),
        ),
        sa.CheckConstraint(
            "enhancement BETWEEN 0 AND 3", name=op.f("welfare_enhancement_is_known")
        ),
        sa.ForeignKeyConstraint(
            ["assessment_id"],
            ["welfare_assessment.id"],
            name=op.f("fk_welfare_grade_assessment_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_welfare_grade")),
        sa.UniqueConstraint("assessment_id", "domain", name="welfare_domain_is_graded_once"),
    )
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("language", sa.String(length=8), server_default="en", nullable=False)
        )


def downgrade() -> None:
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_column("language")

    op.drop_table("welfare_grade")
    op.drop_table("finding_position")
    op.drop_table("finding_photo")
    with op.batch_alter_table("welfare_assessment", schema=None) as batch_op:
        batch_op.drop_index("ix_welfare_assessment_stay")
        batch_op.drop_index(batch_op.f("ix_welfare_assessment_by_id"))
        batch_op.drop_index("ix_welfare_assessment_animal")

    op.drop_table("welfare_assessment")
    with op.batch_alter_table("tending", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_tending_task",
            sqlite_where=sa.text("plan_id IS NOT NULL AND voided_at IS NULL"),
            postgresql_where=sa.text("plan_id IS NOT NULL AND voided_at IS NULL"),
        )
        batch_op.drop_index("ix_tending_unit")
        batch_op.drop_index(batch_op.f("ix_tending_by_id"))
        batch_op.drop_index("ix_tending_at")
        batch_op.drop_index("ix_tending_animal")

    op.drop_table("tending")
    op.drop_table("incident_photo")
    op.drop_table("concern_photo")
    with op.batch_alter_table("roll_call_animal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_roll_call_animal_animal_id"))

    op.drop_table("roll_call_animal")
    with op.batch_alter_table("observation", schema=None) as batch_op:
        batch_op.drop_index("ix_observation_unit")
        batch_op.drop_index(batch_op.f("ix_observation_by_id"))
        batch_op.drop_index("ix_observation_at")
        batch_op.drop_index("ix_observation_animal")

    op.drop_table("observation")
    with op.batch_alter_table("incident", schema=None) as batch_op:
        batch_op.drop_index("ix_incident_unit")
        batch_op.drop_index(batch_op.f("ix_incident_by_id"))
        batch_op.drop_index("ix_incident_at")
        batch_op.drop_index("ix_incident_animal")

    op.drop_table("incident")
    with op.batch_alter_table("concern", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_concern_waiting",
            sqlite_where=sa.text("answered_at IS NULL AND voided_at IS NULL"),
            postgresql_where=sa.text("answered_at IS NULL AND voided_at IS NULL"),
        )
        batch_op.drop_index("ix_concern_unit")
        batch_op.drop_index(batch_op.f("ix_concern_by_id"))
        batch_op.drop_index("ix_concern_animal")

    op.drop_table("concern")
    with op.batch_alter_table("care_plan", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_care_plan_unit_id"))
        batch_op.drop_index(batch_op.f("ix_care_plan_taxon_id"))
        batch_op.drop_index(
            "ix_care_plan_open",
            sqlite_where=sa.text("until_on IS NULL"),
            postgresql_where=sa.text("until_on IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_care_plan_diet_id"))
        batch_op.drop_index(batch_op.f("ix_care_plan_animal_id"))

    op.drop_table("care_plan")
    with op.batch_alter_table("phone_photo", schema=None) as batch_op:
        batch_op.drop_index("ix_phone_photo_record")

    op.drop_table("phone_photo")
    with op.batch_alter_table("shift", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_shift",
            sqlite_where=sa.text("cancelled_at IS NULL"),
            postgresql_where=sa.text("cancelled_at IS NULL"),
        )
        batch_op.drop_index("ix_shift_day")

    op.drop_table("shift")
    with op.batch_alter_table("roll_call", schema=None) as batch_op:
        batch_op.drop_index("ix_roll_call_unit")
        batch_op.drop_index(
            "ix_roll_call_open",
            sqlite_where=sa.text(
                "(expected <> found OR missed > 0) AND resolved_at IS NULL AND voided_at IS NULL"
            ),
            postgresql_where=sa.text(
                "(expected <> found OR missed > 0) AND resolved_at IS NULL AND voided_at IS NULL"
            ),
        )
        batch_op.drop_index(batch_op.f("ix_roll_call_by_id"))
        batch_op.drop_index("ix_roll_call_at")

    op.drop_table("roll_call")
    with op.batch_alter_table("phone_record", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_phone_record_waiting",
            sqlite_where=sa.text("outcome = 'held' AND decided_at IS NULL"),
            postgresql_where=sa.text("outcome = 'held' AND decided_at IS NULL"),
        )
        batch_op.drop_index("ix_phone_record_by")

    op.drop_table("phone_record")
    with op.batch_alter_table("phone_profile", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_phone_profile_open",
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_phone_profile_person_id"))

    op.drop_table("phone_profile")
    with op.batch_alter_table("keepership", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_keepership_open",
            sqlite_where=sa.text("until_on IS NULL"),
            postgresql_where=sa.text("until_on IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_keepership_unit_id"))

    op.drop_table("keepership")
    op.drop_table("phone")
    op.drop_table("diet_item")
    op.drop_table("diet")
