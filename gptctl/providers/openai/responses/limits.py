"""What the Responses API takes, checked without touching it."""

from collections.abc import Iterator

from gptctl.core.value import Attrs
from gptctl.providers.base import Problem
from gptctl.providers.capabilities import problems
from gptctl.providers.openai.responses.capabilities import LIMITS

REQUEST = frozenset(
    {"include", "instructions", "max_output_tokens", "max_tool_calls", "metadata", "model", "parallel_tool_calls"}
    | {"prompt_cache_key", "prompt_cache_retention", "reasoning", "safety_identifier", "service_tier", "store"}
    | {"temperature", "text", "tool_choice", "tools", "top_logprobs", "top_p", "truncation"}
)
"""The fields of a request that a declaration may set; the rest belongs to the conversation."""

_OURS = frozenset({"name", "description", "labels", "starters", "knowledge"})
_PATHS = {name: f"parameters.{name}" for name in ("temperature", "top_p", "max_output_tokens")}


def problems_of(attrs: Attrs, target: str) -> Iterator[Problem]:
    for problem in problems(attrs, LIMITS):
        yield Problem(path=_PATHS.get(problem.path, problem.path), summary=problem.summary, detail=problem.detail)
    for name in sorted(attrs.keys() - REQUEST - _OURS):
        yield Problem(
            path=f"targets.{target}.options.{name}",
            summary="unknown option of the provider",
            detail=f"a request to the Responses API has no {name} that could be set here; "
            f"it takes {', '.join(sorted(REQUEST))}",
        )
