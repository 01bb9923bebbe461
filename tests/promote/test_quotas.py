"""How many rows of what."""

from collections import Counter
from pathlib import Path
from typing import Any

from gptctl.promote.choice.topics import topics
from gptctl.promote.curate import curate
from gptctl.promote.curated import Curated
from gptctl.promote.example import Example, Part
from gptctl.promote.recipe import Quotas, Recipe, Split
from gptctl.promote.row import Lineage
from gptctl.promote.setting import Setting
from tests.support.planted import planted
from tests.support.portions import Memory, no_steps

LOG = planted(300).conversations
NONE = Split(validation=0.0, test=0.0)


def curated(folder: Path, log: list[dict[str, Any]] = LOG, **fields: Any) -> Curated:
    recipe = Recipe(split=NONE, **fields)
    return curate([Memory(conversations=log)], recipe, Setting(instructions=""), no_steps, folder / "result")


def train(result: Curated) -> list[Example]:
    return list(result.examples(Part.TRAIN))


def test_no_more_rows_than_wanted_the_best_rated_first(tmp_path: Path) -> None:
    log = [one | {"score": 0.6 + 0.1 * (n % 3)} for n, one in enumerate(LOG)]
    chosen = train(curated(tmp_path, log, quotas=Quotas(rows=50)))
    assert len(chosen) == 50
    assert {round(example.score or 0, 1) for example in chosen} == {0.8}


def test_of_a_cluster_as_many_stay_as_the_quota_says(tmp_path: Path) -> None:
    one = next(line for line in LOG if len(str(line["messages"])) > 900)
    text = one["messages"][0]["content"]
    log = [
        one | {"id": f"{n}", "time": float(n), "score": 0.5 + n / 10, "messages": [
            {"role": "user", "content": f"{text} {word}"}, *one["messages"][1:],
        ]}
        for n, word in enumerate(["please", "thanks", "now", "soon"])
    ]  # fmt: skip
    assert [example.id for example in train(curated(tmp_path, log, quotas=Quotas(cluster=2)))] == ["2", "3"]


def test_sources_tools_and_lengths_have_their_share(tmp_path: Path) -> None:
    log = [one | {"lineage": Lineage(shape="rare" if n % 5 == 0 else "common")} for n, one in enumerate(LOG)]
    result = curated(tmp_path, log, quotas=Quotas(rows=100, source=0.4, tool=0.1, length=0.6))
    shapes = Counter(example.lineage.shape for example in train(result))
    called = Counter(
        name for example in train(result)
        for name in {call["function"]["name"] for m in example.messages for call in m.get("tool_calls", ())}
    )  # fmt: skip
    assert shapes["common"] == 40
    assert max(called.values()) <= 10
    assert {"enough of its source", "enough of its tool"} <= {one.reason for one in result.dropped()}


def test_topics_are_questions_that_are_alike() -> None:
    bags = ["How many bags may I check in?", "May I check in two bags?", "bags check in how many"]
    money = ["I want my money back for the cancelled flight", "Give the money back, the flight was cancelled"]
    found = topics([*bags, *money])
    assert found[:3] == [0, 0, 0]
    assert found[3:] == [3, 3]


def test_topics_are_bounded_by_their_share(tmp_path: Path) -> None:
    result = curated(tmp_path, quotas=Quotas(rows=100, topic=0.05))
    assert any(one.reason == "enough of its topic" for one in result.dropped())


def test_what_is_chosen_for_diversity_is_less_alike(tmp_path: Path) -> None:
    twice = [one | {"id": f"{one['id']}-{n}", "messages": [*one["messages"][:-1], {
        "role": "assistant", "content": f"{one['messages'][-1]['content']} {'And more of it. ' * n * 9}",
    }]} for one in LOG for n in range(2)]  # fmt: skip
    (tmp_path / "plain").mkdir()
    quotas = Quotas(rows=150, cluster=0)
    spread = {
        example.id.rsplit("-", 1)[0] for example in train(curated(tmp_path, twice, quotas=quotas, diversity=True))
    }
    plain = {example.id.rsplit("-", 1)[0] for example in train(curated(tmp_path / "plain", twice, quotas=quotas))}
    assert len(spread) > len(plain)
