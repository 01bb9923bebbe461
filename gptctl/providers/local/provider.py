"""The embedded provider: everything an assistant needs, on this machine, in one SQLite file."""

from collections.abc import Mapping
from pathlib import Path

from gptctl.core.resource import Declared
from gptctl.core.value import Attrs
from gptctl.providers.base import Handler, Lowering
from gptctl.providers.local.assistants import Assistants
from gptctl.providers.local.knowledge import KnowledgeBases
from gptctl.providers.local.lower import lower
from gptctl.providers.local.settings import parse
from gptctl.providers.local.store import Store


class LocalProvider:
    """`home` is GPTCTL_HOME; nothing is made there before the first write."""

    def __init__(self, *, name: str, home: Path, settings: Attrs, environ: Mapping[str, str]) -> None:
        self.name = name
        self._home = home
        self._environ = environ
        self._settings = parse(settings)
        self._store = Store(home)
        self.handlers: Mapping[str, Handler] = {
            handler.kind: handler for handler in (KnowledgeBases(self._store), Assistants(self._store))
        }

    def lower(self, declared: Declared) -> Lowering:
        return lower(declared)

    def close(self) -> None:
        self._store.close()
