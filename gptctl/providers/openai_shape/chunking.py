"""How files are cut into passages: our words and the API's."""

from collections.abc import Iterator

from gptctl.core.value import JSON, Attrs
from gptctl.providers.api import mapping
from gptctl.providers.base import Problem

MOST_TOKENS, LEAST_TOKENS, USUAL_TOKENS, USUAL_OVERLAP = 4096, 100, 800, 400
"""Published with the API: VectorStores, static chunking strategy; the last two are what `auto` stands for."""


def lowered(chunking: JSON) -> Attrs:
    """The static strategy; what is not said is as `auto` has it, but an overlap never exceeds half a passage."""
    said = mapping(chunking)
    most = said.get("max_tokens", USUAL_TOKENS)
    usual = min(USUAL_OVERLAP, most // 2) if isinstance(most, int) else USUAL_OVERLAP
    overlap = said.get("overlap_tokens", usual)
    return {"type": "static", "static": {"max_chunk_size_tokens": most, "chunk_overlap_tokens": overlap}}


def knowledge(attrs: Attrs) -> Attrs:
    """A knowledge base in the API's words."""
    held: dict[str, JSON] = {"name": attrs.get("name"), "files": attrs.get("files")}
    return {**held, "chunking": lowered(attrs["chunking"])} if "chunking" in attrs else held


def problems(chunking: JSON) -> Iterator[Problem]:
    static = mapping(mapping(chunking).get("static"))
    most, overlap = static.get("max_chunk_size_tokens"), static.get("chunk_overlap_tokens")
    if isinstance(most, int) and not LEAST_TOKENS <= most <= MOST_TOKENS:
        yield _problem("max_tokens", f"{most} tokens, where {LEAST_TOKENS} to {MOST_TOKENS} are taken")
    if isinstance(most, int) and isinstance(overlap, int) and overlap * 2 > most:
        yield _problem("overlap_tokens", f"{overlap} tokens, which is more than half of {most}")


def _problem(name: str, detail: str) -> Problem:
    return Problem(path=f"chunking.{name}", summary="over a limit of the provider", detail=detail)
