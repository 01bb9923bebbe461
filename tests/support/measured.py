"""What one run of gptctl cost, and what it left behind."""

import hashlib
import json
import os
import re
import stat
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.support.terminal import LIMIT_SECONDS, Project

# The peak that the kernel reports for a process is not below that of the process it was forked from,
# so a small one stands between pytest and gptctl.
_SPAWN = """
import json, os, sys
pid = os.posix_spawnp(sys.argv[2], sys.argv[2:], os.environ)
_, status, usage = os.wait4(pid, 0)
with open(sys.argv[1], "w") as report:
    json.dump([os.waitstatus_to_exitcode(status), usage.ru_maxrss, usage.ru_utime + usage.ru_stime], report)
"""
_KIB_PER_UNIT = 1 / 1024 if sys.platform == "darwin" else 1
_RAW = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")

Command = Sequence[str]
GPTCTL: Command = (sys.executable, "-m", "gptctl")


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """`peak` is the resident memory in MiB, `effort` the processor time in seconds."""

    status: int
    out: str
    err: str
    peak: float
    effort: float

    @property
    def raw(self) -> list[str]:
        return raw(self.out + self.err)


def raw(text: str) -> list[str]:
    """Characters that a terminal would obey, or show as nothing."""
    return _RAW.findall(text)


def measure(project: Project, *arguments: str, under: Command = ()) -> Measured:
    """Run gptctl to the end, `under` another program if that is given."""
    report = project.root.parent / "usage.json"
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", _SPAWN, str(report), *under, *GPTCTL, *arguments],
        cwd=project.root,
        env=project.environ,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=LIMIT_SECONDS,
        check=True,
    )
    status, peak, effort = json.loads(report.read_text())
    out, err = done.stdout.decode(), done.stderr.decode()
    return Measured(status=status, out=out, err=err, peak=peak * _KIB_PER_UNIT / 1024, effort=effort)


def left(project: Project) -> Mapping[str, str]:
    """Everything in the project and in the user's folder, each with a hash of what it is.

    Without git's own folder and our caches, which may appear at any time, and so may the folder that they lie in.
    """
    return {**_tree(project.root), **_tree(project.home)}


def _tree(top: Path) -> dict[str, str]:
    ignored = (top / ".git", top / ".gptctl/cache")
    paths = (path for path in [top, *top.rglob("*")] if not any(path.is_relative_to(one) for one in ignored))
    present = (path for path in paths if path != top / ".gptctl" and (path.is_symlink() or path.exists()))
    return {str(path): _what(path) for path in present}


def _what(path: Path) -> str:
    found = path.lstat()
    if not stat.S_ISREG(found.st_mode):
        return str(stat.S_IFMT(found.st_mode))
    if found.st_size > 1 << 20:  # a sparse file of 100 MB; its content is not what we would change
        return str(found.st_size)
    return hashlib.sha256(path.read_bytes()).hexdigest() if os.access(path, os.R_OK) else "unreadable"
