"""The walls of the house: who may import whom, and what each kind of file may contain."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from rescue_center import PACKAGES
from rescue_center.config import ROOT

CODE = ROOT / "rescue_center"
FILES = sorted(CODE.rglob("*.py"))
#: Single files, and the one folder of the kernel that holds several.
KERNEL = {file.stem for file in CODE.glob("*.py")} - {"__init__"} | {"forms"}

#: What the kernel knows of the packages above it, imported inside a function: who is asking.
KNOWN_ABOVE = {("web", "staff")}

BANNED = {"utils", "util", "helpers", "helper", "manager", "service", "process", "handle", "data"}
#: Names that others chose (SQLAlchemy's column types, WTForms' fields), and the role of that name.
CHOSEN_BY_OTHERS = {
    "process_bind_param", "process_result_value", "process_formdata", "process_data",
    "process", "data", "is_manager",
}  # fmt: skip


def tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"), filename=str(file))


def imported(module: ast.Module) -> Iterator[str]:
    """Every dotted name that a module imports, by statement or by `import_module("...")`."""
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"line {node.lineno}: a relative import"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Call) and getattr(node.func, "id", "") == "import_module":
            yield from (a.value for a in node.args if isinstance(a, ast.Constant))


def ours(name: str) -> str | None:
    """The package or kernel module of ours that a dotted name belongs to."""
    parts = name.split(".")
    return parts[1] if parts[0] == "rescue_center" and len(parts) > 1 else None


def arrows() -> Iterator[tuple[Path, str, str]]:
    """File, what it belongs to, what it imports."""
    for file in FILES:
        owner = file.relative_to(CODE).parts[0].removesuffix(".py")
        for name in imported(tree(file)):
            if (target := ours(name)) and target != owner:
                yield file.relative_to(ROOT), owner, target


def test_every_package_is_listed_and_every_listed_one_is_there() -> None:
    there = {folder.name for folder in CODE.iterdir() if (folder / "__init__.py").exists()}
    assert there - KERNEL == set(PACKAGES)


def test_imports_point_one_way() -> None:
    wrong = []
    for file, owner, target in arrows():
        if owner == "__init__" or target in KERNEL or (owner, target) in KNOWN_ABOVE:
            continue
        if owner in KERNEL:
            wrong.append(f"{file}: the kernel imports {target}")
        elif target in PACKAGES and PACKAGES.index(target) > PACKAGES.index(owner):
            wrong.append(f"{file}: {owner} imports {target}, which comes after it")
    assert wrong == []


def test_nobody_knows_the_application_but_its_entry() -> None:
    knowing = [
        str(file.relative_to(ROOT))
        for file in FILES
        if any(name == "rescue_center.create_app" for name in imported(tree(file)))
    ]
    assert knowing == []


def flask_names(module: ast.Module) -> set[str]:
    return {n.split(".")[0] for n in imported(module)} & {"flask", "werkzeug", "wtforms"}


def calls(module: ast.Module) -> Iterator[tuple[int, str]]:
    """Line and dotted name of everything called: `db.session.commit`; `today()` where it is asked
    of the clock, `today` where it is computed from an argument. When something is recorded
    (`recorded_at=clock.now()`) is now by its nature."""
    keywords = (node for node in ast.walk(module) if isinstance(node, ast.keyword))
    recorded = [node.value for node in keywords if node.arg == "recorded_at"]
    for node in ast.walk(module):
        if isinstance(node, ast.Call) and node not in recorded:
            asked = node.func if node.args or node.keywords else node
            name = ast.unparse(asked)
            yield node.lineno, name if name.endswith("today()") else ast.unparse(node.func)


RULES = [f for f in FILES if f.name.endswith("rules.py") or f.name == "life.py"]
MODELS = [f for f in FILES if f.name.endswith("models.py")]
QUERIES = [f for f in FILES if f.name.endswith("queries.py")]


def test_rules_know_no_request_no_clock_and_no_commit() -> None:
    wrong = []
    for file in RULES:
        module = tree(file)
        wrong += [f"{file.relative_to(ROOT)} imports {name}" for name in flask_names(module)]
        for line, name in calls(module):
            if name.endswith("session.commit") or re.search(r"\bnow$|\btoday\(\)$", name):
                wrong.append(f"{file.relative_to(ROOT)}:{line} calls {name}")
    assert wrong == []


def test_models_know_no_request() -> None:
    assert [f"{f.relative_to(ROOT)}" for f in MODELS if flask_names(tree(f))] == []


def test_queries_write_nothing() -> None:
    writing = re.compile(r"session\.(add|add_all|delete|merge|flush|commit)$")
    wrong = [
        f"{file.relative_to(ROOT)}:{line} calls {name}"
        for file in QUERIES
        for line, name in calls(tree(file))
        if writing.search(name)
    ]
    assert wrong == []


def test_only_life_moves_an_animal_to_a_stage() -> None:
    wrong = []
    for file in FILES:
        if file == CODE / "animals" / "life.py":
            continue
        for node in ast.walk(tree(file)):
            if _assigns_stage(node):
                wrong.append(f"{file.relative_to(ROOT)}:{node.lineno}")  # type: ignore[attr-defined]
    assert wrong == []


def _assigns_stage(node: ast.AST) -> bool:
    if isinstance(node, ast.Attribute):
        return node.attr == "stage" and isinstance(node.ctx, ast.Store)
    if isinstance(node, ast.Call):
        name = ast.unparse(node.func)
        if name == "setattr":
            return ast.unparse(node.args[1]) == "'stage'"
        return name.endswith(".values") and any(k.arg == "stage" for k in node.keywords)
    return False


def test_templates_ask_predicates_and_never_compare_the_stage() -> None:
    comparing = re.compile(r"\.stage\s*(==|!=|in\b|not\s+in\b)|\bStage\.\w")
    wrong = [
        f"{file.relative_to(ROOT)}: {found[0]}"
        for file in sorted((ROOT / "templates").rglob("*.html"))
        if (found := comparing.search(file.read_text(encoding="utf-8")))
    ]
    assert wrong == []


def defined() -> Iterator[tuple[str, str]]:
    """Every name that we gave: files, folders, classes and functions, with where."""
    for file in FILES:
        where = str(file.relative_to(ROOT))
        yield from ((where, part) for part in file.relative_to(CODE).with_suffix("").parts)
        for node in ast.walk(tree(file)):
            if isinstance(node, ast.ClassDef | ast.FunctionDef):
                yield f"{where}:{node.lineno}", node.name


def test_names_are_of_the_trade() -> None:
    vague = []
    for where, name in defined():
        words = {w.lower() for w in re.findall(r"[A-Z]?[a-z0-9]+|[A-Z]+", name)}
        if words & BANNED and name not in CHOSEN_BY_OTHERS:
            vague.append(f"{where}: {name}")
    assert vague == []


@pytest.mark.parametrize("package", PACKAGES)
def test_every_package_says_what_it_is_about(package: str) -> None:
    assert ast.get_docstring(tree(CODE / package / "__init__.py"))


@pytest.mark.parametrize(
    ("code", "sees"),
    [
        ("stay.stage = x", True),
        ("setattr(stay, 'stage', x)", True),
        ("update(Stay).values(stage=x)", True),
        ("stay.stage == x", False),
        ("Stay(stage=x)", False),
    ],
)
def test_the_stage_rule_sees(code: str, sees: bool) -> None:
    assert any(_assigns_stage(node) for node in ast.walk(ast.parse(code))) is sees
