"""Python programs reach an applied assistant without a command line."""

import subprocess
import sys

from tests.support.terminal import LIMIT_SECONDS, Project


def python(project: Project, script: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=project.root / "assistants",
        env=project.environ,
        capture_output=True,
        text=True,
        check=True,
        timeout=LIMIT_SECONDS,
    )
    return done.stdout.strip()


def test_a_program_gets_the_binding(applied: Project) -> None:
    script = "import gptctl; b = gptctl.resolve('support'); print(b.id, b.attrs['name'], b.commit)"
    id_, name, commit = python(applied, script).split()
    assert id_ == applied.run("resolve", "support", "--json").document["id"]
    assert (name, commit) == ("support", applied.git("rev-parse", "HEAD").strip())


def test_a_program_gets_a_sentence_when_there_is_no_such_assistant(applied: Project) -> None:
    script = """
import gptctl, gptctl.errors
try:
    gptctl.resolve("suport")
except gptctl.errors.GptctlError as error:
    print(error.message, error.advice)
"""
    assert "no assistant suport is declared" in python(applied, script)


def test_the_package_itself_imports_next_to_nothing(project: Project) -> None:
    heavy = "import sys, gptctl; print({'click', 'yaml', 'git', 'openai', 'httpx2'} & set(sys.modules))"
    assert python(project, heavy) == "set()"
