"""What is held against the rules: a dataset that was really built, its commit, and what the store has since."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from gptctl.core.conversation import Message, Role
from gptctl.logs.conversation import Conversation, Level, Provenance, Ran, Rater, Rating, identify
from gptctl.logs.store.store import Store
from gptctl.promote.curate import curate_log
from gptctl.promote.dataset import project
from gptctl.promote.dataset.build import Order, build
from gptctl.promote.dataset.manifest import Manifest
from gptctl.promote.dataset.portrait import portrait
from gptctl.promote.logged import Logged
from gptctl.promote.readiness.gathering.subject import Subject
from gptctl.promote.recipe import Recipe
from gptctl.promote.retrain.gather import gather
from gptctl.promote.retrain.rules import Retrain
from gptctl.promote.setting import Setting
from tests.promote.readiness.conftest import SECONDS, git

DAY = 86_400.0
ALL = Retrain(conversations=1, rating=0.5, instructions=True)
EARLIER = ("refunds", "parcels", "lamps", "boots", "kettles", "maps", "chairs", "coats", "tents", "pens")
LATER = ("drums", "rugs", "bells", "cups", "keys", "nets")


def talk(topic: str, ended: float, score: float) -> Conversation:
    told = f"About {topic}: our shop sells {topic} in three sizes, and {topic} can be sent back within ten days."
    rating = Rating(name="thumb", score=score, level=Level.CONVERSATION, by=Rater.PERSON)
    return Conversation(
        id=identify("messages", topic),
        came=Provenance(shape="messages", file="a.jsonl", row=0, native=topic),
        ran=Ran(assistant="support", provider="mistral", model="mistral-small-latest"),
        messages=(Message(role=Role.USER, text=f"Tell me of {topic}?"), Message(role=Role.ASSISTANT, text=told)),
        ended=ended,
        ratings=(rating,),
    )


def store(subject: Subject, talks: Iterable[Conversation]) -> None:
    with Store(folder=subject.store).intake() as intake:
        for one in talks:
            intake.add(one)
        intake.commit({})


@pytest.fixture
def subject(tmp_path: Path) -> Subject:
    """Ten good conversations that ended before the dataset was committed."""
    root = tmp_path / "acme"
    root.mkdir()
    git(root, "init", "--quiet")
    made = Subject(
        assistant="support",
        recipe=Recipe(),
        setting=Setting(instructions="Help.", tools=({"type": "function", "function": {"name": "find"}},)),
        root=root,
        store=tmp_path / "store",
        now=SECONDS + 30 * DAY,
    )
    store(made, (talk(topic, SECONDS - 5 * DAY, 1.0) for topic in EARLIER))
    return made


@pytest.fixture
def manifest(subject: Subject, tmp_path: Path) -> Manifest:
    """Of the dataset, which is in the project, and in git since SECONDS."""
    logged = Logged(folder=subject.store, assistant="support")
    order = Order(
        assistant="support",
        recipe=subject.recipe,
        setting=subject.setting,
        curate=lambda folder: curate_log([logged], subject.recipe, subject.setting, folder),
    )
    built = build(order, tmp_path / "home")
    project.save(subject.root, "support", project.texts(built.manifest, portrait(built.dataset, {})))
    git(subject.root, "add", "--all")
    git(subject.root, "commit", "--quiet", "-m", "Build the dataset")
    found = project.read(subject.root, "support")
    assert found is not None
    return found


def test_nothing_has_happened_since(subject: Subject, manifest: Manifest) -> None:
    found = gather(subject, manifest, ALL, None)
    assert found.made == datetime.fromtimestamp(SECONDS, UTC).date()
    assert (found.age, found.then, found.usable) == (30, 10, 10)
    assert (found.rated, found.liked, found.same) == (0, 0, True)
    assert sorted(path.name for path in subject.store.glob(".*")) == []


def test_what_came_since_is_counted(subject: Subject, manifest: Manifest) -> None:
    later = [talk(topic, SECONDS + 2 * DAY, score) for topic, score in zip(LATER, (1, 1, 0, 0, 0, 1), strict=True)]
    store(subject, later)
    found = gather(subject, manifest, ALL, None)
    assert (found.then, found.usable, found.rated, found.liked) == (10, 13, 6, 3)


def test_what_no_rule_asks_for_is_not_looked_up(subject: Subject, manifest: Manifest) -> None:
    store(subject, [talk("ropes", SECONDS + 2 * DAY, 0.0)])
    found = gather(subject, manifest, Retrain(retirement=60), None)
    assert (found.usable, found.rated) == (None, 0)


def test_other_instructions_and_other_tools_are_seen(subject: Subject, manifest: Manifest) -> None:
    for setting in (replace(subject.setting, instructions="Help!"), replace(subject.setting, tools=())):
        assert not gather(replace(subject, setting=setting), manifest, ALL, None).same


def test_a_manifest_that_no_commit_has_is_of_no_day(subject: Subject, manifest: Manifest, tmp_path: Path) -> None:
    found = gather(replace(subject, root=tmp_path / "elsewhere"), manifest, ALL, None)
    assert (found.made, found.age, found.rated) == (None, None, 10)


def test_without_a_store_nothing_can_be_used(subject: Subject, manifest: Manifest, tmp_path: Path) -> None:
    found = gather(replace(subject, store=tmp_path / "none"), manifest, ALL, None)
    assert (found.then, found.usable, found.rated) == (10, 0, 0)
    assert not (tmp_path / "none").exists()
