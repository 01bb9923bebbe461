"""What answers of a model cost where they are asked for: by list prices, and by the project's table of prices."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from ipaddress import ip_address
from urllib.parse import urlsplit

from gptctl.cli.contestants import Models
from gptctl.core.retirement import base_of
from gptctl.promote.cost import inference
from gptctl.promote.cost.rate import Charge, Rate, charge
from gptctl.promote.cost.table import Price, find

_HERE = "local"
_MOST = "parameters.max_output_tokens"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tariff:
    """The rates of whoever answers as an assistant. `prices` raises GptctlError for a table that is wrong."""

    models: Models
    assistant: str
    prices: Callable[[], Sequence[Price]]

    def of(self, word: str) -> Rate:
        """Of the model that `[TARGET:]MODEL` names. Raises as `Models.model` does."""
        target, model = self.models.parted(word)
        at = self._server(target)
        rate = self._rate(target, at, model)
        listed = base_of(model) == model and at != _HERE
        return replace(rate, charge=partial(_listed, at, model, rate.charge)) if listed else rate

    def tuned(self, trainer: str, base: str, target: str) -> Rate:
        """Of a model that will be tuned from this base, and asked at this target."""
        server = self._server(target)
        return self._rate(target, server if _HERE in {server, trainer} else trainer, base)

    def _rate(self, target: str, at: str, model: str) -> Rate:
        row = find(self.prices(), at, base_of(model))
        hour = row.hour if row else 0.0
        return Rate(at=at, model=model, charge=charge(row), most=self._most(target, model), hour=hour)

    def _server(self, target: str) -> str:
        """The target, but for a server that `base_url` names far from here: its host, as others take money for that."""
        url = self.models.workspace.project.providers.get(target, {}).get("base_url")
        if target != _HERE or not url:
            return target
        self.models.provider(target)  # which looks whether it is an address
        host = urlsplit(str(url)).hostname
        return host if host and not _is_near(host) else target

    def _most(self, target: str, model: str) -> int | None:
        """What the assistant declares, where the target keeps to it."""
        declared = self.models.at(self.assistant, model)
        said = declared.attrs.get("parameters")
        most = said.get("max_output_tokens") if isinstance(said, Mapping) else None
        if not isinstance(most, int):
            return None
        lost = {one.field for one in self.models.provider(target).lower(declared).losses}
        return None if _MOST in lost else most


def _listed(at: str, model: str, row: Charge, read: int, written: int) -> float | None:
    found = inference.of_call(at, model, input_tokens=read, output_tokens=written)
    return row(read, written) if found is None else found


def _is_near(host: str) -> bool:
    try:
        return ip_address(host).is_private
    except ValueError:
        return host == "localhost"
