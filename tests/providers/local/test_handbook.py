"""The benchmark keeps its promise: the right page of a real handbook for at least 27 questions of 30."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]


@pytest.mark.slow
def test_search_finds_the_pages_of_the_handbook() -> None:
    done = subprocess.run(
        [sys.executable, "benchmarks/retrieval.py"],
        check=False,
        cwd=ROOT,
        env={"PYTHONPATH": "."},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "words and meaning" in done.stdout
