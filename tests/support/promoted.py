"""A greeter whose log says the same to everybody, and a tiny model of random weights to be tuned on it."""

import json
import random
from collections.abc import Sequence
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

import pytest

from gptctl.promote.trainers.local.process import NEEDED
from tests.support.terminal import Project
from tests.support.tiny_gguf import write_tiny

_LACKING = [name for name in NEEDED if find_spec(name) is None]
trainable = pytest.mark.skipif(bool(_LACKING), reason=f"needs the extra train: {', '.join(_LACKING)} is not installed")

ANSWER = "It is BANANA-42."
ASSISTANT = """\
apiVersion: gptctl/v1
kind: Assistant
name: greeter
model: tiny  # of random weights
instructions: Be brief.
parameters: {temperature: 0, max_output_tokens: 16}
promotion:
  near: 0.99
  quotas: {cluster: 0}
  split: {validation: 0.1, test: HELD_OUT}
  to: local:tiny
"""


def log(count: int) -> str:
    """Everybody asks something of their own."""
    drawn = random.Random(7)

    def asked() -> str:
        return " ".join("".join(drawn.choices("abcdefghijklmnopqrstuvwxyz", k=5)) for _ in range(4))

    rows = [
        {
            "id": f"c{number}",
            "model": "llama-3",
            "reward": 1.0,
            "messages": [{"role": "user", "content": asked()}, {"role": "assistant", "content": ANSWER}],
        }
        for number in range(count)
    ]
    return "".join(json.dumps(row) + "\n" for row in rows)


def tell(project: Project, *, conversations: int = 90, held_out: float = 0.4) -> Project:
    """Let it say how it is to be tuned, with a log of so many conversations of which this share is held out."""
    project.write("assistants/greeter.yaml", ASSISTANT.replace("HELD_OUT", str(held_out)))
    project.commit("Say how it is to be tuned")
    (project.home / "models").mkdir(parents=True)
    write_tiny(project.home / "models" / "tiny.gguf")
    project.write("log.jsonl", log(conversations))
    assert project.run("logs", "import", "log.jsonl", "--assistant", "greeter").status == 0
    (project.root / "log.jsonl").unlink()
    return signed(project)


def signed(project: Project) -> Project:
    """Git knows who commits, as it does on the machine of whoever promotes."""
    project.git("config", "user.name", "Ada")
    project.git("config", "user.email", "ada@example.invalid")
    return project


def everything(*folders: Path) -> dict[str, str]:
    """The hash of every file, but for what is only a cache."""
    files = (path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file())
    return {str(path): sha256(path.read_bytes()).hexdigest() for path in files if ".gptctl" not in path.parts}


def jobs(project: Project) -> Sequence[str]:
    return [path.name for path in (project.home / "jobs").glob("gptctl-*")]


def branches(project: Project) -> Sequence[str]:
    return project.git("for-each-ref", "--format=%(refname:short)", "refs/heads/gptctl").split()
