"""One conversation, in full."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass

from gptctl.core.conversation import Message, Role
from gptctl.core.value import Attrs
from gptctl.logs.conversation import Conversation, Rating
from gptctl.logs.trial import Trial
from gptctl.views.line import BLANK, Line, Style, indent, line, lines
from gptctl.views.logs.listing import style
from gptctl.views.moment import iso, short

FORMAT = "gptctl.conversation/v1"
_STYLES = {Role.USER: Style.HEADING, Role.ASSISTANT: Style.ADDED, Role.TOOL: Style.FAINT, Role.SYSTEM: Style.FAINT}


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationReport:
    """`trials` are the questions in it that a rollout decided who answers, answered or not."""

    conversation: Conversation
    trials: Sequence[Trial] = ()

    def human(self) -> Iterator[Line]:
        one = self.conversation
        yield line(one.id, Style.HEADING)
        yield from indent(self._facts())
        for at, message in enumerate(one.messages):
            yield BLANK
            yield from _said(at, message)
            yield from indent(_judged(rating) for rating in one.ratings if rating.at == at)
            yield from indent(line(f"{sign.sign.value}", Style.WARNING) for sign in one.signals if sign.at == at)
        yield from _closing(one)
        yield from (line(_tried(trial), Style.FAINT) for trial in self.trials)

    def _facts(self) -> Iterator[Line]:
        one = self.conversation
        facts = {
            "assistant": one.ran.assistant or "none",
            "model": one.ran.model,
            "applied": one.ran.applied[:12],
            "commit": one.ran.commit[:10],
            "ended": short(one.ended),
            "from": f"{one.came.shape} {one.came.file}:{one.came.row} ({one.came.native})",
        }
        return (line(f"{name}: {fact}", Style.FAINT) for name, fact in facts.items() if fact not in ("", "-"))

    def document(self) -> Attrs:
        one = self.conversation
        return {
            "format": FORMAT,
            "id": one.id,
            "came": asdict(one.came),
            "ran": asdict(one.ran),
            "instructions": one.instructions,
            "tools": one.tools,
            "messages": [asdict(message) for message in one.messages],
            "message_ids": one.message_ids,
            "started": iso(one.started),
            "ended": iso(one.ended),
            "session": one.session,
            "user": one.user,
            "finish": one.finish,
            "usage": one.usage,
            "ratings": [asdict(rating) for rating in one.ratings],
            "signals": [asdict(signal) for signal in one.signals],
            "alternatives": [asdict(other) for other in one.alternatives],
            "lost": one.lost,
            "trials": [
                {**asdict(trial.decision), "turn": trial.turn, "time": iso(trial.time), "answered": trial.answered}
                for trial in self.trials
            ],
        }


def _said(at: int, message: Message) -> Iterator[Line]:
    yield line(f"{at} {message.role.value}", _STYLES[message.role])
    if message.text:
        yield from indent(lines(message.text))
    yield from indent(line(f"calls {call.name}({call.arguments})", Style.CHANGED) for call in message.tool_calls)


def _judged(rating: Rating) -> Line:
    told = [rating.label, "" if rating.score is None else f"{rating.score:.2f}", rating.comment]
    words = ", ".join(filter(None, told))
    correction = "" if rating.correction is None else f"; better: {rating.correction}"
    return line(f"{rating.name} by a {rating.by.value}: {words}{correction}", style(rating.score))


def _tried(trial: Trial) -> str:
    one = trial.decision
    end = "" if trial.answered else ", without an answer"
    return f"question {trial.turn}: rollout {one.rollout} at {one.share} %, {one.arm.value}: {one.model}{end}"


def _closing(one: Conversation) -> Iterator[Line]:
    rest = [rating for rating in one.ratings if not 0 <= rating.at < len(one.messages)]
    if rest or one.lost or one.alternatives:
        yield BLANK
    yield from map(_judged, rest)
    yield from (line(f"another answer to message {other.at - 1}", Style.FAINT) for other in one.alternatives)
    yield from (line(f"lost: {reason}", Style.WARNING) for reason in one.lost)
