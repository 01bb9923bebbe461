"""What was applied, as small files named by their fingerprint."""

import contextlib
import json
import os
from pathlib import Path

from gptctl.backends.local.files import read_bounded
from gptctl.core.value import Attrs, canonical, fingerprint
from gptctl.errors import GptctlError
from gptctl.private import make_private

LIMIT = 64 * 1024 * 1024


class FileBaselines:
    """Not flushed and never an error: whatever is missing or damaged is simply not known.

    Nothing is written through a link, which a repository could bring.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get(self, fingerprint: str) -> Attrs | None:
        try:
            data = read_bounded(self._path(fingerprint), LIMIT)
            attrs = None if data is None else json.loads(data)
        except (GptctlError, ValueError, RecursionError):
            return None
        return attrs if isinstance(attrs, dict) and _is(attrs, fingerprint) else None

    def put(self, fingerprint: str, attrs: Attrs) -> None:
        path = self._path(fingerprint)
        if self._folder.is_symlink() or path.parent.is_symlink():
            return
        aside = path.with_name(f".{path.name}.{os.urandom(4).hex()}")
        with contextlib.suppress(OSError):
            make_private(path.parent)
            try:
                aside.write_text(canonical(attrs), encoding="utf-8", errors="surrogatepass")
                aside.replace(path)
            finally:  # Ctrl-C too leaves nothing
                aside.unlink(missing_ok=True)

    def _path(self, fingerprint: str) -> Path:
        return self._folder / fingerprint[:2] / fingerprint


def _is(attrs: Attrs, expected: str) -> bool:
    return fingerprint(attrs) == expected
