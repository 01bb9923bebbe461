"""Everything a use case needs, in one value that the composition root puts together."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gptctl.backends.base import Backend, Rollouts
from gptctl.core.address import Address, Key
from gptctl.core.value import Attrs
from gptctl.engine.desired import Desired
from gptctl.engine.outline import Outline
from gptctl.engine.ports import Clock, Nonce
from gptctl.providers.base import Provider

if TYPE_CHECKING:  # a plan says nothing on the way
    from gptctl.engine.events import Emit


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One environment, opened.

    `load` reads and lowers the declarations in full; it is called only when an outline cannot answer.
    `commit_of` gives the git commit a declaration stands at, for its marker. `applied_at` gives what was declared for
    an object at a commit, None when that cannot be known.
    """

    outline: Outline
    providers: Mapping[str, Provider]
    backend: Backend
    rollouts: Rollouts
    clock: Clock
    nonce: Nonce
    load: Callable[[], Desired]
    commit_of: Callable[[Address], str]
    applied_at: Callable[[str, Key], Attrs | None]
    emit: "Emit"
    workers: int = 8
