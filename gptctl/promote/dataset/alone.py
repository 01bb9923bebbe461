"""One run at a time among the datasets of this machine."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory

from filelock import FileLock, Timeout

from gptctl.errors import GptctlError, Locked
from gptctl.private import make_private
from gptctl.promote.dataset import layout

LOCK = ".lock"
WAIT_SECONDS = 60.0


@contextmanager
def alone(home: Path, wait: float = WAIT_SECONDS) -> Iterator[Path]:
    """A private folder beside the datasets, for the only run that works there; what killed runs left is deleted.

    Raises Locked when another run goes on for longer than `wait` seconds, GptctlError when the disk cannot be used.
    """
    folder = home / layout.FOLDER
    try:
        make_private(folder)
        with FileLock(folder / LOCK, mode=0o600).acquire(timeout=wait, poll_interval=0.05):
            for left in (path for path in folder.glob(".*") if path.is_dir()):
                rmtree(left, ignore_errors=True)
            with TemporaryDirectory(prefix=".", dir=folder) as work:
                yield Path(work)
    except Timeout:
        raise Locked(f"another run works on the datasets in {folder}", advice="Wait for it to end.") from None
    except OSError as error:
        raise GptctlError(f"{error.filename or folder} cannot be used: {error.strerror or error}") from error
