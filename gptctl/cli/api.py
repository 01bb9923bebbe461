"""The door for Python programs: `import gptctl; gptctl.resolve("support")`."""

import os
from pathlib import Path

from gptctl.cli.wiring import Place, home, open_session
from gptctl.runtime.resolve import Binding
from gptctl.runtime.resolve import resolve as find


def resolve(
    name: str,
    *,
    user: str = "",
    target: str | None = None,
    environment: str | None = None,
    root: str | os.PathLike[str] = ".",
) -> Binding:
    """All that a program needs to talk to an applied assistant: its id, model, attributes, and what was applied.

    During a rollout `user`, any text that tells users apart, decides on the `model` to ask, always alike; without one
    it is the model before until everybody gets the new one.

    `root` is the project's folder or one below it. Raises `gptctl.errors.GptctlError` with a message for people.
    """
    place = Place(
        start=Path(root),
        home=home(os.environ),
        environment=environment,
        targets=() if target is None else (target,),
    )
    with open_session(place, emit=lambda _: None) as session:
        return find(session, name, user=user)
