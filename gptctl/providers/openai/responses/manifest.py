"""An assistant written into a file, for a provider that stores no assistants."""

import hashlib
import json

from gptctl.core.value import Attrs
from gptctl.errors import NotDone
from gptctl.providers.api import mapping

PATH = "assistant.json"


def encode(attrs: Attrs) -> bytes:
    """JSON that survives a text extractor: plain ASCII, and no two blanks in a row."""
    text = json.dumps(attrs, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return text.replace("  ", " \\u0020").encode()


def decode(text: str) -> Attrs:
    """Raises NotDone for what `encode` did not write."""
    try:
        value = json.loads(text, strict=False)
    except (ValueError, RecursionError):
        value = None
    attrs = mapping(value)
    if not attrs:
        raise NotDone("a manifest at the provider cannot be read", advice="`gptctl apply --force` writes it anew.")
    return attrs


def digest_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
