from typing import ClassVar

from gptctl.core.conversation import Message, Role, ToolCall
from gptctl.logs.conversation import Conversation
from gptctl.logs.sources import sharegpt
from tests.conformance.reader_suite import Expected, ReaderSuite
from tests.support.logs import SAMPLES, files_of


class TestShareGPT(ReaderSuite):
    reader = sharegpt.Reader()
    expected: ClassVar = {
        "plain": Expected(turns=("ua", "uata", "uaua"), ratings=(("score", 0.25),)),
        "public": Expected(turns=("ua", "ua")),
    }


def sample(name: str) -> dict[str, Conversation]:
    found = sharegpt.Reader().read(files_of(SAMPLES / "sharegpt" / name))
    return {item.came.native: item for item in found if isinstance(item, Conversation)}


def test_a_call_and_its_observation_are_paired() -> None:
    found = sample("plain")["tools_1"]
    assert found.instructions == "You can look things up."
    assert found.messages[1:3] == (
        Message(
            role=Role.ASSISTANT,
            text="",
            tool_calls=(ToolCall(id="call_1", name="lookup", arguments='{"order":"A-1"}'),),
        ),
        Message(role=Role.TOOL, text='{"state":"sent"}', tool_call_id="call_1"),
    )
    assert [tool["type"] for tool in found.tools] == ["function"]


def test_the_hash_of_a_public_row_is_its_id() -> None:
    found = sample("public")["4daf6de417d2524d"]
    assert found.ran.model == "gpt-4-0314"
    assert found.started == 1680998573.0
