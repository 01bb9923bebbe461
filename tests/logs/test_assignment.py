import pytest

from gptctl.logs.assignment import Assignment, words
from gptctl.logs.conversation import Ran
from tests.support.talks import talk

BY_TEXT = {words("Be kind.\n\nNever guess."): "support"}


@pytest.mark.parametrize(
    ("given", "ran", "instructions", "name"),
    [
        ("", Ran(), "Be  kind.\nNever guess.\n", "support"),
        ("", Ran(), "Be kind.", ""),
        ("", Ran(), "", ""),
        ("", Ran(remote_id="asst_1"), "", "greeter"),
        ("", Ran(remote_id="asst_2"), "Be kind. Never guess.", "support"),
        ("", Ran(assistant="other", remote_id="asst_1"), "", "other"),
        ("", Ran(assistant="Their Bot", remote_id="asst_1"), "", "greeter"),
        ("", Ran(assistant="Their Bot"), "Be kind. Never guess.", "support"),
        ("", Ran(assistant="Their Bot"), "", ""),
        ("given", Ran(assistant="other", remote_id="asst_1"), "", "given"),
    ],
)
def test_whose_a_conversation_is(given: str, ran: Ran, instructions: str, name: str) -> None:
    assignment = Assignment(
        given=given,
        declared={"greeter", "other", "support"},
        by_remote_id={"asst_1": "greeter"},
        by_instructions=BY_TEXT,
    )
    told = talk("a", ran=ran, instructions=instructions)
    found = assignment.assigned(told)
    assert found.ran.assistant == name
    assert (found is told) == (ran.assistant == name)
