"""Nothing but the gate in views/screen.py writes to the terminal."""

import re
from pathlib import Path

import gptctl

WRITES = re.compile(r"\bprint\(|\becho\(|\bsecho\(|sys\.(__)?std(out|err)(__)?\.(write|buffer)|\.file\.write\(")
ALLOWED = {
    "__main__.py": 1,  # the version, said before the gate could be imported
    "views/screen.py": 4,
}


def test_every_write_to_the_terminal_goes_through_the_gate() -> None:
    package = Path(gptctl.__file__).parent
    counts = {
        path.relative_to(package).as_posix(): len(WRITES.findall(path.read_text(encoding="utf-8")))
        for path in package.rglob("*.py")
    }
    assert {name: count for name, count in counts.items() if count} == ALLOWED
