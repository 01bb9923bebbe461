"""The curve of a job at Fireworks: a file behind a signed address, as lines of JSON."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from gptctl.core.value import Attrs
from gptctl.errors import GptctlError
from gptctl.promote.rules.lines import lines
from gptctl.promote.trainers.base import Point
from gptctl.promote.trainers.hosted import curve
from gptctl.providers.http.download import download

_MOST = 64 * 1024 * 1024


def points(address: str) -> Sequence[Point]:
    """Empty where there is no file yet, or none that can be read: a job goes on without its curve."""
    if not address:
        return ()
    with TemporaryDirectory(prefix="gptctl-") as folder:
        target = Path(folder) / "metrics.jsonl"
        try:
            download(address, target, most=_MOST)
        except GptctlError:
            return ()
        return curve.points(_rows(target))


def _rows(path: Path) -> Iterator[Attrs]:
    return (line.row for line in lines(path) if line.row is not None)
