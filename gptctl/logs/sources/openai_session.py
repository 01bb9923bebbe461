"""Sessions of OpenAI's agents with their items, as the provider lists them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from gptctl.core.value import JSON, Attrs
from gptctl.logs.sources import items
from gptctl.logs.sources.base import Item, LogFile
from gptctl.logs.sources.generation import Generation, around, generated
from gptctl.logs.sources.outcome import usage
from gptctl.logs.sources.rows import Row, each, share
from gptctl.logs.sources.shapes import array, instant, mapping, text
from gptctl.logs.sources.telling import Telling
from gptctl.logs.sources.tools import definitions, used

_ENDED = {"requires_action": "tool_calls", "failed": "error"}


class Reader:
    """One row is `{"session": a session of an agent, "items": [its items]}`, and one conversation."""

    shape = "openai-session"
    title = "Sessions of OpenAI agents with their items"

    def claims(self, file: str, first: Sequence[JSON]) -> int:
        del file
        return share(first, _is_mine, 95)

    def read(self, files: Sequence[LogFile]) -> Iterator[Item]:
        return each(self.shape, files, _read)


def _is_mine(value: Attrs) -> bool:
    return bool(mapping(mapping(value.get("session")).get("agent"))) and "items" in value


def _read(row: Row) -> Iterable[Item]:
    session = mapping(row.value.get("session"))
    known = replace(
        around(session),
        started=instant(session.get("created_at")),
        ended=instant(session.get("last_active_at")),
        provider="openai",
        remote_id=text(mapping(session.get("agent")).get("id")),
    )
    return [generated(row.place, _generation(session, row.value.get("items")), known, native=known.native)]


def _generation(session: Attrs, listed: JSON) -> Generation:
    agent, telling = mapping(session.get("agent")), Telling()
    telling.system(agent.get("instructions"))
    declared = items.tell(telling, listed)
    return Generation(
        telling=telling,
        model=text(agent.get("model")),
        tools=used(items.hosted(array(listed)), (*definitions(agent.get("tools")), *declared)),
        finish=_ENDED.get(text(session.get("status")), "stop"),
        usage=usage(session.get("usage")),
    )
