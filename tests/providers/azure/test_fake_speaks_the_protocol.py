"""The fake against the vendor's own SDK: it drives the fake, and its types fit all that we and the fake say.

The OpenAI-shaped half is the fake of OpenAI, held against the openai package in its own tests.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from azure.ai.projects import AIProjectClient
from azure.ai.projects.models import (
    AgentDetails,
    AgentVersionDetails,
    FileSearchTool,
    FunctionTool,
    PromptAgentDefinition,
)
from azure.core.credentials import AzureKeyCredential
from azure.core.exceptions import ClientAuthenticationError, HttpResponseError, ResourceNotFoundError
from azure.core.pipeline.policies import AzureKeyCredentialPolicy

from tests.support.fakes.azure import KEY, FakeAzure
from tests.support.site import Site


def client(fake: FakeAzure, key: str) -> AIProjectClient:
    policy = AzureKeyCredentialPolicy(AzureKeyCredential(key), "api-key")
    # A credential is asked for, and the policy above is used instead of it.
    return AIProjectClient(endpoint=fake.endpoint, credential=object(), authentication_policy=policy, retry_total=0)  # type: ignore[arg-type]


@pytest.fixture
def sdk(fake: FakeAzure) -> Iterator[AIProjectClient]:
    with client(fake, KEY) as made:
        yield made


def fits(model: Any, kind: type) -> None:
    """No key of the body is unknown to the SDK's type, at any depth that it has types for."""
    known = set(kind._attr_to_rest_field)  # type: ignore[attr-defined]  # noqa: SLF001 -- what the type was made from
    rest = {field._rest_name for field in kind._attr_to_rest_field.values()}  # type: ignore[attr-defined]  # noqa: SLF001
    assert set(model) <= known | rest, f"{kind.__name__} does not know {set(model) - known - rest}"


def test_a_key_that_the_sdk_does_not_know_is_noticed() -> None:
    with pytest.raises(AssertionError, match="seed"):
        fits(PromptAgentDefinition({"kind": "prompt", "model": "m", "seed": 1}), PromptAgentDefinition)


def test_all_that_we_say_is_what_the_sdk_could_say(repository: Site, fake: FakeAzure) -> None:
    repository.declare(
        "full",
        description="Does all",
        labels="{team: a}",
        instructions="Help.",
        parameters="{temperature: 0.5, top_p: 1, reasoning: low}",
        capabilities="[web_search, code_interpreter, image_generation]",
        tools='[{function: look}, {mcp: "https://mcp.example/x", name: acme, allow: [a]}, {openapi: billing.yaml}]',
        output="{schema: {type: object}}",
        knowledge="[handbook]",
    )
    repository.write("assistants/billing.yaml", 'openapi: "3.1.0"\ninfo: {title: Billing, version: "1"}\npaths: {}\n')
    assert not repository.apply().outcome.failed
    bodies = [one.json for one in fake.asked("POST", "/agents/*/versions")]
    assert len(bodies) == 3
    for body in bodies:
        assert set(body) == {"definition", "metadata", "description"}
        definition = PromptAgentDefinition(body["definition"])
        fits(definition, PromptAgentDefinition)
        for tool in definition.tools or ():
            assert type(tool).__name__ != "Tool", f"the SDK does not know {tool['type']}"
            fits(tool, type(tool))
            if tool["type"] == "openapi":
                fits(tool.openapi, type(tool.openapi))
        if definition.text is not None:
            assert type(definition.text.format).__name__ == "TextResponseFormatJsonSchema"


def test_the_sdk_reads_all_that_the_fake_says(sdk: AIProjectClient) -> None:
    tools = [
        FunctionTool(name="f", parameters={"type": "object"}, strict=False),
        FileSearchTool(vector_store_ids=["vs"]),
    ]
    definition = PromptAgentDefinition(model="m", instructions="Help.", tools=tools)
    made = sdk.agents.create_version("support", definition=definition, metadata={"a": "b"}, description="d")
    fits(made, AgentVersionDetails)
    assert (made.version, made.metadata, made.description, made.status) == ("1", {"a": "b"}, "d", "active")
    sdk.agents.create_version("support", definition=PromptAgentDefinition(model="m"))
    agent = sdk.agents.get("support")
    fits(agent, AgentDetails)
    assert agent.versions.latest.version == "2"
    for name in ("b", "c"):
        sdk.agents.create_version(name, definition=definition)
    assert [one.name for one in sdk.agents.list(kind="prompt", limit=2)] == ["c", "b", "support"]
    assert sdk.agents.delete("support").deleted


def test_what_azure_refuses_the_fake_refuses(sdk: AIProjectClient, fake: FakeAzure) -> None:
    with pytest.raises(ResourceNotFoundError):
        sdk.agents.get("nobody")
    with pytest.raises(HttpResponseError, match="no name"):
        sdk.agents.create_version("-bad-", definition=PromptAgentDefinition(model="m"))
    with client(fake, "wrong") as stranger, pytest.raises(ClientAuthenticationError):
        stranger.agents.get("nobody")
