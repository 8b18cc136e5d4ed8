"""The table of the life as a drawing in text, for docs/life.md: `python -m
rescue_center.animals.life_drawing` writes it anew, and a test compares."""

from pathlib import Path

from rescue_center.animals.life import DEPARTED, NEXT, Stage

FILE = Path(__file__).resolve().parents[2] / "docs" / "life.md"
BEGIN, END = "<!-- drawn from rescue_center/animals/life.py -->\n", "<!-- end of the drawing -->\n"


def drawing() -> str:
    """The stages and the ways between them, as Mermaid draws them, and as a table."""
    return f"{_mermaid()}\n{_table()}"


def _mermaid() -> str:
    lines = ["```mermaid", "stateDiagram-v2", "    [*] --> admitted"]
    for stage in Stage:
        later = [after for after in Stage if after in NEXT[stage] and after not in DEPARTED]
        lines += [f"    {stage.value} --> {after.value}" for after in later]
        if Stage.RELEASED in NEXT[stage]:
            lines.append(f"    {stage.value} --> released")
    lines += [f"    {stage.value} --> [*]" for stage in Stage if stage in DEPARTED]
    return "\n".join([*lines, "```", ""])


def _table() -> str:
    rows = ["| From | May be followed by |", "|---|---|"]
    for stage in Stage:
        after = ", ".join(one.label.lower() for one in Stage if one in NEXT[stage])
        rows.append(f"| {stage.label} | {after or 'nothing: the stay has ended'} |")
    return "\n".join([*rows, ""])


def redrawn(text: str) -> str:
    """The page with its drawing made anew."""
    before, rest = text.split(BEGIN)
    after = rest.split(END)[1]
    return f"{before}{BEGIN}\n{drawing()}\n{END}{after}"


if __name__ == "__main__":
    FILE.write_text(redrawn(FILE.read_text("utf-8")), "utf-8")
