"""Shorter instructions for the tuned model, looked for within a promotion where somebody asks for it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from gptctl.errors import Refused
from gptctl.promote.chat import Chat
from gptctl.promote.compare.transcript import Transcript
from gptctl.promote.dataset.stored import StoredDataset
from gptctl.promote.pipeline.ports import Ports
from gptctl.promote.pipeline.promote import promote
from gptctl.promote.pipeline.shortening import Shortening
from gptctl.promote.pipeline.stage import Begun, Stage
from gptctl.promote.shorten.saving import Saving, saving
from tests.support.promotion import BASE, GOOD, World, git, goal, repository, rows
from tests.support.training import Killed

NEEDED = "Name the fruit and its number."
FULL = f"Be kind to everybody who writes.\n\n{NEEDED} Never say where it grows.\n"
PAGE = "datasets/support/shortened.md"


@dataclass
class Tuned:
    """Answers well under instructions that hold these words; `asked` keeps under which ones it was asked what."""

    needs: str = NEEDED
    asked: list[tuple[str, str]] = field(default_factory=list)

    def __call__(self, messages: Sequence[Chat]) -> str:
        said = [message["content"] or "" for message in messages]
        self.asked.append((said[0], said[-1]))
        return GOOD if self.needs in said[0] or said[0] == "Be brief." else "No."

    def model(self, name: str) -> Callable[[Sequence[Chat]], str]:
        return self if name != BASE else lambda _: "No."


@pytest.fixture
def tuned() -> Tuned:
    return Tuned()


@pytest.fixture
def world(tmp_path: Path, tuned: Tuned) -> World:
    root = repository(tmp_path / "acme")
    return World(root=root, home=tmp_path / "home", log=rows(test=48), says=tuned.model)


def weigh(model: str, dataset: StoredDataset, texts: tuple[str, str]) -> Saving:
    del dataset
    return saving(texts, model, 100.0, lambda read, _: read / 1000)


def looking(world: World, answers: int = 2000) -> Ports:
    kept = world.home / "comparisons" / "answers.jsonl"
    wanted = Shortening(instructions=FULL, answers=answers, transcript=lambda _: Transcript(kept), saving=weigh)
    return replace(world.ports(), shortening=wanted)


def message(world: World, branch: str) -> str:
    return " ".join(git(world.root, "log", "-1", "--format=%B", branch).split())


def test_what_may_go_is_suggested_and_stays(world: World) -> None:
    done = promote(goal(), looking(world))
    assert world.asked[0].shortening.answers == 2000
    assert done.suggestion is not None
    assert done.suggestion.cut == ("Be kind to everybody who writes.", "Never say where it grows.")
    saved = done.suggestion.saved
    assert saved is not None
    assert saved.before > saved.after > 0
    assert saved.dollars_a_month == pytest.approx(saved.tokens / 10)
    assert f"{saved.tokens} of {saved.before} tokens may be left out" in message(world, done.branch.name)
    assert "Never say where it grows." in git(world.root, "show", f"{done.branch.name}:{PAGE}")
    assert git(world.root, "diff", "--stat", "main", done.branch.name, "--", "assistants").endswith("1 deletion(-)")


def test_run_again_with_or_without_it_is_the_same_branch(world: World, tuned: Tuned) -> None:
    first = promote(goal(), looking(world))
    tuned.asked.clear()
    for ports in (world.ports(), looking(world)):
        again = promote(goal(), ports)
        assert (again.branch.commit, again.suggestion) == (first.branch.commit, first.suggestion)
    assert tuned.asked == []


def test_a_search_that_was_cut_off_goes_on(world: World, tuned: Tuned) -> None:
    left = iter(range(400))

    def touch(moment: str) -> None:
        if moment == "answer" and tuned.asked and tuned.asked[-1][0] != "Be brief." and next(left) == 100:
            raise Killed

    world.touch = touch
    with pytest.raises(Killed):
        promote(goal(), looking(world))
    world.touch = lambda _: None
    assert promote(goal(), looking(world)).suggestion is not None
    assert len(tuned.asked) == len(set(tuned.asked))


def test_answers_are_bounded(world: World, tuned: Tuned) -> None:
    done = promote(goal(), looking(world, answers=60))
    assert done.suggestion is not None
    assert len([under for under, _ in tuned.asked if under != "Be brief."]) <= 60
    assert "needs more answers" in done.suggestion.why


def test_who_needs_every_word_is_told_of(world: World, tuned: Tuned) -> None:
    tuned.needs = FULL.strip()
    done = promote(goal(), looking(world))
    assert done.suggestion is not None
    assert (done.suggestion.cut, done.suggestion.saved) == ((), None)
    assert f"{done.result.model} needs every part" in message(world, done.branch.name)
    assert PAGE not in git(world.root, "diff", "--name-only", "main", done.branch.name)


def test_too_little_held_out_stops_no_proposal(world: World, tuned: Tuned) -> None:
    world.log = rows(test=40)
    done = promote(goal(), looking(world))
    assert "cannot rule out" in message(world, done.branch.name)
    assert {under for under, _ in tuned.asked} == {"Be brief."}


def test_nobody_is_asked_where_nothing_is_proposed(world: World, tuned: Tuned) -> None:
    world.says = lambda _: lambda _: "No."
    with pytest.raises(Refused, match="cannot tell"):
        promote(goal(), looking(world))
    assert Begun(stage=Stage.SHORTENING) not in world.events
    assert tuned.asked == []


def test_a_branch_that_was_made_without_it_stays(world: World, tuned: Tuned) -> None:
    done = promote(goal(), world.ports())
    tuned.asked.clear()
    with pytest.raises(Refused, match="was proposed before") as told:
        promote(goal(), looking(world))
    assert f"gptctl shorten support --with {done.result.model}" in told.value.advice
    assert tuned.asked == []
