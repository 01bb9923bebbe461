"""The three faces of one object: declared (what git says), observed (what the provider holds), recorded (a cache)."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from gptctl.core.address import Address, Key, RemoteId
from gptctl.core.marker import Marker
from gptctl.core.refs import find
from gptctl.core.value import Attrs, fingerprint


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """A declaration in portable words, all files read and all variables filled in; no provider has seen it yet.

    `options` are raw provider fields by target. References stand by address.
    """

    address: Address
    attrs: Attrs
    options: Mapping[str, Attrs] = field(default_factory=dict[str, Attrs])


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """A declaration lowered to one target and normalised there. References still stand by address."""

    key: Key
    attrs: Attrs

    @property
    def address(self) -> Address:
        return self.key.address

    @property
    def depends_on(self) -> frozenset[Address]:
        return find(self.attrs)

    @property
    def fingerprint(self) -> str:
        return fingerprint(self.attrs)


@dataclass(frozen=True, slots=True, kw_only=True)
class Observed:
    """What a provider holds. `version` changes whenever the object does; empty where a provider has none.

    `attrs` is None when a listing gave no content; then only `version` can tell whether it changed.
    References stand as remote ids until the engine has put addresses back.
    """

    id: RemoteId
    kind: str
    name: str
    marker: Marker | None
    version: str
    attrs: Attrs | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """What the last apply left: enough to know again, cheaply, that nothing happened since."""

    key: Key
    id: RemoteId
    nonce: str
    applied: str
    version: str
