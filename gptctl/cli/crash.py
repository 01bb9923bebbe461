"""A report of our own bug, for the person who will mend it: where it happened, and nothing secret."""

import os
import re
import secrets
import sys
import traceback
from collections.abc import Mapping

from gptctl import __version__
from gptctl.private import make_private

_SECRET_NAME = re.compile(r"KEY|TOKEN|SECRET|PASSWORD|CREDENTIAL", re.IGNORECASE)
_SHORTEST_SECRET = 6


def write_crash(error: BaseException, environ: Mapping[str, str]) -> str:
    """Write the report into the user's own folder; the result says where, or why there is none."""
    try:
        from gptctl.cli.wiring import home  # noqa: PLC0415 -- what is broken may be just that import

        path = home(environ) / "crash" / f"{type(error).__name__}-{secrets.token_hex(4)}.txt"
        make_private(path.parent)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            file.write(crash_text(error, environ))
    except Exception as reason:  # noqa: BLE001 -- there must not be a second crash
        return f"No report could be written: {reason}."
    return f"Please look at {path} and send it to us; keys from the environment are taken out of it."


def crash_text(error: BaseException, environ: Mapping[str, str]) -> str:
    """Version, platform and traceback, with the values of secret-looking environment variables taken out."""
    head = f"gptctl {__version__}\nPython {sys.version}\n{sys.platform}\n\n"
    return head + _without_secrets("".join(traceback.format_exception(error)), environ)


def _without_secrets(text: str, environ: Mapping[str, str]) -> str:
    for name, value in environ.items():
        if _SECRET_NAME.search(name) and len(value) >= _SHORTEST_SECRET:
            text = text.replace(value, f"[{name}]")
    return text
