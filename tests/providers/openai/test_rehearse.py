"""Ask under a declaration that was never applied."""

from dataclasses import replace

import pytest

from gptctl.core.address import Address
from gptctl.core.conversation import Message, Role
from gptctl.core.resource import Declared
from gptctl.providers.base import Rehearser
from gptctl.providers.openai.provider import OpenAIProvider
from tests.support.fakes.openai import FakeOpenAI

DECLARED = Declared(
    address=Address(kind="assistant", name="support"),
    attrs={
        "name": "support",
        "model": "gpt-6-luna",
        "instructions": "Be kind.",
        "parameters": {"temperature": 0},
        "tools": [{"type": "function", "name": "look_up", "parameters": {"type": "object"}}],
    },
    options={"openai": {"truncation": "auto"}},
)


@pytest.mark.parametrize("runtime", ["openai", "agents"])
def test_a_model_answers_and_nothing_is_kept(runtime: str, request: pytest.FixtureRequest, fake: FakeOpenAI) -> None:
    provider: OpenAIProvider = request.getfixturevalue(runtime)
    assert isinstance(provider, Rehearser)
    declared = DECLARED if runtime == "openai" else replace(DECLARED, options={"openai": {"budget": 1}})
    said = [Message(role=Role.USER, text="One"), Message(role=Role.ASSISTANT, text="1")]
    answer = provider.rehearse(declared, [*said, Message(role=Role.USER, text="Two")])
    assert "3 items" in answer.text
    assert [(one.method, one.path) for one in fake.journal] == [("POST", "/responses")]
    body = fake.journal[0].json
    assert (body["store"], body["model"], body["instructions"]) == (False, "gpt-6-luna", "Be kind.")
    assert [tool["name"] for tool in body["tools"]] == ["look_up"]
    assert ("truncation" in body, "budget" in body) == (runtime == "openai", False)
