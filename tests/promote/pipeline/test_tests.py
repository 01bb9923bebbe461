"""The assistant's tests in a promotion."""

from dataclasses import replace
from pathlib import Path

import pytest

from gptctl.core.conversation import Message, Role
from gptctl.errors import Refused
from gptctl.expect.base import Expectation
from gptctl.expect.test import AssistantTest
from gptctl.expect.words import Contains, Excludes
from gptctl.promote.compare.put import put
from gptctl.promote.pipeline.ports import Ports
from gptctl.promote.pipeline.promote import promote
from gptctl.promote.setting import Setting
from tests.support.promotion import World, git, goal, repository, rows


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(root=repository(tmp_path / "acme"), home=tmp_path / "home", log=rows(test=24))


def ports(world: World, expectation: Expectation) -> Ports:
    test = AssistantTest(
        name="no fruit", messages=(Message(role=Role.USER, text="Fruit?"),), expectations=(expectation,)
    )
    return replace(world.ports(), tests=put([test], Setting(instructions="Be brief.")))


def test_a_tuned_model_that_fails_what_the_one_in_use_passes_is_not_proposed(world: World) -> None:
    with pytest.raises(Refused) as refused:
        promote(goal(), ports(world, Excludes(texts=("banana",))))
    assert refused.value.message == "the comparison of the tuned model says: worse"
    assert refused.value.reasons[0] == "It fails 1 test that the base passes: no fruit."
    assert world.branches() == []


def test_a_test_that_is_won_is_told_on_the_branch(world: World) -> None:
    done = promote(goal(), ports(world, Contains(texts=("banana",))))
    message = git(world.root, "log", "-1", "--format=%B", done.branch.name).replace("\n", " ")
    assert "Of 1 test it passes 1, the base 0." in message
    assert "no fruit" in git(world.root, "show", f"{done.branch.name}:datasets/support/comparison.md")
