"""What happens during an apply, while it happens."""

from dataclasses import dataclass, field

from gptctl.core.address import Key
from gptctl.engine.events import Event, FailedToApply, Finished, Skipped, Started, Waiting, Warned
from gptctl.views.line import Line, Style, line
from gptctl.views.screen import Stream

_LIVE = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class LineProgress:
    """A line for every object that is over: for logs."""

    stream: Stream

    def __call__(self, event: Event) -> None:
        said = _said(event)
        if said is not None:
            self.stream.write([said])


@dataclass(slots=True, kw_only=True)
class LiveProgress:
    """One line that is written over: for a terminal."""

    stream: Stream
    running: set[Key] = field(default_factory=set[Key])
    over: int = 0
    shown: bool = False

    def __call__(self, event: Event) -> None:
        match event:
            case Started():
                self.running.add(event.key)
            case Finished() | FailedToApply() | Skipped():
                self.running.discard(event.key)
                self.over += 1
            case Waiting():
                pass
            case Warned():
                self.close()
                self.stream.write([_warning(event)])
                return
        self.stream.rewrite(line(_cut(self._text(event)), Style.FAINT))
        self.shown = True

    def close(self) -> None:
        """Take the line away."""
        if self.shown:
            self.stream.rewrite(Line())
            self.shown = False

    def _text(self, event: Event) -> str:
        if isinstance(event, Waiting):
            return f"waiting {event.seconds:.0f} s: {event.reason}"
        return f"{self.over} done; {', '.join(str(key) for key in sorted(self.running)) or 'finishing'}"


def _said(event: Event) -> Line | None:
    match event:
        case Started():
            return None
        case Finished():
            return line(f"{event.action.value}: {event.key}")
        case FailedToApply():
            return line(f"failed to {event.action.value} {event.key}: {event.message}", Style.BAD)
        case Skipped():
            return line(f"not tried: {event.action.value} {event.key}: {event.because}", Style.WARNING)
        case Waiting():
            return line(f"waiting {event.seconds:.0f} s: {event.reason}", Style.FAINT)
        case Warned():
            return _warning(event)


def _warning(event: Warned) -> Line:
    return line(f"warning: {event.message}", Style.WARNING)


def _cut(text: str) -> str:
    return text if len(text) <= _LIVE else text[: _LIVE - 1] + "…"
