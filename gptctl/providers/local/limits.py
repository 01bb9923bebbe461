"""What the embedded provider takes, checked without touching it."""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path

from gptctl.core.value import JSON, Attrs
from gptctl.providers.base import Problem
from gptctl.providers.local import tuned
from gptctl.providers.local.ingest.readers import READERS, readable

MAX_INSTRUCTIONS = 256 * 1024
MAX_FILES = 50_000

# The lowest and highest value of each number.
_NUMBERS: Mapping[str, tuple[float, float]] = {
    "temperature": (0, 2),
    "top_p": (0, 1),
    "max_output_tokens": (1, 1_000_000),
    "seed": (0, 2**32 - 1),
}
_WHOLE = frozenset({"max_output_tokens", "seed"})
_REASONING = ("none", "minimal", "low", "medium", "high")
_PARAMETERS = (*_NUMBERS, "reasoning", "adapter")


def of_assistant(attrs: Attrs) -> Iterator[Problem]:
    yield from _instructions(attrs.get("instructions"))
    parameters = attrs.get("parameters")
    for name, value in parameters.items() if isinstance(parameters, Mapping) else ():
        if value is not None:
            yield from _parameter(name, value)


def of_model(value: JSON, home: Path) -> Iterator[Problem]:
    """Of a tuned model whose files are gone. A name that is not known here is no problem: passages are quoted then."""
    found = tuned.find(home, value) if isinstance(value, str) else None
    if found is not None and found.lack:
        yield Problem(path="model", summary="the tuned model cannot run", detail=f"{found.name}: {found.lack}")


def of_knowledge(attrs: Attrs) -> Iterator[Problem]:
    files = attrs.get("files")
    if not isinstance(files, Mapping):
        return
    if len(files) > MAX_FILES:
        yield Problem(
            path="files",
            summary="too many files",
            detail=f"{len(files):,} files; this provider takes {MAX_FILES:,}: split the folder or exclude some",
        )
    for path in files:
        if not readable(path):
            yield Problem(
                path=f'files["{path}"]',
                summary="unknown file type",
                detail=f"{path} cannot be read; this provider reads {', '.join(sorted(READERS))}: exclude it",
            )


def _instructions(value: JSON) -> Iterator[Problem]:
    size = len(value.encode("utf-8", "surrogatepass")) if isinstance(value, str) else 0
    if size > MAX_INSTRUCTIONS:
        yield Problem(
            path="instructions",
            summary="instructions too long",
            detail=f"{size:,} bytes; this provider takes {MAX_INSTRUCTIONS:,}: move facts into knowledge",
        )


def _parameter(name: str, value: JSON) -> Iterator[Problem]:
    wrong = _wrong(name, value)
    if wrong:
        yield Problem(path=f"parameters.{name}", summary="parameter not taken", detail=wrong)


def _wrong(name: str, value: JSON) -> str:
    """Why a parameter is not taken; empty when it is."""
    if name in _NUMBERS:
        return _wrong_number(name, value)
    if name == "reasoning":
        return "" if value in _REASONING else f"reasoning is one of {', '.join(_REASONING)}"
    if name == "adapter":
        return "" if isinstance(value, str) else "adapter is the name of one of the provider's adapters"
    close = get_close_matches(name, _PARAMETERS, n=1)
    meant = f"; did you mean {close[0]}?" if close else f"; it knows {', '.join(sorted(_PARAMETERS))}"
    return f"this provider knows no parameter {name}{meant}"


def _wrong_number(name: str, value: JSON) -> str:
    low, high = _NUMBERS[name]
    kind = "whole number" if name in _WHOLE else "number"
    fits = isinstance(value, int if name in _WHOLE else int | float) and not isinstance(value, bool)
    return "" if fits and low <= float(str(value)) <= high else f"{name} is a {kind} from {low:g} to {high:g}"
