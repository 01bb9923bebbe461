import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from gptctl.core.value import Attrs
from gptctl.promote.example import Part
from gptctl.promote.exports.base import Export, LeftOut
from gptctl.promote.exports.registry import EXPORTS
from gptctl.promote.exports.write import Written, write
from gptctl.promote.rules.base import Severity
from gptctl.promote.rules.check import check
from tests.support.examples import GivenCuration, airline

EVERY = pytest.mark.parametrize("export", EXPORTS.values(), ids=list(EXPORTS))


def no_tokens(_: Attrs) -> int:
    return 0


def errors(written: tuple[Written, ...]) -> list[str]:
    found = check([file.to_check() for file in written if file.rows], no_tokens)
    return [f"{one.file}:{one.line} {one.rule} {one.detail}" for one in found if one.severity is Severity.ERROR]


def rows(folder: Path, name: str) -> list[Any]:
    text = (folder / name).read_text(encoding="utf-8-sig")
    return [json.loads(line) for line in text.splitlines()]


@EVERY
def test_what_is_written_breaks_no_rule(export: Export, tmp_path: Path) -> None:
    written = write(export, airline(), tmp_path)
    assert sum(file.rows for file in written if file.part is Part.TRAIN) > 10
    assert errors(written) == []


@EVERY
def test_the_same_dataset_gives_the_same_bytes(export: Export, tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        write(export, airline(), tmp_path / name)
    one, two = ({file.name: file.read_bytes() for file in (tmp_path / name).iterdir()} for name in ("one", "two"))
    assert one == two
    assert one


@EVERY
def test_every_example_is_written_or_counted(export: Export, tmp_path: Path) -> None:
    whole = GivenCuration(all_examples=[one for one in airline().all_examples if len(one.targets) > 1])
    written = write(export, whole, tmp_path)
    expected = {part: sum(one.part is part for one in whole.all_examples) for part in (Part.TRAIN, Part.VALIDATION)}
    per_target = export.name in {"trl", "llama-factory"}
    for file in written:
        if per_target:
            assert file.rows == sum(len(one.targets) for one in whole.all_examples if one.part is file.part)
        else:
            assert file.rows + sum(file.left_out.values()) == expected[file.part]


@EVERY
def test_the_test_part_never_leaves(export: Export, tmp_path: Path) -> None:
    kept_back = [replace(one, part=Part.TEST) for one in airline().all_examples]
    assert write(export, GivenCuration(all_examples=kept_back), tmp_path) == ()


@EVERY
def test_hostile_text_stays_text(export: Export, tmp_path: Path) -> None:
    hostile = 'a\x1b[31m "]}\u2028\ud800 </script>'
    example = next(one for one in airline().all_examples if len(one.targets) > 1)
    messages: list[Any] = [*example.messages[:-1], {"role": "assistant", "content": hostile}]
    write(export, GivenCuration(all_examples=[replace(example, messages=messages)]), tmp_path)
    text = (tmp_path / "train.jsonl").read_text(encoding="utf-8-sig").split("\n")
    assert "\\u001b[31m" in "".join(text)
    assert all(json.loads(line) for line in text if line)


def test_answers_that_are_not_meant_weigh_nothing(tmp_path: Path) -> None:
    example = next(one for one in airline().all_examples if len(one.targets) > 2)
    meant = example.targets[1]
    write(EXPORTS["openai"], GivenCuration(all_examples=[replace(example, targets=(meant,))]), tmp_path)
    messages = rows(tmp_path, "train.jsonl")[0]["messages"]
    assert {at: message["weight"] for at, message in enumerate(messages) if message["role"] == "assistant"} == {
        at: int(at == meant) for at in example.targets
    }


@pytest.mark.parametrize("name", ["nebius", "vertex", "bedrock"])
def test_a_target_without_weights_learns_nothing_that_was_not_meant(name: str, tmp_path: Path) -> None:
    example = next(one for one in airline().all_examples if len(one.targets) > 2)
    given = GivenCuration(all_examples=[replace(example, targets=example.targets[-1:])])
    (file,) = write(EXPORTS[name], given, tmp_path)
    assert (file.rows, file.left_out) == (0, {"turns-not-meant": 1})


GREETED: Any = {"role": "assistant", "content": "Hello, what can I do for you?"}
SILENCE: Any = {"role": "user", "content": ""}
SCREEN: Any = {"role": "user", "content": "It says: System: out of memory."}


@pytest.mark.parametrize(
    ("name", "asked", "reason"),
    [
        ("vertex", [SILENCE], "turn-without-words"),
        ("bedrock", [SILENCE], "turn-without-words"),
        ("bedrock", [GREETED, SILENCE], "assistant-begins"),
        ("bedrock", [SCREEN], "reserved-word"),
    ],
)
def test_one_conversation_that_a_target_cannot_hold_keeps_no_other_back(
    name: str, asked: list[Any], reason: str, tmp_path: Path
) -> None:
    held = next(one for one in airline().all_examples if one.part is Part.TRAIN)
    said = [held.messages[0], *asked, {"role": "assistant", "content": "I see."}]
    answers = tuple(at for at, message in enumerate(said) if message["role"] == "assistant")
    written = write(
        EXPORTS[name], GivenCuration(all_examples=[held, replace(held, messages=said, targets=answers)]), tmp_path
    )
    assert [(file.rows, file.left_out) for file in written] == [(1, {reason: 1})]
    assert errors(written) == []


@pytest.mark.parametrize("name", ["openai", "azure", "nebius", "together", "fireworks", "mistral"])
def test_a_call_of_a_name_that_a_target_does_not_take_keeps_no_other_back(name: str, tmp_path: Path) -> None:
    held = next(one for one in airline().all_examples if one.part is Part.TRAIN)
    call = {"id": "call_1", "type": "function", "function": {"name": "shop.orders/get", "arguments": "{}"}}
    said: list[Any] = [
        {"role": "user", "content": "Where is it?"},
        {"role": "assistant", "content": None, "tool_calls": [call]},
        {"role": "tool", "tool_call_id": "call_1", "content": "sent"},
        {"role": "assistant", "content": "It was sent."},
    ]
    called = replace(held, messages=said, targets=(1, 3), tools=())
    written = write(EXPORTS[name], GivenCuration(all_examples=[held, called]), tmp_path)
    assert [(file.rows, file.left_out) for file in written] == [(1, {"call-not-taken": 1})]


def test_a_preference_without_words_is_left_out_of_vertex(tmp_path: Path) -> None:
    pair = replace(airline().all_pairs[0], tools=(), messages=[SILENCE], chosen=[GREETED], rejected=[GREETED])
    (file,) = write(EXPORTS["vertex"], GivenCuration(all_examples=[], all_pairs=[pair]), tmp_path)
    assert (file.rows, file.left_out) == (0, {"turn-without-words": 1})


def test_trl_has_a_row_for_each_answer_that_is_meant(tmp_path: Path) -> None:
    example = next(one for one in airline().all_examples if len(one.targets) > 3)
    write(EXPORTS["trl"], GivenCuration(all_examples=[example]), tmp_path)
    found = rows(tmp_path, "train.jsonl")
    assert [len(row["prompt"]) for row in found] == list(example.targets)
    assert found[-1]["completion"] == [{"role": "assistant", "content": example.messages[-1]["content"]}]


def test_fixes_are_counted_by_rule(tmp_path: Path) -> None:
    written = write(EXPORTS["mistral"], airline(), tmp_path)
    train = next(file for file in written if file.part is Part.TRAIN)
    assert train.fixed["MISTRAL-CALL-004 short-ids"] > 0
    said = [message for row in rows(tmp_path, "train.jsonl") for message in row["messages"]]
    assert {len(call["id"]) for message in said for call in message.get("tool_calls", [])} == {9}


def test_azure_files_begin_with_a_byte_order_mark(tmp_path: Path) -> None:
    write(EXPORTS["azure"], airline(), tmp_path)
    assert (tmp_path / "train.jsonl").read_bytes()[:3] == b"\xef\xbb\xbf"


def test_trainers_find_their_description_beside_the_data(tmp_path: Path) -> None:
    write(EXPORTS["llama-factory"], airline(), tmp_path)
    info = json.loads((tmp_path / "dataset_info.json").read_text(encoding="utf-8"))
    assert info["gptctl_preferences_train"]["ranking"] is True
    assert {entry["file_name"] for entry in info.values()} == {path.name for path in tmp_path.glob("*.jsonl")}


@pytest.mark.parametrize(("name", "least"), [("openai", 10), ("azure", 10), ("fireworks", 3)])
def test_pairs_that_are_too_few_keep_no_example_back(name: str, least: int, tmp_path: Path) -> None:
    learnt = [one for one in airline().all_pairs if one.part is Part.TRAIN]
    few = replace(airline(), all_pairs=learnt[: least - 1])
    written = write(EXPORTS[name], few, tmp_path)
    assert errors(written) == []
    assert not (tmp_path / "preferences-train.jsonl").exists()
    assert [(file.rows, file.left_out) for file in written][-1] == (0, {"too-few": least - 1})
    enough = replace(few, all_pairs=learnt[:least])
    assert write(EXPORTS[name], enough, tmp_path)[-1].rows == least
    alone = write(EXPORTS[name], replace(few, all_examples=[]), tmp_path)
    assert alone[-1].rows == least - 1  # who learns from pairs alone is told by the rule
    assert len(errors(alone)) == 1


def test_a_file_that_is_not_there_is_not_described(tmp_path: Path) -> None:
    nothing = replace(EXPORTS["llama-factory"], pair=lambda _: iter([LeftOut(reason="none")]))
    assert [file.rows for file in write(nothing, airline(), tmp_path)][-1] == 0
    info = json.loads((tmp_path / "dataset_info.json").read_text(encoding="utf-8"))
    assert {entry["file_name"] for entry in info.values()} == {path.name for path in tmp_path.glob("*.jsonl")}
