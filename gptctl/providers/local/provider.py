"""The embedded provider: everything an assistant needs, on this machine, in one SQLite file.

What only some commands need is loaded by them: a plan of an unchanged project loads no reader and no engine.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from gptctl.core.address import RemoteId
from gptctl.core.resource import Declared
from gptctl.core.value import Attrs
from gptctl.providers.base import Check, Handler, Lowering, OnText
from gptctl.providers.local.assistants import Assistants
from gptctl.providers.local.knowledge import KnowledgeBases
from gptctl.providers.local.settings import parse
from gptctl.providers.local.store import Store

if TYPE_CHECKING:
    from gptctl.core.conversation import Answer, Message
    from gptctl.providers.local.answer.engines import Engines


class LocalProvider:
    """`home` is GPTCTL_HOME; nothing is made there before the first write. Wrong settings are InvalidConfig."""

    def __init__(self, *, name: str, home: Path, settings: Attrs, environ: Mapping[str, str]) -> None:
        self.name = name
        self._home = home
        self._environ = environ
        self._settings = parse(settings)
        self._store = Store(home)
        self._engines: Engines | None = None
        self.handlers: Mapping[str, Handler] = {
            handler.kind: handler for handler in (KnowledgeBases(self._store), Assistants(self._store, home))
        }

    def lower(self, declared: Declared) -> Lowering:
        from gptctl.providers.local.lower import lower  # noqa: PLC0415 -- an unchanged project is not lowered

        return lower(declared, self._settings)

    def ask(self, id_: RemoteId, messages: "Sequence[Message]", *, on_text: OnText) -> "Answer":
        from gptctl.providers.local.ask import ask  # noqa: PLC0415 -- only a question needs it

        return ask(self._store, self._started(), id_, messages, on_text)

    def ask_with(self, id_: RemoteId, messages: "Sequence[Message]", *, model: str, on_text: OnText) -> "Answer":
        from gptctl.providers.local.ask import ask  # noqa: PLC0415 -- as above

        return ask(self._store, self._started(), id_, messages, on_text, model=model)

    def rehearse(self, declared: Declared, messages: "Sequence[Message]") -> "Answer":
        from gptctl.providers.local.rehearsal import rehearse  # noqa: PLC0415 -- only a comparison needs it

        return rehearse(self._started(), declared.attrs, messages)

    def checks(self) -> Iterator[Check]:
        from gptctl.providers.local.checks import checks  # noqa: PLC0415 -- for `doctor` alone

        return checks(self._store, self._settings, self._home)

    def _started(self) -> "Engines":
        if self._engines is None:
            from gptctl.providers.local.answer.engines import Engines  # noqa: PLC0415 -- only a question needs them

            self._engines = Engines(self._settings, self._home, self._environ)
        return self._engines

    def close(self) -> None:
        if self._engines is not None:
            self._engines.close()
        self._store.close()
