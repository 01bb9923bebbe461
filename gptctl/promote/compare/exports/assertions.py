"""An assistant's expectations as promptfoo's own assertions, and those for which it has none.

promptfoo takes some text of a test for a template or for the name of a file: an expectation that holds such text is
left out rather than changed.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gptctl.core.value import JSON, Attrs, canonical
from gptctl.expect.base import Expectation
from gptctl.expect.calls import Calls
from gptctl.expect.excerpt import one_line
from gptctl.expect.pattern import Matches
from gptctl.expect.subschemas import subschemas
from gptctl.expect.test import AssistantTest
from gptctl.expect.whole import Equals, Fits
from gptctl.expect.words import Contains, Excludes, MaxWords

_TEMPLATE = re.compile(r"\{\{|\{%|\{#|\}\}|%\}|#\}|(?:file|package):")
_RE2_ALONE = re.compile(r"\(\?(?!:)|\\[AzQECpP]|\\x\{|\[\[:")
"""What RE2 reads in another way than a browser, or a browser not at all: flags, names, classes by property."""

_NOT_IN_SCHEMAS = re.compile(r"\\[^dDwWsSbBnrtfv^$\\.*+?()\[\]{}|/]|\{(?!\d+(?:,\d*)?\})")
"""What a browser reads in a pattern of its own, but not in one of a schema, where it is strict."""

_KEYWORDS = frozenset(
    (
        *("$comment", "$defs", "$ref", "additionalProperties", "allOf", "anyOf", "const", "contains", "default"),
        *("definitions", "deprecated", "description", "else", "enum", "examples", "exclusiveMaximum"),
        *("exclusiveMinimum", "if", "items", "maxItems", "maxLength", "maxProperties", "maximum", "minItems"),
        *("minLength", "minProperties", "minimum", "multipleOf", "not", "oneOf", "pattern", "properties"),
        *("propertyNames", "readOnly", "required", "then", "title", "type", "uniqueItems", "writeOnly"),
    )
)
"""What promptfoo reads in a schema as we do. It knows draft 7 alone, refuses other words, and looks at `format`."""

_ONE_LINE = (
    r"(typeof output === 'string' ? output : JSON.stringify(output)).split(/\s+/).filter(Boolean).join(' ')"  # as ours
)

_CALLS = """\
const parsed = (text) => { try { return JSON.parse(text); } catch { return text; } };
const said = typeof output === 'string' ? parsed(output) : output;
const made = (Array.isArray(said) ? said : said?.tool_calls ?? []).filter((call) => call?.function?.name);
const isMap = (value) => value !== null && typeof value === 'object' && !Array.isArray(value);
const holds = (found, due) => {
  if (isMap(due)) return isMap(found) && Object.keys(due).every((key) => key in found && holds(found[key], due[key]));
  if (!Array.isArray(due)) return found === due;
  return Array.isArray(found) && found.length === due.length && due.every((one, at) => holds(found[at], one));
};
const given = (call) => parsed(call.function.arguments || '{}');
const fits = (call, one) => call.function.name === one.tool && holds(given(call), one.arguments);
const wanted = context.config.wanted;
return wanted.length ? wanted.every((one) => made.some((call) => fits(call, one))) : made.length === 0;
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assertions:
    """`left_out` says, in sentences, which expectations are not among `asserts`, and why."""

    asserts: Sequence[Mapping[str, Any]]
    left_out: Sequence[str]


class NoneSuch(Exception):
    """Why an expectation has no assertion, as a clause."""


def assertions(test: AssistantTest) -> Assertions:
    asserts: list[Mapping[str, Any]] = []
    left_out: list[str] = []
    for one in test.expectations:
        try:
            asserts += list(_asserts(one))  # all of it, or nothing
        except NoneSuch as why:
            left_out.append(f"{test.name}: `{one.name}` is left out, as {why}.")
    return Assertions(asserts=asserts, left_out=left_out)


def _asserts(one: Expectation) -> Iterator[Mapping[str, Any]]:
    match one:
        case Contains():
            yield {"type": "icontains-all", "value": _words(one.texts), "transform": _ONE_LINE}
        case Excludes():
            yield {"type": "not-icontains-any", "value": _words(one.texts), "transform": _ONE_LINE}
        case MaxWords():
            yield {"type": "word-count", "value": {"max": one.most}}
        case Equals(value=Mapping() | list() | tuple()):
            yield {"type": "equals", "value": _inert(one.value)}
        case Equals():
            yield {"type": "equals", "value": _inert(one_line(str(one.value))), "transform": _ONE_LINE}
        case Fits():
            yield {"type": "is-json", "value": _schema(one.schema)}
        case Matches():
            yield from ({"type": "regex", "value": _pattern(source)} for source in one.patterns)
        case Calls():
            wanted = [{"tool": call.tool, "arguments": _inert(call.arguments)} for call in one.wanted]
            yield {"type": "javascript", "value": _CALLS, "config": {"wanted": wanted}}
        case _:
            raise NoneSuch("promptfoo has no such assertion")


def _words(texts: Sequence[str]) -> JSON:
    return _inert([one_line(text) for text in texts])


def _schema(schema: Attrs) -> JSON:
    bare = {key: item for key, item in schema.items() if key != "$schema"}
    for one in subschemas(bare):
        for word in sorted(one.keys() - _KEYWORDS):
            raise NoneSuch(f"promptfoo reads `{word}` in another way, or twice not at all")
        pattern = str(one.get("pattern", ""))
        if _RE2_ALONE.search(pattern) or _NOT_IN_SCHEMAS.search(pattern):
            raise NoneSuch(f"a browser reads `{pattern}` in another way")
    return _inert(bare)


def _pattern(source: str) -> JSON:
    if _RE2_ALONE.search(source):
        raise NoneSuch(f"a browser reads `{source}` in another way")
    return _inert(source)


def _inert(value: JSON) -> JSON:
    """The same in lists and maps of its own. Raises NoneSuch."""
    if any(map(_TEMPLATE.search, _strings(value))):
        raise NoneSuch("promptfoo would take a part of it for a template or a file")
    plain: JSON = json.loads(canonical(value))
    return plain


def _strings(value: JSON) -> Iterator[str]:
    match value:
        case str():
            yield value
        case Mapping():
            yield from value
            for item in value.values():
                yield from _strings(item)
        case list() | tuple():
            for item in value:
                yield from _strings(item)
        case _:
            return
