"""The house rules that no tool checks: sizes, counted exemptions, links, lock files, the README's commands."""

import ast
import json
import os
import re
import statistics
import subprocess
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from gptctl.cli.exits import Exit

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "gptctl"

# What stands in the way of a check in the code that we ship, counted: whoever adds one raises the number here, where a
# reviewer sees it. Nearly every `noqa` is PLC0415: what is heavy is imported where it is needed.
EXEMPTIONS = {"noqa": 115, "type: ignore": 0, "pragma: no cover": 0}

CORE_MAY_IMPORT = {
    "gptctl.core", "gptctl.diagnostics", "gptctl.errors",
    "collections", "dataclasses", "datetime", "difflib", "enum", "functools", "hashlib", "itertools", "json", "math",
    "re", "typing",
}  # fmt: skip

# Places of one machine, and names of package registries; written so that this file does not hold them.
MACHINE_PATH = re.compile(r"(?<![\w.$}~-])/(?:home|root|work|tmp|Users)/\w")
REGISTRY = re.compile("|".join(re.escape(f"{host}.{top}") for host, top in [
    ("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"), ("npmjs", "com"), ("anaconda", "org"), ("jfrog", "io"),
]))  # fmt: skip

LINK = re.compile(r"\]\(([^)\s]+)\)|\$schema=(\S+)")
FENCE = re.compile(r"^( *)```(\w*)\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
PIN = re.compile(r"^([a-z0-9._-]+)==(\S+)(?: ; [^\\]+)? \\$", re.MULTILINE)


def tracked(*patterns: str) -> list[Path]:
    """Files under version control or about to be; what was copied here as the work of others is left out."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", *patterns]
    listing = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    foreign = ROOT / "knowledge" / "handbook"
    paths = (ROOT / name for name in listing.split("\0") if name)
    return sorted(path for path in paths if path.is_file() and foreign not in path.parents)


def text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def shown(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def parsed() -> Iterator[tuple[Path, ast.Module]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        yield path, ast.parse(text(path))


def functions(module: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(module) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def lines_of(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Its length from `def` on, without the docstring: a contract may be as long as it has to."""
    first = function.body[0]
    told = ast.get_docstring(function) is not None
    docstring = (first.end_lineno or first.lineno) - first.lineno + 1 if told else 0
    return (function.end_lineno or function.lineno) - function.lineno + 1 - docstring


def prose(path: Path) -> str:
    """A Markdown file without its code blocks."""
    return FENCE.sub("", text(path))


def anchors(path: Path) -> set[str]:
    """The anchors that a forge makes from the headings of a Markdown file."""
    headings = re.findall(r"^#+ (.+)$", prose(path), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


def pyproject() -> dict[str, object]:
    return tomllib.loads(text(ROOT / "pyproject.toml"))


def console_blocks() -> list[str]:
    return [code.strip() for _, language, code in FENCE.findall(text(ROOT / "README.md")) if language == "console"]


# Sizes


def test_files_are_small() -> None:
    sizes = {shown(path): len(text(path).splitlines()) for path in PACKAGE.rglob("*.py")}
    assert {name: size for name, size in sizes.items() if size > 300} == {}
    assert statistics.median(size for size in sizes.values() if size > 1) < 100


def test_functions_are_short() -> None:
    sizes = {f"{shown(path)}:{f.lineno} {f.name}": lines_of(f) for path, module in parsed() for f in functions(module)}
    assert {name: size for name, size in sizes.items() if size > 40} == {}
    assert statistics.median(sizes.values()) < 10


# Exemptions


def exemptions(marker: str) -> list[str]:
    pattern = re.compile(rf"#\s*{marker}\b.*")
    return [f"{shown(path)}: {found}" for path in PACKAGE.rglob("*.py") for found in pattern.findall(text(path))]


@pytest.mark.parametrize("marker", EXEMPTIONS)
def test_exemptions_are_counted(marker: str) -> None:
    found = exemptions(marker)
    assert len(found) == EXEMPTIONS[marker], "\n".join(found)


@pytest.mark.parametrize("marker", EXEMPTIONS)
def test_every_exemption_has_its_reason(marker: str) -> None:
    codes = r"(: [A-Z]+\d+(, [A-Z]+\d+)*|\[[\w, -]+\])?"
    reason = re.compile(rf"{marker}{codes}\W+[a-z]\S*\s\S+")
    assert [found for found in exemptions(marker) if not reason.search(found)] == []


# Layers


def test_nothing_below_the_views_prints_or_exits() -> None:
    loud = [
        f"{shown(path)}:{node.lineno}"
        for path, module in parsed()
        if path.relative_to(PACKAGE).parts[0] not in {"cli", "views", "__main__.py"}
        for node in ast.walk(module)
        if isinstance(node, ast.Call) and ast.unparse(node.func) in {"print", "exit", "sys.exit", "os._exit"}
    ]
    assert loud == []


def imported(module: ast.Module) -> Iterator[str]:
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def test_core_imports_nothing_that_touches_the_world() -> None:
    names = {name for path, module in parsed() if path.parent == PACKAGE / "core" for name in imported(module)}
    assert {name for name in names if not any(f"{name}.".startswith(f"{ok}.") for ok in CORE_MAY_IMPORT)} == set()


def test_core_reads_no_clock() -> None:
    read = [
        f"{shown(path)}:{node.lineno}"
        for path, module in parsed()
        if path.parent == PACKAGE / "core"
        for node in ast.walk(module)
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith((".now", ".today", ".utcnow"))
    ]
    assert read == []


# What is committed


def test_no_place_of_one_machine() -> None:
    found = [
        f"{shown(path)}: {match}"
        for path in tracked()
        if shown(path).split("/")[0] not in {"tests", "benchmarks"}
        for match in MACHINE_PATH.findall(path.read_text(encoding="utf-8", errors="replace"))
    ]
    assert found == []


def test_no_registry_is_named() -> None:
    named = (path for path in tracked() if REGISTRY.search(path.read_text(encoding="utf-8", errors="replace")))
    assert [shown(path) for path in named] == []


# Lock files


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock", "requirements-train.lock"])
def test_lock_files_hold_versions_and_hashes_only(name: str) -> None:
    assert [
        line for line in text(ROOT / name).splitlines() if not PIN.match(line) and "--hash=sha256:" not in line
    ] == []


def test_lock_files_agree() -> None:
    users = set(PIN.findall(text(ROOT / "requirements.lock")))
    assert users
    developers = set(PIN.findall(text(ROOT / "requirements-dev.lock")))
    assert users <= developers
    assert developers <= set(PIN.findall(text(ROOT / "requirements-train.lock")))


def test_lock_files_hold_what_pyproject_asks_for() -> None:
    project = pyproject()["project"]
    assert isinstance(project, dict)
    extras = project["optional-dependencies"]
    asked = {
        "requirements.lock": [*project["dependencies"], *extras["local"]],
        "requirements-train.lock": [one for group in extras.values() for one in group],
    }
    for lock, wanted in asked.items():
        names = {re.split(r"[<>=!~;\[ ]", requirement)[0].lower().replace(".", "-") for requirement in wanted}
        locked = {name for name, _ in PIN.findall(text(ROOT / lock))}
        assert names - locked - {"torch"} == set(), lock


# Documents


def broken_links(path: Path) -> Iterator[str]:
    body = prose(path) if path.suffix == ".md" else text(path)
    for target in (first or second for first, second in LINK.findall(body)):
        file, _, anchor = target.partition("#")
        aim = path if not file else path.parent / file
        if "://" in target or target.startswith("mailto:"):
            continue
        if not aim.exists() or (anchor and anchor not in anchors(aim)):
            yield f"{shown(path)}: {target}"


def test_links_resolve() -> None:
    assert [link for path in tracked("*.md", "*.yaml") for link in broken_links(path)] == []


def test_every_page_is_reached_from_the_readme() -> None:
    reached, waiting = set[Path](), [ROOT / "README.md"]
    while waiting:
        page = waiting.pop()
        if page not in reached and page.suffix == ".md" and page.exists():
            reached.add(page)
            waiting.extend(
                (page.parent / (link or "").partition("#")[0]).resolve() for link, _ in LINK.findall(prose(page))
            )
    assert [shown(page) for page in tracked("docs/*.md") if page not in reached] == []


def test_changelog_fragments_have_an_issue_and_a_type() -> None:
    tool = pyproject()["tool"]
    assert isinstance(tool, dict)
    kinds = "|".join(kind["directory"] for kind in tool["towncrier"]["type"])
    odd = [
        path.name for path in tracked("changelog.d") if not re.fullmatch(rf"\d+\.(?:{kinds})(?:\.\d+)?\.md", path.name)
    ]
    assert odd == []


def test_the_handbook_questions_name_their_pages() -> None:
    questions = json.loads(text(ROOT / "benchmarks" / "handbook_questions.json"))
    pages = Counter(question["page"] for question in questions)
    assert len(questions) == 30
    assert [page for page, count in pages.items() if count > 1] == []
    assert [page for page in pages if not (ROOT / "knowledge" / "handbook" / page).is_file()] == []


def test_every_exit_status_is_explained() -> None:
    explained = re.findall(r"^\| +(\d+) \|", text(ROOT / "docs" / "how-to" / "ci.md"), re.MULTILINE)
    assert sorted(map(int, explained)) == sorted(Exit)


# One entrance


def test_the_readme_gives_two_commands_and_ci_runs_the_second() -> None:
    commands = console_blocks()
    assert [len(command.splitlines()) for command in commands] == [1, 1]
    assert commands[1] in text(ROOT / ".ci" / "run").splitlines()
    assert os.access(ROOT / ".ci" / "run", os.X_OK)


def test_the_workflow_runs_the_same_entrance_and_pins_what_it_uses() -> None:
    workflow = text(ROOT / ".github" / "workflows" / "ci.yml")
    assert re.findall(r"run: (.+)", workflow) == [".ci/run"]
    used = re.findall(r"uses: (.+)", workflow)
    assert [use for use in used if not re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40} # v[\d.]+", use)] == []
