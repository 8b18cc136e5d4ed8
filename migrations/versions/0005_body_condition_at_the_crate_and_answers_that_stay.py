"""Body condition at the crate and answers that stay"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

#: Table -> name of a rule -> what it said before, and what it says now; empty where it was not.
RULES = {
    "tending": {
        "no_more_is_left_than_was_offered": (
            "left_g IS NULL OR left_g <= offered_g",
            "left_g IS NULL OR (offered_g IS NOT NULL AND left_g <= offered_g)",
        ),
    },
    "concern": {
        "concern_is_of_a_kind": (
            "what IN ('missing', 'injured', 'not_eating', 'stool', 'behaviour', 'other')",
            "what IN ('missing', 'injured', 'not_eating', 'stool', 'behaviour', 'dead', 'other')",
        ),
        "who_was_found_dead_is_named": ("", "what <> 'dead' OR animal_id IS NOT NULL"),
    },
    "observation": {
        "observation_says_something": (
            "appetite IS NOT NULL OR faeces IS NOT NULL OR water <> 'unknown'"
            " OR behaviour <> '' OR note <> ''",
            "appetite IS NOT NULL OR faeces IS NOT NULL OR water <> 'unknown'"
            " OR behaviour <> '' OR note <> '' OR body_condition IS NOT NULL",
        ),
        "observed_body_condition_on_its_scale": (
            "",
            "body_condition IS NULL OR (body_condition_scale IN (5, 9)"
            " AND body_condition BETWEEN 1 AND body_condition_scale)",
        ),
        "observed_body_condition_is_whole": (
            "",
            "(body_condition IS NULL) = (body_condition_scale IS NULL)"
            " AND (body_condition IS NULL) = (body_condition_system = '')",
        ),
        "body_condition_system_is_known": ("", "body_condition_system IN ('', 'seen', 'felt')"),
    },
}
COLUMNS = ("body_condition", "body_condition_scale", "body_condition_system")


def upgrade() -> None:
    # what was left of nothing that was offered is kept in words
    op.execute(
        "UPDATE tending SET note = trim(note || ' (' || left_g || ' g left, of what nobody"
        " weighed)'), left_g = NULL WHERE left_g IS NOT NULL AND offered_g IS NULL"
    )
    op.add_column("observation", sa.Column("body_condition", sa.Integer()))
    op.add_column("observation", sa.Column("body_condition_scale", sa.Integer()))
    op.add_column(
        "observation",
        sa.Column("body_condition_system", sa.String(8), server_default="", nullable=False),
    )
    for table, rules in RULES.items():
        _say(table, {name: (old, new) for name, (old, new) in rules.items()})


def downgrade() -> None:
    op.execute(
        "UPDATE concern SET what = 'other', note = trim('Found dead. ' || note) WHERE what = 'dead'"
    )
    op.execute(
        "UPDATE observation SET note = trim(note || ' Body condition ' || body_condition || ' of '"
        " || body_condition_scale || '.') WHERE body_condition IS NOT NULL"
    )
    for table, rules in RULES.items():
        _say(table, {name: (new, old) for name, (old, new) in rules.items()})
    for column in COLUMNS:
        op.drop_column("observation", column)


def _say(table: str, rules: dict[str, tuple[str, str]]) -> None:
    """Let the rules of a table say something else."""
    if op.get_bind().dialect.name == "postgresql":
        for name, (old, new) in rules.items():
            if old:
                op.drop_constraint(name, table, type_="check")
            if new:
                op.create_check_constraint(op.f(name), table, new)
        return
    _rebuild(table, rules)


def _rebuild(table: str, rules: dict[str, tuple[str, str]]) -> None:
    """SQLite changes no rule of a table: it is made anew from its own words, with its rows and
    indexes."""
    bind = op.get_bind()
    query = "SELECT type, sql FROM sqlite_master WHERE tbl_name = :table AND sql IS NOT NULL"
    found = bind.execute(sa.text(query), {"table": table}).all()
    indexes = [sql for kind, sql in found if kind == "index"]
    made = next(sql for kind, sql in found if kind == "table")
    for name, (old, new) in rules.items():
        rule = f"CONSTRAINT {name} CHECK ({{}})"
        if old and rule.format(old) not in made:
            raise RuntimeError(f"{table} has no rule {name}: {made}")
        if old and new:
            made = made.replace(rule.format(old), rule.format(new))
        elif old:
            made = made.replace(f", \n\t{rule.format(old)}", "").replace(
                f", {rule.format(old)}", ""
            )
        else:
            made = f"{made.rstrip().removesuffix(')')}, {rule.format(new)}\n)"
    columns = ", ".join(row[1] for row in bind.exec_driver_sql(f"PRAGMA table_info({table})").all())
    anew = f"{table}_anew"
    _head, _, rest = made.partition("(")
    bind.exec_driver_sql(f"CREATE TABLE {anew} ({rest}")
    bind.exec_driver_sql(f"INSERT INTO {anew} ({columns}) SELECT {columns} FROM {table}")  # noqa: S608 (ours)
    bind.exec_driver_sql(f"DROP TABLE {table}")
    bind.exec_driver_sql(f"ALTER TABLE {anew} RENAME TO {table}")
    for sql in indexes:
        bind.exec_driver_sql(sql)
