"""Ask an assistant: Google remembers what was said, and is told everything else with every turn."""

from collections.abc import Callable, Mapping, Sequence

from gptctl.core.address import RemoteId
from gptctl.core.conversation import Answer, Message, Role
from gptctl.core.value import JSON, Attrs
from gptctl.errors import Refused, Rejected
from gptctl.providers.api import items, mapping, text
from gptctl.providers.base import OnText
from gptctl.providers.dialogue import Dialogues
from gptctl.providers.google.stores import VERSION
from gptctl.providers.google.turn import Turn
from gptctl.providers.google.turns import answer, steps
from gptctl.providers.google.wire import KEY
from gptctl.providers.http import Intent, Streams, find_key

_ONLY_OURS = frozenset({"name", "description", "labels", "starters"})


class Interactions:
    """`manifest` reads what an assistant is; a dialogue keeps to what it was when it began."""

    def __init__(
        self, streams: Streams, manifest: Callable[[RemoteId], Attrs | None], environ: Mapping[str, str]
    ) -> None:
        self._streams = streams
        self._manifest = manifest
        self._environ = environ
        self._dialogues = Dialogues()
        self._settings: dict[str, Attrs] = {}

    def ask(self, id_: RemoteId, messages: Sequence[Message], *, on_text: OnText, model: str = "") -> Answer:
        """By this model where one is named; else by the one that the manifest says."""
        if not messages:
            raise Rejected("there is nothing to answer")
        resumed = self._dialogues.resume(id_, messages)
        settings = self._settings.pop(resumed.conversation, None) or self._read(id_)
        asked = {**settings, "model": model} if model else settings
        said: Attrs = {**_turn(asked, messages, self._environ), "input": steps(resumed.unsaid), "store": True}
        goes_on = {"previous_interaction_id": resumed.conversation} if resumed.conversation else {}
        made = self._interact({**said, **goes_on, "stream": True}, on_text)
        given = answer(made)
        self._dialogues.keep(id_, messages, given, text(made.get("id")))
        self._settings[text(made.get("id"))] = settings
        return given

    def _interact(self, body: Attrs, on_text: OnText) -> Attrs:
        turn = Turn(on_text)
        with self._streams.open("POST", f"{VERSION}/interactions", intent=Intent.WRITE, json=body) as events:
            for event in events:
                turn.take(event)
        return turn.interaction()

    def _read(self, id_: RemoteId) -> Attrs:
        settings = self._manifest(id_)
        if settings is None:
            raise Rejected(f"there is no assistant {id_} at Google", advice="Run `gptctl apply`.")
        return settings


def _turn(settings: Attrs, messages: Sequence[Message], environ: Mapping[str, str]) -> Attrs:
    """What has to be sent anew every time, with secrets in their places."""
    system = [text(settings.get("system_instruction")), *(one.text for one in messages if one.role is Role.SYSTEM)]
    tools = [_tool(tool, environ) for tool in items(settings.get("tools"))]
    fields = {name: value for name, value in settings.items() if name not in _ONLY_OURS}
    turn: Attrs = {**fields, "system_instruction": "\n\n".join(system), "tools": tools}
    return {name: value for name, value in turn.items() if value}


def _tool(tool: Attrs, environ: Mapping[str, str]) -> Attrs:
    found = dict(tool)
    stores = found.get("file_search_store_names")
    if isinstance(stores, list):
        found["file_search_store_names"] = [mapping(store).get("$id", store) for store in stores]
    if "auth" in found:
        found["headers"] = {"Authorization": f"Bearer {_secret(found.pop('auth'), text(found.get('url')), environ)}"}
    return found


def _secret(auth: JSON, url: str, environ: Mapping[str, str]) -> str:
    """The secret for an MCP server, whose origin must be trusted outside the repository that names both."""
    name = text(mapping(auth).get("secret"))
    if name == KEY:
        raise Refused(f"{KEY} is the key of the provider itself and is not sent to {url}")
    return find_key(environ, name, base_url=url, home_origin="").value
