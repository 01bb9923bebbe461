"""Whether a model answers at all, before any user is sent to it."""

from dataclasses import replace

from gptctl.cli.rollouts import Steering
from gptctl.core.conversation import Message, Role
from gptctl.errors import Refused, Rejected
from gptctl.promote.rollout.steer import Course
from gptctl.providers.base import Rehearser

_GREETING = (Message(role=Role.USER, text="Hello"),)
_KEPT = ("name", "parameters", "output")


def rehearse(one: Steering, course: Course) -> None:
    """Greet the model of the course that is not held, where the provider lets it be asked.

    One that is not installed on this machine would not fail: answers would be extracted, and nobody told. Raises
    Refused where it answers nothing, ProviderError.
    """
    provider, other = one.session.providers[one.binding.key.target], {course.before, course.after} - {one.binding.held}
    if not isinstance(provider, Rehearser) or len(other) != 1:
        return
    [model], declared = other, one.declared
    attrs = {name: declared.attrs[name] for name in _KEPT if name in declared.attrs}
    try:
        provider.rehearse(replace(declared, attrs={**attrs, "model": model}), _GREETING)
    except Rejected as error:
        said = f"{model} answers nothing at {one.binding.key.target}: {error.message}"
        raise Refused(said, advice=error.advice) from None
