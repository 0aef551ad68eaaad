"""The house rules that a machine can check."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path
from types import ModuleType

import pytest

import analysis

ROOT = Path(__file__).resolve().parent.parent
TRACKED = subprocess.run(
    ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False
).stdout.split("\n")
LIBRARY = sorted((ROOT / "analysis").rglob("*.py"))
PAGES = sorted((ROOT / "pages").rglob("*.py"))


def imports(path: Path) -> set[str]:
    """Every module that a file imports, wherever in the file."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", LIBRARY, ids=name_of)
def test_the_library_knows_nothing_of_the_dashboard(path: Path) -> None:
    assert not {m for m in imports(path) if re.match(r"(streamlit|plotly|pages)\b", m)}


STAGES = ["analysis.ingest", "analysis.statements", "analysis.resolve", "analysis.store"]


@pytest.mark.parametrize("path", LIBRARY, ids=name_of)
def test_a_stage_knows_no_later_stage(path: Path) -> None:
    module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
    for place, stage in enumerate(STAGES):
        if module.startswith(stage):
            later = STAGES[place + 1 :]
            assert not {m for m in imports(path) if any(m.startswith(s) for s in later)}


@pytest.mark.parametrize("path", LIBRARY, ids=name_of)
def test_lancedb_is_known_to_the_store_alone(path: Path) -> None:
    if not path.is_relative_to(ROOT / "analysis" / "store"):
        assert not {m for m in imports(path) if m.split(".")[0] in ("lancedb", "lance")}


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_only_resources_caches(path: Path) -> None:
    if path.name != "resources.py":
        assert "st.cache_" not in path.read_text(encoding="utf-8")


def test_public_names_are_those_listed() -> None:
    assert sorted(analysis.__all__) == sorted(analysis._HOMES)
    for name in analysis.__all__:
        assert not isinstance(getattr(analysis, name), ModuleType), name


def test_no_path_of_one_machine_is_in_the_project() -> None:
    pattern = re.compile(r"(?<![\w.])/(?:work|root|home)/\w")
    for name in filter(None, TRACKED):
        path = ROOT / name
        if path.suffix in (".py", ".md", ".toml", ".yaml", ".yml", ".cfg", "") and path.is_file():
            text = path.read_text(encoding="utf-8", errors="ignore")
            assert not pattern.search(text), name


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_requirement_is_pinned(name: str) -> None:
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    for line in lines:
        requirement = line.split("#")[0].strip()
        if requirement and not requirement.startswith("-r"):
            assert re.fullmatch(r"[\w\-.\[\]]+==[\w.]+", requirement), requirement
