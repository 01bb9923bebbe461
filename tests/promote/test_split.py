"""What is held out stays held out, and stays where it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from gptctl.promote.chat import Chat
from gptctl.promote.curate import curate
from gptctl.promote.curated import Curated
from gptctl.promote.duplicates.normal import draw
from gptctl.promote.example import Part
from gptctl.promote.leaks import leaks
from gptctl.promote.recipe import Quotas, Recipe, Split
from gptctl.promote.setting import Setting
from tests.support.planted import planted
from tests.support.portions import Memory, no_steps

RECIPE = Recipe(quotas=Quotas(rows=0, cluster=2), split=Split(validation=0.25, test=0.25))
HELD = (Part.TRAIN, Part.VALIDATION, Part.TEST)
NEAR = RECIPE.near


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    id: str
    part: Part
    messages: Sequence[Chat]
    targets: tuple[int, ...]


def spoken(conversation: Mapping[str, Any], part: Part) -> Spoken:
    messages = conversation["messages"]
    targets = tuple(at for at, message in enumerate(messages) if message["role"] == "assistant")
    return Spoken(id=conversation["id"], part=part, messages=messages, targets=targets)


def test_a_split_by_conversation_leaks_and_ours_does_not(tmp_path: Path) -> None:
    log = planted(1000).conversations
    parts = [Part.TEST if draw("", one["id"]) % 5 == 0 else Part.TRAIN for one in log]
    by_conversation = [spoken(one, part) for one, part in zip(log, parts, strict=True)]
    assert len({leak.second for leak in leaks(by_conversation, NEAR)}) > 25
    ours = curate([Memory(conversations=log)], RECIPE, Setting(instructions=""), no_steps, tmp_path / "result")
    examples = [example for part in Part for example in ours.examples(part)]
    assert sum(example.part is Part.TEST for example in examples) > 150
    for seed in (2, 3, 4):
        assert leaks(examples, NEAR, seed=seed) == []


def test_a_leak_is_found_in_an_early_turn_whatever_follows() -> None:
    question: Chat = {"role": "user", "content": "Where is my order, please, it has been two weeks?"}
    shouted: Chat = {"role": "user", "content": "WHERE is my  order, please, it has been two weeks?"}
    ask: Chat = {"role": "assistant", "content": "What is its number?"}
    long = [question, ask, {"role": "user", "content": "It is 7"}, {"role": "assistant", "content": "It has left"}]
    one = Spoken(id="1", part=Part.TRAIN, messages=long, targets=(1, 3))
    other = Spoken(id="2", part=Part.TEST, messages=[shouted, ask], targets=(1,))
    (leak,) = leaks([one, other], NEAR)
    assert (leak.first_at, leak.second_at, leak.likeness) == (1, 1, 1.0)
    assert leaks([one, Spoken(id="2", part=Part.TRAIN, messages=[shouted, ask], targets=(1,))], NEAR) == []


QUESTIONS = (
    "How many bags may I take with me on a flight to Rome if I am a silver member of the programme",
    "I want to cancel the reservation that I made yesterday for my whole family because my son is ill",
    "Can you tell me whether the flight from Boston to Denver on Friday morning still has two seats",
)
ANSWERS = ("Yes, that is possible.", "No, that is not possible.", "Let me look that up for you at once.", "It is 7.")
WORDS = ("", " please", " now, and tell me the price of it as well", " thanks")

turns = st.lists(
    st.tuples(st.sampled_from(QUESTIONS), st.sampled_from(WORDS), st.sampled_from(ANSWERS)), min_size=1, max_size=3
)
lines = st.tuples(turns, st.sampled_from([1.0, 1.0, 0.8, 0.0]))


def conversation(id_: str, time: float, line: tuple[list[tuple[str, str, str]], float]) -> dict[str, Any]:
    messages = [
        message
        for question, words, answer in line[0]
        for message in ({"role": "user", "content": question + words}, {"role": "assistant", "content": answer})
    ]
    return {"id": id_, "time": time, "score": line[1], "messages": messages}


def result(conversations: Sequence[Mapping[str, Any]], folder: str) -> Curated:
    out = Path(folder) / str(len(list(Path(folder).iterdir())))
    return curate([Memory(conversations=conversations)], RECIPE, Setting(instructions=""), no_steps, out)


def placed(curated: Curated) -> dict[str, tuple[Part, tuple[int, ...], str]]:
    return {one.id: (one.part, one.targets, one.cluster) for part in HELD for one in curated.examples(part)}


@settings(max_examples=25)
@given(st.lists(lines, min_size=1, max_size=14), lines)
def test_one_more_line_at_the_end_moves_no_other_row(log: list[Any], last: Any) -> None:
    before = [conversation(f"c{n}", float(n // 2), line) for n, line in enumerate(log)]
    with TemporaryDirectory() as folder:
        old = placed(result(before, folder))
        after = result([*before, conversation("last", 1e9, last)], folder)
        new, gone = placed(after), {one.id: one for one in after.dropped()}
        assert leaks([one for part in Part for one in after.examples(part)], NEAR) == []
    for id_, place in old.items():
        if id_ in gone:  # contradicted by the new line, or beaten in its cluster
            assert gone[id_].other == "last" or gone[id_].stage == "consistency" or new["last"][2] == place[2]
        else:
            assert new[id_] == place


@settings(max_examples=25)
@given(st.lists(lines, min_size=1, max_size=14), st.integers(0, 14), st.randoms(use_true_random=False))
def test_an_unrelated_line_anywhere_moves_no_other_row(log: list[Any], at: int, random: Any) -> None:
    before = [conversation(f"c{n}", float(n), line) for n, line in enumerate(log)]
    words = " ".join("".join(random.choices("abcdefghij", k=6)) for _ in range(12))
    other = conversation("other", at + 0.5, ([(words, "", words[::-1])], 1.0))
    with TemporaryDirectory() as folder:
        old, new = placed(result(before, folder)), placed(result([*before[:at], other, *before[at:]], folder))
    assert {id_: place for id_, place in new.items() if id_ != "other"} == old


@settings(max_examples=15)
@given(st.lists(lines, min_size=2, max_size=14), st.randoms(use_true_random=False))
def test_the_order_of_the_input_changes_nothing(log: list[Any], random: Any) -> None:
    before = [conversation(f"c{n}", float(n // 3), line) for n, line in enumerate(log)]
    shuffled = random.sample(before, len(before))
    with TemporaryDirectory() as folder:
        one, other = result(before, folder), result(shuffled, folder)
        for file in one.folder.iterdir():
            assert file.read_bytes() == (other.folder / file.name).read_bytes(), file.name
