"""Ask a deployment under a declaration that was never applied."""

from gptctl.core.address import Address
from gptctl.core.conversation import Message, Role
from gptctl.core.resource import Declared
from gptctl.providers.azure.provider import AzureProvider
from gptctl.providers.base import Rehearser
from tests.support.fakes.azure import FakeAzure


def test_a_deployment_answers_and_nothing_is_made(azure: AzureProvider, fake: FakeAzure) -> None:
    assert isinstance(azure, Rehearser)
    attrs = {"name": "support", "model": "gpt-6-luna", "instructions": "Be kind.", "labels": {"team": "care"}}
    declared = Declared(
        address=Address(kind="assistant", name="support"), attrs=attrs, options={"azure": {"rai_config": {}}}
    )
    answer = azure.rehearse(declared, [Message(role=Role.USER, text="Hello")])
    assert answer.text
    (asked,) = fake.journal
    assert asked.method == "POST"
    assert asked.path.endswith("/responses")
    assert {"model": "gpt-6-luna", "instructions": "Be kind.", "store": False}.items() <= asked.json.items()
    assert not {"name", "labels", "rai_config", "agent_reference"} & asked.json.keys()
