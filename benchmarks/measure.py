"""Whole processes side by side: medians of interleaved runs, so that a busy machine is busy for all of them."""

import atexit
import os
import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_BYTECODE = tempfile.mkdtemp()
atexit.register(shutil.rmtree, _BYTECODE, ignore_errors=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """`seconds` is the median wall time, `megabytes` the largest resident size seen."""

    seconds: float
    megabytes: float


def measure(
    commands: Mapping[str, Sequence[str]], *, runs: int, cwd: Path | None = None, env: Mapping[str, str] | None = None
) -> Mapping[str, Run]:
    """Run every command `runs` times in turn, after one run of each that does not count. A failing command raises."""
    times: dict[str, list[float]] = {name: [] for name in commands}
    sizes: dict[str, float] = dict.fromkeys(commands, 0.0)
    for turn in range(runs + 1):
        for name, command in commands.items():
            seconds, megabytes = _once(command, cwd, env)
            if turn:
                times[name].append(seconds)
                sizes[name] = max(sizes[name], megabytes)
    return {name: Run(seconds=statistics.median(times[name]), megabytes=sizes[name]) for name in commands}


def environ(env: Mapping[str, str] | None) -> Mapping[str, str]:
    """The environment, in which Python keeps its bytecode, as it does for whoever installed gptctl."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPYCACHEPREFIX": _BYTECODE, **(env or {})}


def _once(command: Sequence[str], cwd: Path | None, env: Mapping[str, str] | None) -> tuple[float, float]:
    started = time.perf_counter()
    process = subprocess.Popen(command, cwd=cwd, env=environ(env), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    errors = process.stderr.read().decode() if process.stderr else ""
    if process.stderr:
        process.stderr.close()
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}: {errors}")
    return seconds, usage.ru_maxrss / 1024


def table(runs: Mapping[str, Run], *, base: str) -> str:
    """One line per command: milliseconds, the ratio to `base`, megabytes."""
    width = max(len(name) for name in runs)
    lines = [f"{'':{width}}  {'ms':>8}  {'ratio':>6}  {'MB':>6}"]
    for name, run in runs.items():
        ratio = run.seconds / runs[base].seconds
        lines.append(f"{name:{width}}  {run.seconds * 1000:8.1f}  {ratio:6.2f}  {run.megabytes:6.0f}")
    return "\n".join(lines)
