"""Whether a promotion may go on."""

from dataclasses import dataclass

from gptctl.core.value import Attrs
from gptctl.errors import Refused
from gptctl.promote.readiness.decision import Conclusion, Decision


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """`override` is the reason that a person gives for going on all the same, empty for none."""

    conclusion: Conclusion
    override: str = ""

    @property
    def open(self) -> bool:
        return self.conclusion.decision is Decision.FINE_TUNE or bool(self.override.strip())

    def check(self) -> None:
        """Raises Refused when it is shut."""
        if not self.open:
            reason = self.conclusion.reason
            raise Refused(
                f"readiness says: {self.conclusion.decision}",
                reasons=[f"{reason[:1].upper()}{reason[1:]} ({', '.join(self.conclusion.against) or 'unknown'})."],
                advice="`gptctl readiness` shows the numbers. `--override REASON` goes on all the same and keeps why.",
            )

    def record(self) -> Attrs:
        """What is kept with a promotion that went on."""
        conclusion = self.conclusion
        return {
            "decision": conclusion.decision.value,
            "reason": conclusion.reason,
            "against": conclusion.against,
            "override": self.override.strip(),
        }
