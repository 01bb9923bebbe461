"""Ask a model on this machine under a declaration that was never applied."""

from dataclasses import replace
from pathlib import Path

import pytest

from gptctl.core.address import Address
from gptctl.core.conversation import Message, Role
from gptctl.core.resource import Declared
from gptctl.errors import Rejected
from gptctl.providers.base import Rehearser
from gptctl.providers.local.provider import LocalProvider
from tests.support.fakes.chat import FakeChat

ASSISTANT = Address(kind="assistant", name="support")
DECLARED = Declared(address=ASSISTANT, attrs={"name": "support", "model": "small", "instructions": "Be kind."})
ASKED = [Message(role=Role.USER, text="How long?")]


def test_without_a_model_there_is_nothing_to_compare(tmp_path: Path) -> None:
    provider = LocalProvider(name="local", home=tmp_path, settings={}, environ={})
    assert isinstance(provider, Rehearser)
    with pytest.raises(Rejected, match="no model small is installed"):
        provider.rehearse(DECLARED, ASKED)
    with pytest.raises(Rejected, match="nothing to answer"):
        provider.rehearse(DECLARED, [])
    provider.close()
    assert list(tmp_path.iterdir()) == []


def test_a_model_at_a_server_answers(tmp_path: Path) -> None:
    with FakeChat({"small": lambda messages: f"{len(messages)} messages"}) as fake:
        provider = LocalProvider(name="local", home=tmp_path, settings={"base_url": fake.base_url}, environ={})
        answer = provider.rehearse(DECLARED, [*ASKED, Message(role=Role.ASSISTANT, text="Ten days."), *ASKED])
        assert (answer.text, answer.usage["completion_tokens"]) == ("4 messages", 10)
        assert fake.journal[0].json["messages"][0] == {"role": "system", "content": "Be kind."}
        other = replace(DECLARED, attrs={**DECLARED.attrs, "model": "nobody"})
        with pytest.raises(Rejected, match="there is no model nobody"):
            provider.rehearse(other, ASKED)
        provider.close()
