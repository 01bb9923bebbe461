"""An unchanged plan of a large project, beside `git status` of the same tree and, where there is one, terraform.

    python benchmarks/plan.py [--assistants 1000] [--files 10000]

Fails when the plan takes more than 5 times `git status` plus the provider's own listing, or 100 MB, or opens a
knowledge file or a declaration that has not changed.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import tree
from measure import Run, environ, measure, table

RUNS = 11
LIMIT = 5
MEGABYTES = 100
LISTING = """
import sqlite3, sys
database = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True)
for kind in ("assistant", "knowledge"):
    database.execute("select id, name, marker, version from objects where kind = ?", (kind,)).fetchall()
"""
AUDIT = """
import os, sys
def hook(event, args):
    if event != "open" or not isinstance(args[0], str) or args[2] & os.O_DIRECTORY:
        return
    if args[0].startswith(ROOT) and "/.gptctl/" not in args[0]:
        sys.stderr.write("OPENED " + args[0] + "\\n")
ROOT = sys.argv.pop(1)
sys.addaudithook(hook)
from gptctl.__main__ import main
main()
"""


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--assistants", type=int, default=1000)
    options.add_argument("--files", type=int, default=10_000)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        root, home = Path(scratch, "project"), Path(scratch, "home")
        tree.build(root, assistants=chosen.assistants, files=chosen.files)
        env = {"GPTCTL_HOME": str(home)}
        gptctl = str(Path(sys.executable).with_name("gptctl"))
        _timed("first apply", [gptctl, "apply", "--yes", "--quiet"], root, env)
        time.sleep(3)  # a file that is younger than two seconds is not trusted to be unchanged
        subprocess.run([gptctl, "plan", "--quiet"], cwd=root, env=environ(env), check=True, stdout=subprocess.DEVNULL)
        runs = measure(_commands(gptctl, home), runs=RUNS, cwd=root, env=env)
        runs = {**runs, **_terraform(Path(scratch), chosen.assistants)}
        print(table(runs, base="git status"))
        return _verdict(runs, _opened(root, env))


def _commands(gptctl: str, home: Path) -> dict[str, list[str]]:
    return {
        "git status": ["git", "status", "--porcelain"],
        "python -c pass": [sys.executable, "-c", "pass"],
        "listing alone": [sys.executable, "-c", LISTING, str(home / "local.db")],
        "gptctl plan": [gptctl, "plan", "--detailed-exitcode", "--quiet"],
    }


def _timed(name: str, command: list[str], cwd: Path, env: dict[str, str]) -> None:
    started = time.perf_counter()
    subprocess.run(command, cwd=cwd, env=environ(env), check=True, stdout=subprocess.DEVNULL)
    print(f"{name}: {time.perf_counter() - started:.1f} s")


def _opened(root: Path, env: dict[str, str]) -> list[str]:
    command = [sys.executable, "-c", AUDIT, str(root), "plan", "--quiet"]
    done = subprocess.run(command, cwd=root, env=environ(env), check=True, capture_output=True, text=True)
    return [line for line in done.stderr.splitlines() if line.startswith("OPENED")]


def _terraform(scratch: Path, resources: int) -> dict[str, Run]:
    """`terraform plan` of as many built-in resources, applied before; nothing where there is no terraform."""
    terraform = shutil.which("terraform")
    if terraform is None:
        print("no terraform here: nothing to stand beside")
        return {}
    folder = scratch / "terraform"
    folder.mkdir()
    text = "".join(f'resource "terraform_data" "a{n}" {{\n  input = "assistant {n}"\n}}\n' for n in range(resources))
    (folder / "main.tf").write_text(text)
    for command in (["init", "-input=false"], ["apply", "-auto-approve", "-input=false"]):
        subprocess.run([terraform, *command], cwd=folder, check=True, capture_output=True)
    return measure({"terraform plan": [terraform, "plan", "-input=false"]}, runs=1, cwd=folder)


def _verdict(runs: dict[str, Run], opened: list[str]) -> int:
    listing = max(0.0, runs["listing alone"].seconds - runs["python -c pass"].seconds)
    ratio = (runs["gptctl plan"].seconds - listing) / runs["git status"].seconds
    print(f"plan without the provider's own listing: {ratio:.1f} x git status (limit {LIMIT})")
    print(f"files of the project opened by an unchanged plan: {len(opened)}", *opened[:5], sep="\n  ")
    return 1 if ratio > LIMIT or runs["gptctl plan"].megabytes > MEGABYTES or opened else 0


if __name__ == "__main__":
    raise SystemExit(main())
