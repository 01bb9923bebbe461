"""The embedded provider: everything an assistant needs, on this machine, in one SQLite file."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from gptctl.core.address import RemoteId
from gptctl.core.conversation import Answer, Message
from gptctl.core.resource import Declared
from gptctl.core.value import Attrs
from gptctl.providers.base import Check, Handler, Lowering, OnText
from gptctl.providers.local.answer.engines import Engines
from gptctl.providers.local.ask import ask
from gptctl.providers.local.assistants import Assistants
from gptctl.providers.local.checks import checks
from gptctl.providers.local.knowledge import KnowledgeBases
from gptctl.providers.local.lower import lower
from gptctl.providers.local.settings import parse
from gptctl.providers.local.store import Store


class LocalProvider:
    """`home` is GPTCTL_HOME; nothing is made there before the first write. Wrong settings are InvalidConfig."""

    def __init__(self, *, name: str, home: Path, settings: Attrs, environ: Mapping[str, str]) -> None:
        self.name = name
        self._home = home
        self._settings = parse(settings)
        self._store = Store(home)
        self._engines = Engines(self._settings, home, environ)
        self.handlers: Mapping[str, Handler] = {
            handler.kind: handler for handler in (KnowledgeBases(self._store), Assistants(self._store))
        }

    def lower(self, declared: Declared) -> Lowering:
        return lower(declared, self._settings)

    def ask(self, id_: RemoteId, messages: Sequence[Message], *, on_text: OnText) -> Answer:
        answer = ask(self._store, self._engines, id_, messages)
        on_text(answer.text)
        return answer

    def checks(self) -> Iterator[Check]:
        return checks(self._store, self._settings, self._home)

    def close(self) -> None:
        self._engines.close()
        self._store.close()
