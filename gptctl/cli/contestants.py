"""Whoever may answer in a comparison: models at the targets of the project, opened for one command."""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from gptctl.core.address import Address
from gptctl.core.resource import Declared
from gptctl.core.suggest import suggest
from gptctl.core.value import JSON, Attrs
from gptctl.errors import Usage
from gptctl.promote.compare.model import At, Model
from gptctl.promote.compare.put import Put, put
from gptctl.promote.cost import inference
from gptctl.promote.setting import setting
from gptctl.providers.base import Provider, Rehearser
from gptctl.providers.registry import FACTORIES, Setting
from gptctl.providers.settings import WrongSettings

if TYPE_CHECKING:
    from gptctl.config.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Models:
    """Each target is opened once, when a model there is first wanted: a tuned model and its base share a server."""

    workspace: "Workspace"
    home: Path
    stack: ExitStack
    opened: dict[str, Provider] = field(default_factory=dict[str, Provider])

    def model(self, assistant: str, word: str, name: str = "") -> Model:
        """The model that `[TARGET:]MODEL` names, under the assistant's declaration; its name, for people, is that word.

        Raises Usage where no assistant has this name or models at the target cannot be asked, InvalidConfig where the
        target's settings are wrong.
        """
        target, model = self.parted(word)
        declared = self.at(assistant, model)
        provider = self.provider(target)
        if not isinstance(provider, Rehearser):
            able = "Such are azure, local and openai; any OpenAI-compatible server can be `providers.local.base_url`."
            raise Usage(f"models at {target} cannot be asked without an assistant there", advice=able)
        setting: JSON = [target, dict(self.workspace.project.providers.get(target, {})), _state(self.home, model)]
        price = partial(_price, target, model)
        return Model(name or word, At(provider=provider, setting=setting, price=price), declared)

    def at(self, assistant: str, model: str) -> Declared:
        """The declaration with another model, under the name that its target has for it. Raises as `assistant` does."""
        declared = self.assistant(assistant)
        return replace(declared, attrs={**declared.attrs, "model": model})

    def assistant(self, name: str) -> Declared:
        """Raises Usage for one that is not declared."""
        address = Address(kind="assistant", name=name)
        found = next((one for one in self.workspace.declared if one.address == address), None)
        if found is None:
            names = [one.address.name for one in self.workspace.declared if one.address.kind == "assistant"]
            raise Usage(f"no assistant {name} is declared", advice=suggest(name, names))
        return found

    def tests(self, assistant: str) -> Sequence[Put]:
        """What every contestant is asked beside the rows. Raises as `assistant` does."""
        declared = self.assistant(assistant)
        return put(self.workspace.tests[declared.address], setting(declared.attrs))

    def schema(self, assistant: str) -> Attrs | None:
        """What it declares for its output. Raises as `assistant` does."""
        output = self.assistant(assistant).attrs.get("output")
        schema = output.get("schema") if isinstance(output, Mapping) else None
        return schema if isinstance(schema, Mapping) else None

    def parted(self, word: str) -> tuple[str, str]:
        """The target, and the model under its own name there. A model's name may hold a colon itself."""
        head, colon, rest = word.partition(":")
        first = self.workspace.environment.targets[0]
        target, model = (head, rest) if colon and head in FACTORIES else (first, word)
        return target, self.workspace.project.models.get(model, {}).get(target, model)

    def provider(self, target: str) -> Provider:
        """Raises InvalidConfig where its settings are wrong."""
        if target not in self.opened:
            settings = self.workspace.project.providers.get(target, {})
            made = Setting(name=target, settings=settings, home=self.home, environ=os.environ)
            try:
                self.opened[target] = FACTORIES[target](made)
            except WrongSettings as wrong:
                raise wrong.at(self.workspace.locate_project) from None
            self.stack.callback(self.opened[target].close)
        return self.opened[target]


@contextmanager
def open_models(workspace: "Workspace", home: Path) -> Iterator[Models]:
    """Whatever was started to answer is stopped at the end."""
    with ExitStack() as stack:
        yield Models(workspace=workspace, home=home, stack=stack)


def _price(target: str, model: str, read: int, written: int) -> float | None:
    return inference.of_call(target, model, input_tokens=read, output_tokens=written)


def _state(home: Path, model: str) -> JSON:
    """A model that is named by its file is another one when the file is."""
    if not model.endswith(".gguf"):
        return None
    try:
        found = (home / Path(model).expanduser()).stat()
    except OSError:
        return None
    return [found.st_size, found.st_mtime_ns]
