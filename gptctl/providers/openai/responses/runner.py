"""Ask an assistant that only its manifest knows: everything in it goes along with the question."""

from collections.abc import Callable, Mapping, Sequence
from threading import Lock

from gptctl.core.address import RemoteId
from gptctl.core.conversation import Answer, Message
from gptctl.core.value import JSON, Attrs
from gptctl.errors import Rejected
from gptctl.providers.api import items, mapping
from gptctl.providers.openai.responses.assistants import Assistants
from gptctl.providers.openai.responses.limits import REQUEST
from gptctl.providers.openai_shape.asking import Asking
from gptctl.providers.openai_shape.connect import KEY
from gptctl.providers.openai_shape.sdk import Sdk
from gptctl.providers.openai_shape.secrets import with_secrets
from gptctl.providers.openai_shape.tools import file_search

RESULTS = "file_search_call.results"


class Runner:
    def __init__(self, assistants: Assistants, sdk: Sdk, environ: Mapping[str, str]) -> None:
        self._assistants = assistants
        self._asking = Asking(sdk)
        self._environ = environ
        self._turn = Lock()
        self._requests: dict[RemoteId, Attrs] = {}

    def ask(
        self, id_: RemoteId, messages: Sequence[Message], on_text: Callable[[str], None], model: str = ""
    ) -> Answer:
        """By this model where one is named; else by the one that the manifest says."""
        request = with_secrets(self._request(id_, fresh=len(messages) == 1), self._environ, never=KEY)
        request = {**request, "model": model} if model else request
        return self._asking.ask(id_, request, messages, on_text)

    def _request(self, id_: RemoteId, *, fresh: bool) -> Attrs:
        """The manifest is read again for every new dialogue; within one, an assistant stays as it was."""
        with self._turn:
            known = None if fresh else self._requests.get(id_)
        if known is None:
            seen = self._assistants.read(id_)
            if seen is None or not mapping(seen.attrs).get("model"):
                raise Rejected(f"there is no assistant {id_} any more", advice="Run `gptctl apply`.")
            known = request_of(seen.attrs or {})
            with self._turn:
                self._requests[id_] = known
        return known


def request_of(attrs: Attrs) -> Attrs:
    """The body of a request, but for the conversation."""
    request: dict[str, JSON] = {name: value for name, value in attrs.items() if name in REQUEST}
    searched = list(file_search(attrs.get("knowledge")))
    tools = [*searched, *items(attrs.get("tools"))]
    if not searched:
        return {**request, "tools": tools} if tools else request
    include = attrs.get("include")
    return {**request, "tools": tools, "include": [*(include if isinstance(include, list) else []), RESULTS]}
