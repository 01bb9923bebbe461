"""Curation side by side: ours, the libraries alone, a plain script, and datatrove, on the same rows in one run.

    python benchmarks/curation.py [--rows 20000] [--only ours]

Ours does more: it reads structure and ratings, looks for contradictions, splits, draws a control, checks for leaks and
writes the dataset; `steps` is ours with the steps alone that the others have too. `libraries` does less than all: the
fastest library for each step, and nobody looks at what it finds. Rows a second are of the whole process, its start
included, and depend on what else the machine does; the ratios do not. The rivals must be installed:
`pip install rensa datasketch bpe-openai datatrove spacy regex tokenizers xxhash`.
"""

import argparse
import importlib.util
import sys
import tempfile
from pathlib import Path

from curation_rows import write
from measure import Run, measure

HERE = Path(__file__).parent
NEEDS = {
    "ours": (),
    "steps": (),
    "libraries": ("rensa",),
    "plain": ("datasketch", "bpe_openai"),
    "datatrove": ("datatrove", "spacy", "regex", "tokenizers", "xxhash"),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=20_000)
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument("--only", choices=NEEDS)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rows.jsonl"
        write(path, chosen.rows)
        print(f"{chosen.rows} rows of {path.stat().st_size // chosen.rows} bytes")
        commands = {
            name: [sys.executable, str(HERE / f"curation_{name}.py"), str(path)]
            for name in ([chosen.only] if chosen.only else NEEDS)
            if _installed(name)
        }
        print(_table(measure(commands, runs=chosen.runs), chosen.rows))


def _installed(name: str) -> bool:
    missing = [module for module in NEEDS[name] if importlib.util.find_spec(module) is None]
    if missing:
        print(f"{name} is left out: {', '.join(missing)} not installed")
    return not missing


def _table(runs: dict[str, Run], rows: int) -> str:
    base = next(iter(runs.values()))
    lines = [f"{'':10}  {'rows/s':>8}  {'slower':>7}  {'MB':>6}"]
    for name, run in runs.items():
        slower = run.seconds / base.seconds
        lines.append(f"{name:10}  {rows / run.seconds:8.0f}  {slower:6.1f}x  {run.megabytes:6.0f}")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
