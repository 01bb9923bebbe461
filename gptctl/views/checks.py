"""What `gptctl doctor` looked at."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass

from gptctl.core.value import Attrs
from gptctl.providers.base import Check
from gptctl.views.line import Line, Style, line

FORMAT = "gptctl.doctor/v1"


@dataclass(frozen=True, slots=True, kw_only=True)
class DoctorReport:
    checks: tuple[Check, ...]

    @property
    def well(self) -> bool:
        return all(check.ok for check in self.checks)

    def human(self) -> Iterator[Line]:
        width = max((len(check.name) for check in self.checks), default=0)
        for check in self.checks:
            mark, style = ("ok", Style.PLAIN) if check.ok else ("--", Style.WARNING)
            yield line(f"{mark}  {check.name.ljust(width)}  {check.detail}", style)
        failed = sum(not check.ok for check in self.checks)
        if failed:
            yield line(f"{failed} of {len(self.checks)} need a look.", Style.WARNING)
        else:
            yield line("All is well.", Style.GOOD)

    def document(self) -> Attrs:
        return {"format": FORMAT, "ok": self.well, "checks": [asdict(check) for check in self.checks]}
