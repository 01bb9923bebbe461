"""A configuration for promptfoo: the same turns, and checks of tool calls, JSON and words.

promptfoo renders every value as a template, which may read its environment. So all that comes from conversations is
JSON text in which no template can begin, and the checks are fixed code that reads it. Tools must stand there as they
are; those in which a template begins are refused.
"""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import yaml

from gptctl.core.value import JSON, canonical
from gptctl.errors import Refused
from gptctl.promote.chat import Chat
from gptctl.promote.compare.exports.assertions import assertions
from gptctl.promote.compare.put import Put
from gptctl.promote.compare.turn import Turn

_OPENS = re.compile(r"\{[{%#]")
"""How a template begins. Nowhere in JSON but inside a string, or a key."""

_STRINGS = re.compile(r'"(?:[^"\\]|\\.)*"')

_CHECK = """\
const wanted = JSON.parse(context.vars.expected);
const tidy = (value) => {
  if (typeof value === 'string') return value.normalize('NFC').split(/\\s+/).filter(Boolean).join(' ');
  if (Array.isArray(value)) return value.map(tidy);
  if (value === null || typeof value !== 'object') return value;
  const keys = Object.keys(value).filter((key) => value[key] !== null).sort();
  return Object.fromEntries(keys.map((key) => [key, tidy(value[key])]));
};
const parsed = (text) => { try { return JSON.parse(text); } catch { return text; } };
const said = typeof output === 'string' ? parsed(output) : output;
const made = (Array.isArray(said) ? said : said?.tool_calls ?? []).filter((call) => call?.function?.name);
const calls = made.map((call) => JSON.stringify([call.function.name, tidy(parsed(call.function.arguments))])).sort();
if (wanted.calls.length || calls.length) {
  const due = wanted.calls.map((call) => JSON.stringify([call.name, tidy(parsed(call.arguments))])).sort();
  const pass = JSON.stringify(due) === JSON.stringify(calls);
  return { pass, score: pass ? 1 : 0, reason: pass ? 'the same tool calls' : 'other tool calls' };
}
const target = parsed(wanted.text);
if (target !== null && typeof target === 'object') {
  const pass = JSON.stringify(tidy(target)) === JSON.stringify(tidy(said));
  return { pass, score: pass ? 1 : 0, reason: pass ? 'the same JSON' : 'other JSON' };
}
const words = (text) => String(text).toLowerCase().match(/[\\p{L}\\p{N}]+/gu) ?? [];
const left = words(wanted.text), right = words(output), pool = new Map();
for (const word of left) pool.set(word, (pool.get(word) ?? 0) + 1);
let shared = 0;
for (const word of right) if (pool.get(word) > 0) { shared += 1; pool.set(word, pool.get(word) - 1); }
const score = left.length + right.length ? (2 * shared) / (left.length + right.length) : 1;
return { pass: right.length > 0, score, reason: 'share of words in common' };
"""


def configuration(title: str, turns: Iterable[Turn], providers: Sequence[str], tests: Sequence[Put] = ()) -> str:
    """The YAML of a `promptfooconfig.yaml`. `providers` are promptfoo's names, such as `openai:chat:gpt-5`.

    Words are scored by the share that both have in common, so that an average can be compared; only an empty answer
    fails. Tool calls and JSON pass or fail. An assistant's tests have promptfoo's own assertions; those without any are
    left out. Raises Refused for tools that promptfoo would run as a template.
    """
    config: dict[str, Any] = {
        "description": harmless(title),
        "prompts": ["{{ messages | safe }}"],
        "providers": list(providers),
        "tests": [*_tests(turns), *filter(None, map(_put, tests))],
    }
    text: str = yaml.safe_dump(config, sort_keys=False, allow_unicode=True, width=120)
    return text


def _tests(turns: Iterable[Turn]) -> Iterator[dict[str, Any]]:
    shared: dict[str, Any] = {}
    check = [{"type": "javascript", "value": _CHECK}]  # the same object: it is written once
    for turn in turns:
        functions = [call["function"] for call in turn.expected.get("tool_calls", ())]
        calls: list[JSON] = [{"name": one["name"], "arguments": one["arguments"]} for one in functions]
        test: dict[str, Any] = {
            "description": harmless(turn.id),
            "vars": {
                "messages": inert([_message(message) for message in turn.messages]),
                "expected": inert({"text": turn.expected["content"] or "", "calls": calls}),
            },
            "assert": check,
            "metadata": {"cluster": turn.cluster},
        }
        if turn.tools:
            text = _tools(turn.tools)
            test["options"] = {"tools": shared.setdefault(text, json.loads(text))}
        yield test


def _put(one: Put) -> dict[str, Any] | None:
    asserts = assertions(one.test).asserts
    if not asserts:
        return None
    test: dict[str, Any] = {
        "description": harmless(one.id),
        "vars": {"messages": inert([_message(message) for message in one.messages])},
        "assert": list(asserts),
    }
    if one.tools:
        test["options"] = {"tools": json.loads(_tools(one.tools))}
    return test


def _tools(tools: Sequence[JSON]) -> str:
    """As canonical JSON. Raises Refused."""
    text = canonical(list(tools))
    if _OPENS.search(text):
        raise Refused(
            "the tools hold text that promptfoo would run as a template",
            advice="Take `{{`, `{%` and `{#` out of what they say, or export for inspect_ai.",
        )
    return text


def _message(message: Chat) -> JSON:
    return {key: item for key, item in message.items() if isinstance(item, str | list) or item is None}


def inert(value: JSON) -> str:
    """Canonical JSON without braces inside strings: they are written as their numbers, which means the same.

    Closing ones too, since the end of a comment that never began is an error to the template engine.
    """
    return _STRINGS.sub(lambda found: found[0].replace("{", "\\u007b").replace("}", "\\u007d"), canonical(value))


def harmless(text: str) -> str:
    """A name in which no template begins."""
    return text.replace("{", "(").replace("}", ")")
