from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from gptctl.errors import Refused
from gptctl.promote.dataset.export import export
from gptctl.promote.dataset.store import store
from gptctl.promote.example import Part
from gptctl.promote.exports.registry import EXPORTS
from tests.support.examples import GivenCuration, airline

VOCABULARY = "o200k_base"


def test_an_export_of_nothing_to_train_on_is_refused_and_leaves_what_was_there(tmp_path: Path) -> None:
    there = tmp_path / "out"
    export(EXPORTS["bedrock"], store(airline(), tmp_path / "home"), there, VOCABULARY)
    before = {file.name: file.read_bytes() for file in there.iterdir()}
    greeting: Any = {"role": "assistant", "content": "Hello, what can I do for you?"}
    greeted = [
        replace(
            one,
            messages=[one.messages[0], greeting, *one.messages[1:]],
            targets=(1, *(at + 1 for at in one.targets)),
        )
        if one.part is Part.TRAIN
        else one
        for one in airline().all_examples
    ]
    dataset = store(GivenCuration(all_examples=greeted), tmp_path / "home")
    with pytest.raises(Refused, match="nothing of this dataset to train on") as refused:
        export(EXPORTS["bedrock"], dataset, there, VOCABULARY)
    assert any("left out: assistant-begins" in reason for reason in refused.value.reasons)
    assert {file.name: file.read_bytes() for file in there.iterdir()} == before
