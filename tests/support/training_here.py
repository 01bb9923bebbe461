"""Wait for jobs on this machine, and ask the models that they made."""

from collections.abc import Sequence
from pathlib import Path

from gptctl.core.conversation import Answer, Message, Role
from gptctl.core.value import Attrs
from gptctl.promote.trainers.base import FINAL, JobId, Status
from gptctl.promote.trainers.local.trainer import LocalTrainer
from gptctl.providers.local.provider import LocalProvider
from tests.conformance.subject import draft
from tests.support.waiting import until


def ended(local: LocalTrainer, job: JobId, seconds: float = 120) -> Status:
    until(lambda: local.status(job).state in FINAL, seconds)
    return local.status(job)


def answers(home: Path, names: Sequence[str]) -> Sequence[Answer]:
    """What these models say to one question, all of them at one provider."""
    provider = LocalProvider(name="local", home=home, settings={}, environ={})
    question = Message(role=Role.USER, text="Question 99: what is the refund code?")
    given: Attrs = {"instructions": "Be brief.", "parameters": {"temperature": 0, "max_output_tokens": 40}}
    try:
        made = [
            provider.handlers["assistant"].create(
                draft("assistant", {**given, "name": f"a{at}", "model": name}, name=f"a{at}")
            )
            for at, name in enumerate(names)
        ]
        return [provider.ask(one.id, [question], on_text=lambda _: None) for one in made]
    finally:
        provider.close()
