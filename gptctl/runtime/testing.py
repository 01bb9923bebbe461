"""Put an assistant's tests to it as it is applied, and judge what it answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from gptctl.core.address import Key
from gptctl.core.conversation import Answer
from gptctl.core.refs import find
from gptctl.core.resource import Observed
from gptctl.engine.session import Session
from gptctl.errors import ProviderError, TryLater
from gptctl.expect.said import Said
from gptctl.expect.test import AssistantTest, Judged, passed
from gptctl.logs.exchange import Exchange
from gptctl.logs.trial import Trial
from gptctl.runtime.dialogue import Dialogue
from gptctl.runtime.resolve import Binding
from gptctl.runtime.tools import CommandTools


@dataclass(frozen=True, slots=True, kw_only=True)
class Tested:
    """`said` is None where the provider gave no answer; `error` is its sentence then, and nothing is judged.

    `notes` are the provider's about how the answer came about, such as that no model made it.
    """

    test: AssistantTest
    said: Said | None
    judged: tuple[Judged, ...] = ()
    error: str = ""
    notes: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        return self.said is not None and passed(self.judged)


@dataclass(slots=True)
class Heard:
    """Keeps what was answered to one test for as long as it is judged: no test becomes a conversation in the log."""

    answers: list[Answer] = field(default_factory=list[Answer])

    def add(self, exchange: Exchange, trial: Trial | None = None) -> None:
        del trial
        self.answers.append(exchange.answer)

    def fail(self, trial: Trial) -> None:
        del trial


def put(session: Session, binding: Binding, test: AssistantTest, tools: CommandTools, *, user: str = "") -> Tested:
    """Ask as `chat` does for this user, with what was said before the question.

    Raises GptctlError where nobody can be asked. A question that this provider does not answer, or not now, is a
    result: another may be answered.
    """
    *before, asked = test.messages
    heard = Heard()
    dialogue = Dialogue(
        session=session, binding=binding, store=heard, id=test.name, user=user, tools=tools, messages=list(before)
    )
    try:
        answer = dialogue.say(asked.text, on_text=lambda _: None)
    except (ProviderError, TryLater) as error:
        return Tested(test=test, said=None, error=error.message)
    said = _said(answer, heard.answers)
    notes = dict.fromkeys(note for one in heard.answers for note in one.notes)
    return Tested(test=test, said=said, judged=test.judge(said), notes=tuple(notes))


def is_stale(binding: Binding, found: Mapping[Key, Observed], wanted: Mapping[Key, str]) -> bool:
    """Whether what is `wanted` now, of the assistant or of what it refers to, is not what is `found` applied."""
    keys = (binding.key, *(Key(target=binding.key.target, address=one) for one in find(binding.attrs)))
    marks = ((found[key].marker if key in found else None, wanted.get(key)) for key in keys)
    return any(mark is None or mark.applied != declared for mark, declared in marks)


def _said(answer: Answer, answers: Sequence[Answer]) -> Said:
    return Said(
        text=answer.text,
        calls=tuple(call for one in answers for call in one.tool_calls),
        files=tuple(source.file for one in answers for source in one.sources),
    )
