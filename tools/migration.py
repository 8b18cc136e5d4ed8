"""Write the next migration from the difference between the models and the migrations so far.

`make migration M="One open quarantine per stay"`. What it writes is a draft: read it, and mend what
a machine cannot know (renamed columns, changed CHECK constraints, rows to be carried over).
"""

import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from alembic.script import ScriptDirectory  # noqa: E402
from flask_migrate import revision, upgrade  # noqa: E402

from rescue_center import create_app  # noqa: E402


def main(sentence: str) -> None:
    """Write `migrations/versions/000N_sentence.py` and name it in migrations/HEAD."""
    if not sentence:
        raise SystemExit('Say what it does: make migration M="One open quarantine per stay"')
    heads = ScriptDirectory(str(ROOT / "migrations")).get_heads()
    if len(heads) > 1:
        raise SystemExit(f"Two migrations follow the same one: {', '.join(heads)}. Renumber one.")
    number = f"{int(heads[0]) + 1 if heads else 1:04}"
    with tempfile.TemporaryDirectory() as folder:
        app = create_app({"INSTANCE_DIR": folder, "DATABASE_URL": f"sqlite:///{folder}/draft"})
        with app.app_context():
            upgrade()
            revision(message=sentence, autogenerate=True, rev_id=number)
    (script,) = (ROOT / "migrations" / "versions").glob(f"{number}_*.py")
    lines = script.read_text().splitlines(keepends=True)
    script.write_text("".join(line for line in lines if "# ### " not in line))
    (ROOT / "migrations" / "HEAD").write_text(f"{number}\n")
    ruff = str(Path(sys.executable).with_name("ruff"))
    subprocess.run([ruff, "check", "--fix", "--quiet", script], check=False)
    subprocess.run([ruff, "format", "--quiet", script], check=True)
    print(f"Wrote {script.relative_to(ROOT)}. Read it before you commit it.")


if __name__ == "__main__":
    main(" ".join(sys.argv[1:]).strip())
