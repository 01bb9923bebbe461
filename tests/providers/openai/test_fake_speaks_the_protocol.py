"""The fake against the openai package: the package drives it strictly, and its types fit all that we say."""

from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from functools import cache
from itertools import takewhile
from typing import Any

import httpx2
import pytest
from jsonschema import Draft202012Validator
from openai import BadRequestError, NotFoundError, OpenAI
from openai.types import VectorStoreCreateParams, VectorStoreUpdateParams
from openai.types.beta import AgentCreateParams, AgentUpdateParams
from openai.types.beta.agents import SessionCreateParams
from openai.types.beta.agents.environments import TemplateCreateParams, TemplateUpdateParams
from openai.types.beta.agents.sessions import EventCreateParams
from openai.types.responses import ResponseCreateParams
from openai.types.vector_stores import FileCreateParams

from gptctl.core.address import RemoteId
from gptctl.core.conversation import Message, Role
from gptctl.providers.openai.provider import OpenAIProvider
from tests.support.closed import closed
from tests.support.fakes.openai import KEY, FakeOpenAI
from tests.support.site import Site

SAID: Mapping[str, Any] = {
    "/agents/environments/templates/*": TemplateUpdateParams,
    "/agents/environments/templates": TemplateCreateParams,
    "/agents/sessions/*/events": EventCreateParams,
    "/agents/sessions": SessionCreateParams,
    "/agents/*": AgentUpdateParams,
    "/agents": AgentCreateParams,
    "/vector_stores/*/files": FileCreateParams,
    "/vector_stores/*": VectorStoreUpdateParams,
    "/vector_stores": VectorStoreCreateParams,
    "/responses": ResponseCreateParams,
}


@pytest.fixture
def sdk(fake: FakeOpenAI) -> Iterator[OpenAI]:
    with httpx2.Client(trust_env=False) as http:
        yield OpenAI(
            api_key=KEY,
            base_url=fake.base_url,
            max_retries=0,
            http_client=http,
            _strict_response_validation=True,
        )


@cache
def schema(path: str) -> Draft202012Validator:
    """The JSON Schema of the package's own type for this request, with no key allowed that it does not have."""
    kind = next(kind for pattern, kind in SAID.items() if fnmatchcase(path, pattern))
    return closed(kind)


def test_all_that_we_send_is_what_the_package_would_send(
    repository: Site, openai: OpenAIProvider, fake: FakeOpenAI
) -> None:
    said = "apiVersion: gptctl/v1\nkind: Knowledge\nchunking: {max_tokens: 300}\n"
    repository.write("knowledge/handbook/knowledge.yaml", said)
    repository.declare(
        "full",
        instructions="Help.",
        parameters="{temperature: 0.5, top_p: 1, max_output_tokens: 99, reasoning: low}",
        capabilities="[web_search, code_interpreter, image_generation]",
        tools='[{function: look}, {mcp: "https://mcp.example/x", name: acme, allow: [a], auth: {secret: ACME_MCP}}]',
        output="{schema: {type: object}}",
        knowledge="[handbook]",
    )
    repository.apply()
    repository.write("assistants/airline.md", "Short.\n")
    repository.apply()
    id_ = RemoteId(repository.remote_id("assistant.full"))
    asked = Message(role=Role.USER, text="call look")
    wants = openai.ask(id_, [asked], on_text=lambda _: None)
    called = Message(role=Role.ASSISTANT, text="One moment.", tool_calls=wants.tool_calls)
    result = Message(role=Role.TOOL, text="Ada", tool_call_id=wants.tool_calls[0].id)
    openai.ask(id_, [asked, called, result], on_text=lambda _: None)
    assert said_well(fake) == {"vector_stores", "responses"}
    assert fake.asked("POST", "/responses")[0].json["tools"][-1]["authorization"] == "mcp-secret"


def test_all_that_we_say_to_agents_is_what_the_package_would_say(
    agency: Site, agents: OpenAIProvider, fake: FakeOpenAI
) -> None:
    agency.declare(
        "full",
        description="Does all",
        labels="{team: a}",
        instructions="Help.",
        parameters="{reasoning: low}",
        capabilities="[web_search, code_interpreter]",
        tools='[{function: look}, {mcp: "https://mcp.example/x", name: acme, allow: [a]}]',
        output="{schema: {type: object}}",
        knowledge="[handbook]",
        targets="{openai: {options: {service_tier: flex, multi_agent: {enabled: true}}}}",
    )
    agency.apply()
    agency.declare("full", instructions="Help!", tools="[{function: look}]")
    agency.apply()
    id_ = RemoteId(agency.remote_id("assistant.full"))
    asked = Message(role=Role.USER, text="call look")
    wants = agents.ask(id_, [asked], on_text=lambda _: None)
    called = Message(role=Role.ASSISTANT, text=wants.text, tool_calls=wants.tool_calls)
    result = Message(role=Role.TOOL, text="Ada", tool_call_id=wants.tool_calls[0].id)
    answer = agents.ask(id_, [asked, called, result], on_text=lambda _: None)
    past = [asked, called, result, Message(role=Role.ASSISTANT, text=answer.text)]
    agents.ask(id_, [*past, Message(role=Role.USER, text="Bye")], on_text=lambda _: None)
    assert said_well(fake) == {"agents"}


