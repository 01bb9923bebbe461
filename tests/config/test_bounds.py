"""Hostile files end in findings, in a process that may use little memory and little time."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.tree import PROJECT, SUPPORT, project

MEMORY = 200 << 20
CPU_SECONDS = 20  # a runaway takes for ever; this leaves room for a slow machine
CODE = f"""
import resource, sys
from pathlib import Path
from gptctl.config.workspace import load
from gptctl.errors import InvalidConfig
resource.setrlimit(resource.RLIMIT_CPU, ({CPU_SECONDS}, {CPU_SECONDS}))
try:
    load(Path(sys.argv[1]))
except InvalidConfig as wrong:
    print(wrong.findings[0].where, wrong.findings[0].summary)
status = Path("/proc/self/status")
if status.exists():  # unlike ru_maxrss it does not begin with what the process that started this one had
    used = next(int(line.split()[1]) * 1024 for line in status.open() if line.startswith("VmHWM"))
else:
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(used < {MEMORY}, file=sys.stderr)
"""
FILE = "assistants/support.yaml"
FOLDED = "a: &a [" + "x," * 900 + "]\n" + "b: [" + "*a," * 64 + "]\n"


def run(root: Path) -> tuple[str, str]:
    done = subprocess.run(
        [sys.executable, "-c", CODE, str(root)], capture_output=True, text=True, check=True, timeout=120
    )
    return done.stdout.strip(), done.stderr.strip()


def large(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(100 << 20)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        pytest.param("[" * 100_000, f"{FILE}:1:65 Too deeply nested", id="brackets"),
        pytest.param(SUPPORT + "x: [" + "1," * 300_000 + "]", f"{FILE}:6:9979 Too many values", id="values"),
        pytest.param(SUPPORT + "labels: {" + "".join(f"k{n}: v, " for n in range(2_400)) + "}", "*", id="labels"),
        pytest.param(SUPPORT + "knowledge: [" + "a," * 4_900 + "]", "*", id="list"),
        pytest.param(SUPPORT + "tools: [" + "{}," * 4_900 + "]", "*", id="tools"),
        pytest.param(SUPPORT + "tools: [" + "{function: f}," * 1_600 + "]", "*", id="functions"),
        pytest.param(SUPPORT + f"output: {{schema: {{anyOf: [{'{},' * 4_900}]}}}}", "", id="schema"),
        pytest.param(
            SUPPORT + "targets: {local: {options: " + "{a: " * 60 + "[" + "1," * 4_800 + "]" + "}" * 62,
            "",
            id="deep list",
        ),
        pytest.param(SUPPORT + FOLDED, "*", id="aliases"),
        pytest.param(SUPPORT + "description: " + "x" * 1_000_000, "*", id="long text"),
        pytest.param(SUPPORT.replace("Help people.", "'" + "{{" * 400_000 + "'"), "", id="braces"),
        pytest.param(SUPPORT.replace("Help people.", "'" + "{{x}}" * 200_000 + "'"), "*", id="unknown variables"),
        pytest.param(SUPPORT.replace("Help people.", "'" + "{{x " * 200_000 + "'"), "*", id="open variables"),
        pytest.param(SUPPORT + "description: " + "${" * 4_000, "*", id="open expansions"),
        pytest.param(SUPPORT + ("# sk-" + "a1B2" * 5 + "\n") * 30_000, "*", id="secrets"),
        pytest.param(SUPPORT + "# " + "a.eyJ:x://" * 90_000, "", id="almost secrets"),
        pytest.param(SUPPORT + "#" * 1_000_000, "", id="comment"),
        pytest.param("? " * 100_000, "*", id="question marks"),
        pytest.param("- - " * 100_000, "*", id="dashes"),
        pytest.param("a: 1\n" * 200_000, f"{FILE}:2:1 A key is given twice", id="one key"),
        pytest.param("'" + "x" * 1_000_000, "*", id="open quote"),
        pytest.param("&a " * 100_000, "*", id="anchors"),
        pytest.param(SUPPORT + "x" * (1 << 20), f"{FILE} The file is too large", id="too large"),
    ],
)
def test_a_hostile_text_is_bounded(tmp_path: Path, text: str, told: str) -> None:
    found, within = run(project(tmp_path, {FILE: text}))
    assert within == "True"
    assert found if told == "*" else found == told


@pytest.mark.parametrize("file", [FILE, "gptctl.yaml", "assistants/other.md", "knowledge/k/knowledge.yaml"])
def test_a_hostile_file_is_not_even_opened(tmp_path: Path, file: str) -> None:
    root = project(tmp_path, {FILE: SUPPORT + "knowledge: [k]\n", "knowledge/k/a.md": "", file: ""})
    large(root / file)
    assert run(root) == (f"{file} The file is too large", "True")
    (root / file).unlink()
    os.mkfifo(root / file)
    assert run(root) == (f"{file} Not a regular file", "True")
    (root / file).unlink()
    (root / file).symlink_to("/dev/zero")
    assert run(root) == (f"{file} A symbolic link", "True")


def test_a_hostile_schema_is_bounded(tmp_path: Path) -> None:
    text = SUPPORT + "tools: [{function: f, parameters: s.json}]\n"
    deep = '{"properties": {"a": ' * 31 + "{}" + "}}" * 31
    root = project(tmp_path, {FILE: text, "assistants/s.json": deep, "gptctl.yaml": PROJECT})
    assert run(root)[1] == "True"
    (root / "assistants" / "s.json").write_text('{"enum": [' + "1," * 300_000 + "1]}")
    assert run(root)[1] == "True"
