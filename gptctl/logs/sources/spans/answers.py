"""What a model answered, in any of the shapes of a response."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from gptctl.core.conversation import Role
from gptctl.core.value import JSON, Attrs
from gptctl.logs.sources import outcome
from gptctl.logs.sources.shapes import array, compact, first, mapping, maps, opened, text
from gptctl.logs.sources.spans.dotted import at
from gptctl.logs.sources.spans.entry import Entry
from gptctl.logs.sources.spans.messages import is_message, messages

_REASONS = ("finish_reason", "finishReason", "stop_reason", "stopReason", "status")
_PLAIN = ("output", "answer", "response", "result", "completion", "text", "output_text", "content", "generated_text")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One candidate: its messages, mostly one, and why it ended (`stop`, `length`, ...; "" when unknown)."""

    entries: tuple[Entry, ...]
    finish: str = ""


def answers(value: JSON) -> tuple[Answer, ...]:
    """All candidates, the first being the one that was used; none when nothing was logged.

    Text that is JSON, but no response, is an answer in JSON.
    """
    inner = opened(value)
    plain = structured(value) if isinstance(value, str) else ()
    if isinstance(inner, Mapping):
        return tuple(_of_map(inner)) or plain
    told = messages(array(inner)) if len(maps(inner)) == len(array(inner)) else ()
    if not told or any(entry.role is None for entry in told):
        return plain
    return (Answer(entries=_answered(told), finish=_reason((maps(inner) or ({},))[-1])),)


def structured(value: JSON) -> tuple[Answer, ...]:
    """An answer that is a value of its own, as its text."""
    return (Answer(entries=(Entry(role=Role.ASSISTANT, content=compact(value)),)),) if value else ()


def candidates(listed: JSON) -> tuple[Answer, ...]:
    """A list in which each message is a candidate of its own, unless tools were called in between."""
    each = [one for message in array(opened(listed)) if (one := _candidate(mapping(message)))]
    if len(each) > 1 and any(entry.role is Role.TOOL or entry.calls for one in each for entry in one.entries):
        return (Answer(entries=tuple(entry for one in each for entry in one.entries), finish=each[-1].finish),)
    return tuple(each)


def _of_map(one: Attrs) -> Iterator[Answer]:
    listed = one.get("choices") or one.get("candidates") or _generations(one.get("generations"))
    if listed:
        yield from (found for each in maps(listed) if (found := _candidate(each)))
    elif is_message(one) or array(one.get("output")) or array(one.get("messages")):
        inner = one if is_message(one) else one.get("output") or one.get("messages")
        told = messages(inner)
        if told:
            yield Answer(entries=_answered(told), finish=_reason(one) or _reason((maps(inner) or ({},))[-1]))
    else:
        yield from _plain(one)


def _plain(one: Attrs) -> Iterator[Answer]:
    found = next((one[key] for key in _PLAIN if one.get(key)), None)
    if isinstance(found, str):
        yield Answer(entries=(Entry(role=Role.ASSISTANT, content=found),), finish=_reason(one))
    elif isinstance(found, Mapping) and is_message(found):
        yield Answer(entries=messages(found), finish=_reason(one))


def _generations(value: JSON) -> JSON:
    """LangChain has a list of candidates for each of several prompts; a span has one prompt."""
    listed = array(value)
    return listed[0] if listed and isinstance(listed[0], list | tuple) else value


def _candidate(one: Attrs) -> Answer | None:
    inner = one.get("message") or one.get("content") if "parts" not in one and "role" not in one else one
    if isinstance(inner, Mapping) and (is_message(inner) or "parts" in inner or "content" in inner):
        told = messages([{"role": "assistant", **inner}])
    else:
        plain = text(one.get("text")) or text(inner)
        told = (Entry(role=Role.ASSISTANT, content=plain),) if plain else ()
    return Answer(entries=_answered(told), finish=_reason(one) or _reason(mapping(inner))) if told else None


def _answered(told: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """Items of one response, such as a message and the calls after it, are one message of the assistant's."""
    joined: list[Entry] = []
    for entry in told:
        last = joined[-1] if joined else None
        if last and last.role is entry.role is Role.ASSISTANT and entry.calls and not entry.content:
            joined[-1] = Entry(role=last.role, content=last.content, calls=(*last.calls, *entry.calls))
        else:
            joined.append(entry)
    return tuple(joined)


def _reason(one: Attrs) -> str:
    """LangChain keeps it in a map of its own."""
    kept = ("generation_info", "response_metadata", "kwargs.response_metadata", "additional_kwargs")
    maps_ = (one, *(mapping(at(one, name)) for name in kept))
    told = (first(each, *_REASONS) for each in maps_)
    return next((found for word in told if (found := outcome.finish(word))), "")
