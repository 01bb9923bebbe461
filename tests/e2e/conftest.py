import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.measured import Command, Measured, left, measure
from tests.support.terminal import Project

ROOT = Path(__file__).parents[2]
Orderly = Callable[..., Measured]
MOST_MIB = 200
MOST_EFFORT = 5

PROJECT = """\
apiVersion: gptctl/v1
kind: Project
name: acme
id: 0123456789abcdef0123456789abcdef
models:
  smart: {local: none}
environments:
  dev: {targets: [local]}
  prod: {targets: [local], protect: true}
"""
SUPPORT = """\
apiVersion: gptctl/v1
kind: Assistant
name: support
description: Answers questions about orders
model: smart
instructions: support.md
knowledge: [handbook]
"""
INSTRUCTIONS = "You answer questions about orders. Be kind. Never guess. Say so when you do not know.\n"
GREETER = """\
apiVersion: gptctl/v1
kind: Assistant
name: greeter
model: smart
instructions: Greet.
"""
REFUNDS = "# Refunds\n\nA refund takes ten working days. The money goes back to the card that paid.\n"
SHIPPING = "# Shipping\n\n## Abroad\n\nParcels to other countries take three weeks.\n"


def declare(folder: Path) -> Project:
    made = Project(root=folder / "acme", home=folder / "home")
    made.write("gptctl.yaml", PROJECT)
    made.write("assistants/support.yaml", SUPPORT)
    made.write("assistants/support.md", INSTRUCTIONS)
    made.write("assistants/greeter.yaml", GREETER)
    made.write("knowledge/handbook/refunds.md", REFUNDS)
    made.write("knowledge/handbook/shipping.md", SHIPPING)
    made.write(".gitignore", ".gptctl/\n")
    made.git("init", "--quiet", "--initial-branch", "main")
    made.commit("Declare two assistants")
    return made


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Two assistants and a knowledge folder, committed, and applied nowhere."""
    return declare(tmp_path)


@pytest.fixture
def applied(project: Project) -> Project:
    """The same, applied."""
    done = project.run("apply", "--yes")
    assert done.status == 0, done.err
    return project


@pytest.fixture(scope="session")
def usual(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], float]:
    """The processor time that `validate` takes for a good project, now: what other times are compared with."""
    good = declare(tmp_path_factory.mktemp("good"))
    done = good.run("apply", "--yes")  # from here on all modules are compiled
    assert done.status == 0, done.err
    return lambda: min(measure(good, "validate").effort for _ in range(3))


@pytest.fixture(scope="session")
def usually(usual: Callable[[], float]) -> float:
    return usual()


@pytest.fixture
def orderly(usual: Callable[[], float], usually: float) -> Orderly:
    """Runs a command that must end with this status: briefly, with little memory, and without a harmful character."""

    def run(project: Project, *arguments: str, status: int = 0, under: Command = ()) -> Measured:
        done = measure(project, *arguments, under=under)
        assert done.status == status, done
        assert "Traceback" not in done.out + done.err, done
        assert done.raw == []
        assert done.peak < MOST_MIB
        # A busy machine takes longer for everything: what seems long is held against the same moment's usual.
        assert done.effort < MOST_EFFORT * usually or done.effort < MOST_EFFORT * usual()
        return done

    return run


@pytest.fixture
def refused(orderly: Orderly) -> Orderly:
    """The same for one that must refuse its input: with one message, and without a trace of it."""

    def run(project: Project, *arguments: str, status: int = 10, under: Command = ()) -> Measured:
        before = left(project)
        done = orderly(project, *arguments, status=status, under=under)
        assert done.err.count("gptctl: ") == (arguments[0] != "validate"), done
        assert left(project) == before
        return done

    return run


@pytest.fixture
def repository(tmp_path: Path) -> Project:
    """The repository's own declarations and example, in a clone of their own."""
    made = Project(root=tmp_path / "clone", home=tmp_path / "home")
    listed = ["git", "ls-files", "-z", "assistants", "knowledge", "docs", "examples", "gptctl.yaml", "README.md"]
    names = subprocess.run(listed, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    for name in filter(None, names.split("\0")):
        (made.root / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, made.root / name)
    made.git("init", "--quiet", "--initial-branch", "main")
    made.commit("Declare")
    return made
