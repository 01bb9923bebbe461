"""How long it takes until gptctl says anything, beside what Python itself needs.

    python benchmarks/startup.py

Fails when `--version` takes more than 1.2 times `python -c pass`, or `--help` more than 1.5 times importing click.
"""

import sys
from pathlib import Path

from measure import measure, table

RUNS = 21
LIMITS = (("gptctl --version", "python -c pass", 1.2), ("gptctl --help", "python -c 'import click'", 1.5))


def main() -> int:
    gptctl = str(Path(sys.executable).with_name("gptctl"))
    runs = measure(
        {
            "python -c pass": [sys.executable, "-c", "pass"],
            "gptctl --version": [gptctl, "--version"],
            "python -c 'import click'": [sys.executable, "-c", "import click"],
            "gptctl --help": [gptctl, "--help"],
        },
        runs=RUNS,
    )
    print(table(runs, base="python -c pass"))
    missed = [name for name, base, limit in LIMITS if runs[name].seconds > limit * runs[base].seconds]
    print(f"missed: {', '.join(missed)}" if missed else "both limits are kept")
    return 1 if missed else 0


if __name__ == "__main__":
    raise SystemExit(main())
