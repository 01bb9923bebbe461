from collections.abc import Sequence

import pytest

from gptctl.core.conversation import Message, Role, ToolCall
from gptctl.logs.conversation import Sign, Signal
from gptctl.logs.signals import signals, with_signals
from tests.support.talks import talk


def found(*said: str) -> Sequence[tuple[str, int]]:
    return [(one.sign.value, one.at) for one in signals(talk("a", *said).messages)]


@pytest.mark.parametrize(
    "said",
    [
        ("Where is my order?", "In Kiel.", "Where is my order now?", "There."),
        ("Where is it?", "In Kiel.", "No, that is somebody else's.", "Ah."),
        ("Where is it?", "In Kiel.", "I meant the parcel.", "Ah."),
        ("Where is it?", "In Kiel.", "That's not what I asked.", "Ah."),
        ("Wo ist es?", "In Kiel.", "Das ist falsch.", "Oh."),
    ],
)
def test_asking_again_and_objecting_are_seen_at_the_answer_before(said: tuple[str, ...]) -> None:
    assert found(*said) == [("rephrased", 1)]


@pytest.mark.parametrize(
    "said",
    [
        ("Where is my order?", "In Kiel.", "And when does it come?", "Soon."),
        ("Where is it?", "Do you want a refund?", "No, thank you.", "Fine."),
        ("Where is it?", "In Kiel. Tell me if I can help.", "No, that's all.", "Fine."),
        ("Upgrade me with the card 7334.", "Shall I?", "Yes, upgrade me with the card 7334.", "Done."),
        ("Hi", "Hello.", "Hi", "Hello."),
        ("Where is it?",),
    ],
)
def test_going_on_is_no_sign(said: tuple[str, ...]) -> None:
    assert found(*said) == []


def test_a_hand_over_is_seen_once_by_its_call_or_its_words() -> None:
    call = ToolCall(id="1", name="transfer_to_human_agents", arguments="{}")
    asks = Message(role=Role.ASSISTANT, text="", tool_calls=(call,))
    ends = Message(role=Role.ASSISTANT, text="You are being transferred to a human agent.")
    assert [(one.sign, one.at) for one in signals((asks, ends))] == [(Sign.ESCALATED, 0)]
    assert [(one.sign, one.at) for one in signals((ends,))] == [(Sign.ESCALATED, 0)]
    offers = Message(role=Role.ASSISTANT, text="Would you like me to transfer you to a human agent?")
    assert list(signals((offers,))) == []


def test_what_the_source_knew_stays_and_nothing_is_told_twice() -> None:
    known = (Signal(sign=Sign.REGENERATED, at=1), Signal(sign=Sign.REPHRASED, at=1))
    one = talk("a", "Where is it?", "In Kiel.", "I meant the parcel.", "Ah.", signals=known)
    assert with_signals(one).signals == known
    assert with_signals(with_signals(one)) == with_signals(one)
