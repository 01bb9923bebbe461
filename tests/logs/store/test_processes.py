"""What happens when a run is killed, and when two write at once."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from gptctl.errors import Locked
from gptctl.logs.store.store import Store
from tests.support.talks import held, keep, talk

ROOT = Path(__file__).parents[3]
WRITER = """
import sys
from pathlib import Path
from gptctl.logs.store.store import Store
from tests.support.talks import keep, talk
first, count = int(sys.argv[2]), int(sys.argv[3])
print("begins", flush=True)
keep(Store(folder=Path(sys.argv[1])), *(talk(str(n), "Hi?" * 50, "Hello.", "x") for n in range(first, first + count)))
"""


def writer(store: Store, first: int, count: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", WRITER, str(store.folder), str(first), str(count)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


@pytest.mark.slow
def test_a_kill_at_any_moment_leaves_the_store_before_or_after(store: Store) -> None:
    keep(store, *(talk(str(number)) for number in range(300)))
    for number in range(10):
        process = writer(store, 0, 6000)
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(number * 0.12)
        process.kill()
        process.communicate(timeout=60)
        assert len(held(store)) in {300, 6000}
    assert keep(store, talk("last")).new == 1
    assert not any((store.folder / "incoming").iterdir())
    named = {part for part in (store.folder / "index.json").read_text().split('"') if part.endswith(".parquet")}
    assert {path.name for path in store.folder.glob("*.parquet")} <= named


def test_two_at_once_both_come_in(store: Store) -> None:
    both = [writer(store, 0, 500), writer(store, 250, 500)]
    for process in both:
        process.communicate(timeout=120)
    assert [process.returncode for process in both] == [0, 0]
    assert len(held(store)) == 750


def test_who_waits_too_long_is_told(store: Store) -> None:
    with store.locked(0), pytest.raises(Locked, match="another run is writing"), store.intake(wait=0.1):
        pass
