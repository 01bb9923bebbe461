"""The branch that brings a successor, and what to do with it."""

from collections.abc import Iterator
from dataclasses import dataclass

from gptctl.config.branch import Branch
from gptctl.core.value import Attrs
from gptctl.promote.upkeep.outlook import Outlook
from gptctl.promote.upkeep.succession import Succession
from gptctl.views.line import BLANK, Line, Style, indent, line

FORMAT = "gptctl.models-succeed/v1"
_SHOWN = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class SuccessionReport:
    """`outlook` is on the successor, `then` what to run once the branch is merged."""

    assistant: str
    succession: Succession
    outlook: Outlook
    branch: Branch
    then: str

    def human(self) -> Iterator[Line]:
        found = self.succession
        yield line(f"{found.file}: {found.field}", Style.HEADING)
        if found.before:
            yield from indent([line(f"- {found.before}", Style.REMOVED)])
        yield from indent([line(f"+ {found.after}", Style.ADDED)])
        if self.outlook.stops is not None:
            yield from indent([line(f"which stops on {self.outlook.stops}", Style.WARNING)])
        if len(found.assistants) > 1:
            yield from indent([line(f"for {', '.join(found.assistants)}", Style.FAINT)])
        yield BLANK
        made = "is made" if self.branch.made else "was there already"
        yield line(f"The branch {self.branch.name} {made}: one commit on {self.branch.base[:_SHOWN]}.")
        yield line(f"Next: git diff HEAD...{self.branch.name}, merge it, then `{self.then}`.", Style.FAINT)

    def document(self) -> Attrs:
        found = self.succession
        return {
            "format": FORMAT,
            "assistant": self.assistant,
            "file": found.file,
            "field": found.field,
            "before": found.before,
            "after": found.after,
            "stops": self.outlook.stops.isoformat() if self.outlook.stops else None,
            "assistants": list(found.assistants),
            "retrains": found.retrains,
            "branch": self.branch.name,
            "base": self.branch.base,
            "commit": self.branch.commit,
            "made": self.branch.made,
            "then": self.then,
        }
