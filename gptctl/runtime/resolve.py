"""Find an applied assistant: all that a program needs to talk to it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from gptctl.core.address import Address, Key, RemoteId
from gptctl.core.refs import unbind
from gptctl.core.resource import Observed
from gptctl.core.rollout import Decision, decide, latest
from gptctl.core.suggest import suggest
from gptctl.core.value import Attrs
from gptctl.engine.planning import locate
from gptctl.engine.session import Session
from gptctl.errors import GptctlError, Usage


@dataclass(frozen=True, slots=True, kw_only=True)
class Binding:
    """`attrs` are what the provider holds; `applied` and `commit` say which declaration that came from.

    `decision` is what a rollout says of the model, None where none has a say.
    """

    project: str
    environment: str
    key: Key
    id: RemoteId
    applied: str
    commit: str
    attrs: Attrs
    decision: Decision | None = None

    @property
    def model(self) -> str:
        """The model to ask."""
        return self.held if self.decision is None else self.decision.model

    @property
    def held(self) -> str:
        """The model that the provider answers with when it is named none."""
        return str(self.attrs.get("model", ""))


def resolve(
    session: Session,
    name: str,
    target: str | None = None,
    *,
    user: str = "",
    found: Mapping[Key, Observed] | None = None,
) -> Binding:
    """The binding of an assistant at a target; without one, at the environment's first.

    `user` is any text that tells users apart: by it a rollout decides, and always alike. It is kept nowhere. `found` is
    what `locate` finds: whoever asks for several assistants looks once.

    Raises Usage for a name or target that is not declared, GptctlError when it was never applied.
    """
    key = Key(target=target or session.outline.targets[0], address=Address(kind="assistant", name=name))
    if key not in session.outline.wanted:
        names = {k.address.name for k in session.outline.wanted if k.address.kind == "assistant"}
        raise Usage(f"no assistant {name} is declared for {key.target}", advice=suggest(name, names))
    binding = bound(session, key, locate(session).found if found is None else found)
    if binding is None:
        raise GptctlError(f"{name} is not at {key.target} yet", advice="Run `gptctl apply` first.")
    return replace(binding, decision=decided(session, binding, user))


def bound(session: Session, key: Key, found: Mapping[Key, Observed]) -> Binding | None:
    """The same without what a rollout says; None where the assistant is not declared, or was never applied."""
    seen = found.get(key)
    full = None if seen is None else session.providers[key.target].handlers["assistant"].read(seen.id)
    if full is None or full.attrs is None or full.marker is None:
        return None
    return Binding(
        project=session.outline.scope.project,
        environment=session.outline.scope.environment,
        key=key,
        id=full.id,
        applied=full.marker.applied,
        commit=full.marker.commit,
        attrs=unbind(full.attrs, {one.id: other.address for other, one in found.items()}),
    )


def decided(session: Session, binding: Binding, user: str) -> Decision | None:
    """What a rollout says now of the model that answers this user. Raises Refused for a damaged record of rollouts."""
    return decide(latest(session.rollouts.moves()).get(binding.key), binding.held, user)
