"""A tuned model on this machine, as its registration spells it: a trainer writes it, the embedded provider reads it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from gptctl.core.codec import Malformed
from gptctl.core.value import Attrs

FORMAT = "gptctl.tuned/v1"
SUFFIX = ".tuned.json"
"""A registration is the file `models/NAME.tuned.json` in the user's own folder."""

ADAPTER = "gguf"
MODEL = "model"
"""Of its files, the two that llama.cpp runs: an adapter for an installed base, or else a model in one piece."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tuned:
    """`base` is the name of an installed model, or of what the user named; `job` is the mark of the job that made it.

    `dataset` is the name of the dataset it was trained on. `files` are paths by what they are, relative to the user's
    own folder.
    """

    name: str
    base: str
    dataset: str
    job: str
    files: Mapping[str, str]


def to_json(tuned: Tuned) -> Attrs:
    return {"format": FORMAT, **asdict(tuned)}


def from_json(document: object) -> Tuned:
    """Raises Malformed for what this version does not write."""
    if not isinstance(document, Mapping) or document.get("format") != FORMAT:
        raise Malformed(f"it is not of the format {FORMAT}")
    files = document.get("files")
    if not isinstance(files, Mapping):
        raise Malformed("`files` is no map")
    return Tuned(
        name=_text(document, "name"),
        base=_text(document, "base"),
        dataset=_text(document, "dataset"),
        job=_text(document, "job"),
        files={str(kind): _text(files, kind) for kind in files},
    )


def _text(document: Mapping[str, object], key: str) -> str:
    value = document.get(key)
    if not isinstance(value, str):
        raise Malformed(f"`{key}` is no text")
    return value
