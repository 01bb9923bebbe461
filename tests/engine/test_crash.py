"""Die anywhere: whatever a run was doing, the next one loses nothing and makes nothing twice."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gptctl.core.planner import Consent
from gptctl.engine.events import Waiting
from gptctl.engine.request import Request
from gptctl.errors import Refused
from gptctl.providers.base import Traits
from tests.support.memory import Fuse, Killed
from tests.support.world import Project, assistant, knowledge

EVERYTHING = Request(consent=Consent(delete=True, revert_drift=True), max_delete=99, recreate=True)
LAGGING = Traits(settle_seconds=60.0, versioned=True)

names = st.sets(st.sampled_from("abcde"), min_size=1)
worlds = st.fixed_dictionaries({name: st.integers(0, 2) for name in "abcde"})


def declare(project: Project, texts: dict[str, int], present: set[str]) -> None:
    project.declared = {knowledge("k"): {"name": "k", "files": {"f": str(texts["a"])}}}
    for name in present:
        project.declared[assistant(name)] = {
            "name": name,
            "instructions": str(texts[name]),
            "knowledge": [{"$ref": "knowledge.k"}],
        }


def run_until_dead(project: Project, dies_at: int) -> bool:
    try:
        project.apply(EVERYTHING, fuse=Fuse(dies_at=dies_at))
    except Killed:
        return True
    return False


def check(project: Project) -> None:
    """Recover, and find exactly what is declared: nothing lost, nothing twice, nothing left open."""
    project.apply(EVERYTHING)
    assert project.plan().settled
    assert project.names() == sorted(address.name for address in project.declared)
    assert not project.disk.lines
    assert len(project.disk.record.entries) == len(project.declared)


@settings(max_examples=300)
@given(
    first=worlds,
    present=names,
    then=worlds,
    left=names,
    deaths=st.lists(st.integers(1, 60), min_size=1, max_size=3),
    lag=st.sampled_from([0.0, 0.0, 30.0]),
    in_steps=st.booleans(),
)
def test_a_death_at_any_point_costs_nothing(
    first: dict[str, int],
    present: set[str],
    then: dict[str, int],
    left: set[str],
    deaths: list[int],
    lag: float,
    in_steps: bool,  # noqa: FBT001 -- drawn by hypothesis
) -> None:
    project = Project(traits={"knowledge": LAGGING, "assistant": LAGGING} if lag else {})
    project.server.in_steps = frozenset({"knowledge"}) if in_steps else frozenset()
    project.server.lag = lag
    declare(project, first, present)
    run_until_dead(project, deaths[0])
    declare(project, then, left)
    for point in deaths[1:]:
        run_until_dead(project, point)
    check(project)


def test_every_single_point_of_a_run_is_survived() -> None:
    whole = Fuse()
    project = Project()
    declare(project, dict.fromkeys("abcde", 0), set("abc"))
    project.apply(fuse=whole)
    assert whole.points > 20
    for point in range(1, whole.points + 1):
        again = Project()
        declare(again, dict.fromkeys("abcde", 0), set("abc"))
        assert run_until_dead(again, point)
        check(again)


@settings(max_examples=100)
@given(lost=st.sets(st.integers(1, 8)), dies_at=st.integers(1, 60), in_steps=st.sampled_from(["", "knowledge"]))
def test_lost_answers_make_nothing_twice(lost: set[int], dies_at: int, in_steps: str) -> None:
    project = Project()
    project.server.in_steps = frozenset({in_steps})
    declare(project, dict.fromkeys("abcde", 0), set("abc"))
    project.server.lose_answers = lost
    run_until_dead(project, dies_at)
    project.server.lose_answers = set()
    check(project)


def died_with_an_object(project_of: Callable[[], Project]) -> Project:
    """A project whose first run died after the provider acted and before anybody wrote that down."""
    for point in range(1, 20):
        project = project_of()
        if run_until_dead(project, point) and project.server.objects:
            return project
    raise AssertionError("no run died like that")


def one_assistant(traits: Traits, lag: float) -> Project:
    project = Project(traits={"assistant": traits}, declared={assistant("a"): {"name": "a"}})
    project.server.lag = lag
    return project


def test_a_creation_that_shows_late_is_waited_for() -> None:
    project = died_with_an_object(lambda: one_assistant(LAGGING, 30))
    [warning] = project.plan().warnings
    assert warning.startswith("not known to be finished: 1 operation of another run; if that was interrupted")
    project.apply()
    assert project.names() == ["a"]
    assert any(isinstance(event, Waiting) for event in project.events)
    assert project.server.now < 1000 + 60  # it went on as soon as the object showed


def test_a_paid_creation_is_never_repeated_on_its_own() -> None:
    metered = Traits(settle_seconds=1.0, metered=True)
    project = died_with_an_object(lambda: one_assistant(metered, 0))
    project.server.objects.clear()
    for _ in range(2):
        with pytest.raises(Refused, match="undecided"):
            project.apply()
    assert len(project.server.writes) == 1


def test_a_change_that_stopped_half_way_is_completed_and_is_no_drift() -> None:
    project = Project()
    project.server.in_steps = frozenset({"knowledge"})
    declare(project, dict.fromkeys("abcde", 0), set("a"))
    project.server.lose_answers = {1}
    outcome = project.apply().outcome
    assert [str(key.address) for key, _ in outcome.failed] == ["knowledge.k"]
    project.server.lose_answers = set()
    project.disk = type(project.disk)()  # even without any memory of it
    plan = project.plan()
    assert not plan.drift
    check(project)
