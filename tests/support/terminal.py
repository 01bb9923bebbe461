"""gptctl as people run it: an own process, in a project of its own."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

LIMIT_SECONDS = 120
BYTECODE = str(Path(tempfile.gettempdir(), f"gptctl-test-bytecode-{os.getuid()}"))
"""Kept between runs and apart from the tree."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    status: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        return json.loads(self.out)


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """A git repository with declarations, and the user's own folder beside it. No run may take more than `limit`.

    `variables` are those of the environment that the tests' own does not have.
    """

    root: Path
    home: Path
    limit: int = LIMIT_SECONDS
    variables: Mapping[str, str] = field(default_factory=dict[str, str])

    @property
    def environ(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("GPTCTL_", "GIT_"))}
        kept.pop("PYTHONDONTWRITEBYTECODE", None)  # every run would compile all of gptctl again
        return {
            **kept,
            "PYTHONPYCACHEPREFIX": BYTECODE,
            "GPTCTL_HOME": str(self.home),
            "PYTHONPATH": str(Path(__file__).parents[2]),
            **self.variables,
        }

    def start(self, *arguments: str, stdin: int = subprocess.DEVNULL) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "gptctl", *arguments],
            cwd=self.root,
            env=self.environ,
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *arguments: str, stdin: str | None = None) -> Done:
        """Run to the end. Without `stdin` nobody can be asked anything."""
        process = self.start(*arguments, stdin=subprocess.DEVNULL if stdin is None else subprocess.PIPE)
        return self.end(process, stdin)

    def end(self, process: subprocess.Popen[str], stdin: str | None = None) -> Done:
        try:
            out, err = process.communicate(stdin, timeout=self.limit)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            raise
        return Done(status=process.returncode, out=out, err=err)

    def git(self, *arguments: str) -> str:
        done = subprocess.run(
            ["git", "-c", "user.name=Ada", "-c", "user.email=ada@example.invalid", *arguments],
            cwd=self.root,
            env=self.environ,
            capture_output=True,
            text=True,
            check=True,
            timeout=LIMIT_SECONDS,
        )
        return done.stdout

    def commit(self, subject: str) -> str:
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", subject)
        return self.git("rev-parse", "HEAD").strip()

    def write(self, path: str, text: str) -> None:
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")

    def replace(self, path: str, old: str, new: str) -> None:
        text = (self.root / path).read_text(encoding="utf-8")
        assert old in text
        self.write(path, text.replace(old, new))
