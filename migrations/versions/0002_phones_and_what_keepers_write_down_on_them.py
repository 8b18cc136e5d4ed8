"""Phones, and what keepers write down on them"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
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
            "decided_at IS NULL OR outcome = 'held'", name=op.f("only_held_records_are_decided")
        ),
        sa.CheckConstraint(
            "decision IN ('accepted', 'dismissed')", name=op.f("phone_record_decision_is_known")
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


def downgrade() -> None:
    with op.batch_alter_table("phone_photo", schema=None) as batch_op:
        batch_op.drop_index("ix_phone_photo_record")

    op.drop_table("phone_photo")
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
    op.drop_table("phone")
