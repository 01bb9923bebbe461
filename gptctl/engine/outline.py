"""The outline of what is declared: fingerprints instead of contents. Enough to see that nothing changed."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from gptctl.config.project import Lock
from gptctl.core.address import Address, Key
from gptctl.core.losses import Loss
from gptctl.core.marker import Scope
from gptctl.core.retirement import Retirement
from gptctl.core.value import Attrs


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """One environment of one project.

    `wanted` leads from every declared object to the fingerprint of its lowered attributes. `settings` are the
    raw provider maps of gptctl.yaml by target. `moved` leads from a new address to its former one.
    """

    scope: Scope
    targets: tuple[str, ...]
    settings: Mapping[str, Attrs]
    wanted: Mapping[Key, str]
    protected: bool = False
    lock: Lock = Lock.LOCAL
    moved: Mapping[Address, Address] = field(default_factory=dict[Address, Address])
    losses: tuple[Loss, ...] = ()
    retirements: Mapping[Key, Retirement] = field(default_factory=dict[Key, Retirement])
    warnings: tuple[str, ...] = ()
