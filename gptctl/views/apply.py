"""What an apply or a destroy did."""

from collections.abc import Iterator
from dataclasses import dataclass

from gptctl.core.address import Key
from gptctl.core.codec import plan_to_json
from gptctl.core.plan import Plan
from gptctl.core.plural import plural
from gptctl.core.value import Attrs
from gptctl.engine.request import Outcome
from gptctl.views.line import Line, Style, line

FORMAT = "gptctl.apply/v1"


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplyReport:
    plan: Plan
    outcome: Outcome

    def human(self) -> Iterator[Line]:
        outcome = self.outcome
        yield from (line(f"failed: {key}: {why}", Style.BAD) for key, why in outcome.failed)
        yield from (line(f"not tried: {key}: {why}", Style.WARNING) for key, why in outcome.skipped)
        missed = len(outcome.failed) + len(outcome.skipped)
        if missed:
            yield line(f"{len(outcome.done)} done, {len(outcome.failed)} failed, {len(outcome.skipped)} not tried.")
        else:
            yield line(
                f"Done: {len(outcome.done)} changed, {plural(self.plan.noop, 'was', 'were')} as declared.", Style.GOOD
            )

    def document(self) -> Attrs:
        return {
            "format": FORMAT,
            "plan": plan_to_json(self.plan),
            "outcome": {
                "done": [_key(key) for key in self.outcome.done],
                "failed": [{**_key(key), "message": why} for key, why in self.outcome.failed],
                "skipped": [{**_key(key), "message": why} for key, why in self.outcome.skipped],
            },
        }


def _key(key: Key) -> Attrs:
    return {"target": key.target, "address": str(key.address)}
