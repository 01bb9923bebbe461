"""All that a program needs to reach an applied assistant."""

from collections.abc import Iterator
from dataclasses import dataclass

from gptctl.core.value import Attrs
from gptctl.runtime.resolve import Binding
from gptctl.views.line import Line, line

FORMAT = "gptctl.binding/v1"


@dataclass(frozen=True, slots=True, kw_only=True)
class BindingReport:
    binding: Binding

    def human(self) -> Iterator[Line]:
        yield from (line(f"{name}: {value}") for name, value in self._plain().items())
        one = self.binding.decision
        if one is not None:
            yield line(f"rollout: {one.rollout}, {one.arm.value} at {one.share} %")

    def document(self) -> Attrs:
        return {"format": FORMAT, **self._plain(), "rollout": self._rollout(), "attrs": self.binding.attrs}

    def _plain(self) -> Attrs:
        binding = self.binding
        return {
            "address": str(binding.key.address),
            "project": binding.project,
            "environment": binding.environment,
            "target": binding.key.target,
            "id": binding.id,
            "model": binding.model,
            "applied": binding.applied,
            "commit": binding.commit,
        }

    def _rollout(self) -> Attrs | None:
        one = self.binding.decision
        if one is None:
            return None
        return {"id": one.rollout, "arm": one.arm.value, "share": one.share, "held": self.binding.held}
