"""Keep the outline of the declarations between runs, so that an unchanged project is not read again."""

import contextlib
import json
from pathlib import Path

from gptctl import __version__
from gptctl.backends.local.files import read_bounded, write_atomically
from gptctl.config.inputs import Inputs, signature
from gptctl.config.project import FILE
from gptctl.core.value import Attrs
from gptctl.engine.outline import Outline
from gptctl.engine.outline_codec import from_json, to_json
from gptctl.errors import GptctlError

LIMIT = 64 * 1024 * 1024
FORMAT = f"gptctl.outline/v1 {__version__}"


def read(path: Path, root: Path) -> Outline | None:
    """The outline, if not a byte that went into it can have changed since; else None. Opens no other file."""
    try:
        document = json.loads(read_bounded(path, LIMIT) or b"{}")
        if document.get("format") != FORMAT:
            return None
        inputs = Inputs(**{name: tuple(paths) for name, paths in document["inputs"].items()})
        if FILE not in inputs.files or signature(root, inputs) != document["signature"]:
            return None
        return from_json(document["outline"])
    except (GptctlError, OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def write(path: Path, root: Path, *, inputs: Inputs, outline: Outline, began: int) -> None:
    """Keep an outline that was just made, unless a file may have changed since its reading `began`."""
    mark = signature(root, inputs, began=began)
    if mark is None:
        return
    document: Attrs = {
        "format": FORMAT,
        "inputs": {"files": inputs.files, "folders": inputs.folders, "variables": inputs.variables},
        "signature": mark,
        "outline": to_json(outline),
    }
    with contextlib.suppress(GptctlError):  # a cache that cannot be written costs time, nothing else
        write_atomically(path, json.dumps(document, separators=(",", ":")).encode())