def said_well(fake: FakeOpenAI) -> set[str]:
    """The collections that were written to, every request as the package has it."""
    bodies = [(one.path, one.json) for one in fake.asked("POST") if one.path != "/files"]
    for path, body in bodies:
        assert [f"{path}: {error.message}" for error in schema(path).iter_errors(body)] == []
    return {path.split("/")[1] for path, _ in bodies}


def test_a_request_that_the_package_would_not_send_is_noticed() -> None:
    assert list(schema("/vector_stores").iter_errors({"name": "x", "metadata": {"a": 1}}))
    assert list(schema("/vector_stores").iter_errors({"nmae": "x"}))


def test_the_package_reads_all_that_the_fake_says(sdk: OpenAI) -> None:
    file = sdk.files.create(file=("a.md", b"# A\n\nApples  are red."), purpose="assistants")
    store = sdk.vector_stores.create(name="s", metadata={"a": "b"})
    attached = sdk.vector_stores.files.create_and_poll(file.id, vector_store_id=store.id, attributes={"x": 1})
    assert (attached.status, sdk.vector_stores.retrieve(store.id).file_counts.completed) == ("completed", 1)
    assert [one.text for one in sdk.vector_stores.files.content(file.id, vector_store_id=store.id)] == [
        "# A Apples are red."
    ]
    assert sdk.vector_stores.update(store.id, metadata={"c": "d"}).metadata == {"c": "d"}
    for name in "123":
        sdk.vector_stores.create(name=name)
    assert [one.name for one in sdk.vector_stores.list(limit=2)] == ["3", "2", "1", "s"]
    assert [one.filename for one in sdk.files.list(purpose="assistants")] == ["a.md"]
    assert sdk.files.delete(file.id).deleted
    assert not list(sdk.vector_stores.files.list(store.id))
    assert sdk.vector_stores.delete(store.id).deleted


def test_the_package_reads_answers_of_the_fake(sdk: OpenAI) -> None:
    answer = sdk.responses.create(model="gpt-6-luna", input="Hello", tools=[{"type": "web_search"}])
    assert answer.output_text.startswith("Hello")
    events = list(sdk.responses.create(model="gpt-6-luna", input="Hello", stream=True))
    assert [events[0].type, events[-1].type] == ["response.created", "response.completed"]


def test_the_package_reads_agents_of_the_fake(sdk: OpenAI) -> None:
    file = sdk.files.create(file=("a.md", b"x"), purpose="user_data")
    made = sdk.beta.agents.environments.templates.create(
        name="t",
        files=[
            {"type": "file_id", "file_id": file.id, "path": "/workspace/a.md"},
            {"type": "inline", "data": "Cg==", "path": "/workspace/b"},
        ],
    )
    assert [one.id for one in sdk.beta.agents.environments.templates.list()] == [made.id]
    agent = sdk.beta.agents.create(model="m", tools=[{"type": "web_search"}], reasoning={"effort": "high"})
    sdk.beta.agents.update(agent.id, metadata={"a": "b"}, reasoning=None)
    (seen,) = sdk.beta.agents.list()
    assert (seen.metadata, seen.reasoning.effort, seen.tools[0].type) == ({"a": "b"}, "medium", "web_search")
    hosted = {"type": "openai_hosted", "environment_template_id": made.id}
    session = sdk.beta.agents.sessions.create(agent_id=agent.id, environment=hosted, input=[_hello()])
    for _ in range(3):
        status = sdk.beta.agents.sessions.retrieve(session.id).status
    assert status == "idle"
    assert [turn.status for turn in sdk.beta.agents.sessions.turns.list(session.id)] == ["completed"]
    assert len(list(sdk.beta.agents.sessions.items.list(session.id))) == 3
    assert [one.id for one in sdk.beta.agents.sessions.list(agent_id=agent.id)] == [session.id]
    with sdk.beta.agents.sessions.events.stream(session.id) as live:
        again = {"type": "agent.session.input.message", "input": [_hello()]}
        sdk.beta.agents.sessions.events.create(session.id, events=[again])
        heard = [event.type for event in takewhile(lambda event: event.type != "agent.session.idle", live)]
    assert heard[0] == "agent.session.turn.item.added"
    assert heard[-1] == "agent.session.turn.completed"
    begun = list(sdk.beta.agents.sessions.create(agent_id=agent.id, environment=hosted, input=[_hello()], stream=True))
    assert [begun[0].type, begun[-1].type] == ["agent.session.created", "agent.session.idle"]
    assert list(sdk.beta.agents.sessions.list(agent_id="agent_other")) == []
    assert sdk.beta.agents.delete(agent.id).deleted
    assert sdk.beta.agents.environments.templates.delete(made.id).deleted


def _hello() -> Any:
    return {"type": "message", "role": "user", "content": [{"type": "input_text", "text": "Hello"}]}


def test_what_openai_refuses_the_fake_refuses(sdk: OpenAI) -> None:
    file = sdk.files.create(file=("a.md", b"x"), purpose="user_data")
    with pytest.raises(BadRequestError, match="Not allowed to download"):
        sdk.files.content(file.id)
    with pytest.raises(NotFoundError):
        sdk.vector_stores.retrieve("vs_none")
    with pytest.raises(BadRequestError):
        sdk.vector_stores.create(metadata={"k": "v" * 513})
    with pytest.raises(BadRequestError, match="Unknown parameter"):
        sdk.vector_stores.create(extra_body={"colour": "red"})
    with pytest.raises(BadRequestError, match="not found"):
        sdk.responses.create(model="m", input="x", previous_response_id="resp_none")
