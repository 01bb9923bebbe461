"""Training side by side: our local job and a plain script on TRL, on the same rows, base and settings in one run.

    PYTHONPATH=. python benchmarks/training.py --base ~/.local/share/gptctl/models/smollm2-135m.gguf [--rows 64]

Tokens a second are those that were read while TRL trained, by its own clock; the megabytes are the largest resident
size of the process, and on a GPU say nothing of its memory. The whole process is more than training: ours masks by
targets, writes checkpoints, merges, and makes a GGUF adapter. Needs the extra `train`.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median

from curation_rows import rows

from gptctl.promote.dataset.store import store
from gptctl.promote.trainers.local import process, spec
from tests.support.examples import GivenCuration
from tests.support.jobs import answered

HERE = Path(__file__).parent
RUNTIME = re.compile(r"'train_runtime': '?([\d.]+)")
UNPACK = """
import sys
from pathlib import Path
from gptctl.promote.trainers.local.worker.base import load
base = load(Path(sys.argv[1]))
base.model.save_pretrained(sys.argv[2])
base.tokenizer.save_pretrained(sys.argv[2])
"""
SETTINGS = {"batch": 4, "rank": 16, "alpha": 32, "learning_rate": 2e-4, "checkpoint": 100_000}


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """`trained` and `whole` are seconds, `busy` those of a core that the whole process took."""

    trained: float
    whole: float
    busy: float
    megabytes: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--rows", type=int, default=64)
    parser.add_argument("--runs", type=int, default=1)
    chosen = parser.parse_args()
    found: dict[str, list[Run]] = {"ours": [], "plain TRL": []}
    with tempfile.TemporaryDirectory() as folder:
        base = _unpacked(chosen.base.absolute(), Path(folder) / "base")
        for turn in range(chosen.runs):
            home = Path(folder) / str(turn)
            home.mkdir()
            found["ours"].append(_ours(home, base, chosen.rows))
            found["plain TRL"].append(_plain(home, base, chosen.rows))
        tokens = sum(json.loads((Path(folder) / "0" / "tokens.json").read_text(encoding="utf-8")))
    print(f"{chosen.rows} rows, {tokens} tokens, {os.cpu_count()} cores")
    print(_table(found, tokens))


def _unpacked(base: Path, folder: Path) -> Path:
    """A GGUF file in Hugging Face's form: the plain script cannot train one as it is."""
    if base.suffix == ".gguf":
        subprocess.run([sys.executable, "-c", UNPACK, str(base), str(folder)], check=True, stderr=subprocess.DEVNULL)
    return folder if folder.is_dir() else base


def _ours(home: Path, base: Path, count: int) -> Run:
    examples = [
        replace(answered(number, ""), messages=row["messages"], targets=(len(row["messages"]) - 1,))
        for number, row in enumerate(rows(count, 1))
    ]
    dataset = store(GivenCuration(all_examples=examples), home)
    folder = home / "jobs" / "gptctl-0000000000000000"
    folder.mkdir(parents=True)
    settings = {**SETTINGS, "epochs": 1}
    told = spec.Spec(
        mark=folder.name,
        dataset=str(dataset.folder),
        base=base.stem,
        path=str(base),
        settings=settings,
        installed=base.stem,
    )
    spec.write(folder, told)
    return _run([sys.executable, "-m", "gptctl.promote.trainers.local.worker", str(folder)], home, process.PATIENT)


def _plain(home: Path, base: Path, count: int) -> Run:
    return _run([sys.executable, str(HERE / "training_plain.py"), str(base), str(count), str(home)], home, {})


def _run(command: Sequence[str], home: Path, also: Mapping[str, str]) -> Run:
    log, started = home / "log.txt", time.perf_counter()
    with log.open("wb") as file:
        running = subprocess.Popen(command, stdout=file, stderr=file, env={**os.environ, "HF_HUB_OFFLINE": "1", **also})
        _, status, usage = os.wait4(running.pid, 0)
    running.returncode = os.waitstatus_to_exitcode(status)
    said = log.read_text(encoding="utf-8", errors="replace")
    seconds = RUNTIME.search(said)
    if running.returncode or seconds is None:
        raise SystemExit(said[-2000:])
    return Run(
        trained=float(seconds.group(1)),
        whole=time.perf_counter() - started,
        busy=usage.ru_utime + usage.ru_stime,
        megabytes=usage.ru_maxrss / 1024,
    )


def _table(found: Mapping[str, Sequence[Run]], tokens: int) -> str:
    lines = [f"{'':10}  {'tokens/s':>8}  {'whole, s':>8}  {'core, s':>8}  {'MB':>6}"]
    for name, runs in found.items():
        speed, whole = tokens / median(run.trained for run in runs), median(run.whole for run in runs)
        busy = median(run.busy for run in runs)
        lines.append(f"{name:10}  {speed:8.0f}  {whole:8.0f}  {busy:8.0f}  {max(run.megabytes for run in runs):6.0f}")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
