"""A server's own virtual environment, outside the repository: made once, then reused by every run."""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from filelock import FileLock
from platformdirs import user_cache_path

FOLDER = "GPTCTL_TEST_SERVERS"
"""The environment variable with the folder for these environments; without it they lie in the user's cache."""

LIMIT_SECONDS = 1200


def python_with(requirements: Path) -> Path:
    """The interpreter of an environment that has exactly what the file pins. Installs it when it is not there."""
    digest = hashlib.sha256(requirements.read_bytes() + sys.version.encode()).hexdigest()[:12]
    home = folder() / f"{requirements.stem}-{digest}"
    interpreter, finished = home / "bin" / "python", home / "finished"
    home.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(f"{home}.lock", timeout=LIMIT_SECONDS):
        if not finished.exists():
            shutil.rmtree(home, ignore_errors=True)
            _run(sys.executable, "-m", "venv", str(home))
            _run(*_installer(interpreter), "--no-deps", "-r", str(requirements))
            finished.touch()
    return interpreter


def program_of(package: str, name: str = "") -> Path:
    """A program out of a package of npm's, such as `promptfoo@0.121.3`; `name` is its own where it is another."""
    named = package.rpartition("/")[2]
    home = folder() / named.replace("@", "-")
    program, finished = home / "node_modules" / ".bin" / (name or named.partition("@")[0]), home / "finished"
    home.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(f"{home}.lock", timeout=LIMIT_SECONDS):
        if not finished.exists():
            shutil.rmtree(home, ignore_errors=True)
            home.mkdir()
            quiet = ("--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error")
            _run("npm", "install", *quiet, "--prefix", str(home), package)
            finished.touch()
    return program


def folder() -> Path:
    chosen = os.environ.get(FOLDER)
    return Path(chosen) if chosen else user_cache_path("gptctl-tests", appauthor=False)


def _installer(interpreter: Path) -> Sequence[str]:
    """The faster of two: uv, where there is one, takes seconds; the environment's own pip takes minutes."""
    uv = shutil.which("uv", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}")
    if uv:
        return uv, "pip", "install", "--quiet", "--python", str(interpreter)
    return str(interpreter), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"


def _run(*command: str) -> None:
    polite = ("nice", "-n", "15") if shutil.which("nice") else ()
    subprocess.run([*polite, *command], check=True, timeout=LIMIT_SECONDS)
