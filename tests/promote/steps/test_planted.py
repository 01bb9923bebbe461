"""What is planted in 10,000 conversations of real text is dropped, or replaced, at the rates that the docs state."""

import json
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

from gptctl.promote.recipe import PersonalData
from gptctl.promote.row import Drop, Row
from gptctl.promote.steps.base import Step
from gptctl.promote.steps.personal.step import Personal
from gptctl.promote.steps.secrets.scan import scan
from gptctl.promote.steps.secrets.step import Secrets
from gptctl.promote.steps.structure.step import Structure
from tests.support.planted import FORMS, Plant, Planted, planted, row

PAGE = Path(__file__).parents[3] / "docs" / "personal-data.md"


def run(some: Planted) -> tuple[dict[str, Row], Counter[str]]:
    """What is left after all steps that look at one row, by id, and how many rows were dropped for each reason."""
    steps: list[Step] = [Structure({"airline": some.tools}), Secrets(), Personal(PersonalData.REPLACE)]
    rows: Sequence[Row] = [row(conversation) for conversation in some.conversations]
    reasons = Counter[str]()
    for step in steps:
        verdicts = step.judge(rows)
        assert len(verdicts) == len(rows)
        reasons.update(verdict.reason for verdict in verdicts if isinstance(verdict, Drop))
        rows = [verdict for verdict in verdicts if not isinstance(verdict, Drop)]
    return {kept.id: kept for kept in rows}, reasons


def rates(some: Planted, kept: dict[str, Row]) -> dict[str, tuple[int, int]]:
    """How many of each kind were found, of how many."""
    before = {conversation["id"]: row(conversation).text for conversation in some.conversations}
    personal = [plant for plant in some.plants if plant.kind in {"email", "phone", "card", "iban", "name"}]
    found = Counter(plant.kind for plant in personal if replaced(plant, before[plant.id], kept[plant.id].text))
    return {kind: (found[kind], count) for kind, count in Counter(plant.kind for plant in personal).items()}


def replaced(plant: Plant, before: str, after: str) -> bool:
    """Whether a placeholder stands exactly where it was, between the same signs: a part of it would not do."""
    left, _, right = before.partition(plant.value)
    around = (re.escape(left[-3:]), rf"\[{plant.kind.upper()}_\d+\]", re.escape(right[:3]))
    return plant.value not in after and re.search("".join(around), after) is not None


@pytest.fixture(scope="module", params=[1000, pytest.param(10_000, marks=pytest.mark.slow)])
def some(request: pytest.FixtureRequest) -> Planted:
    return planted(request.param)


def test_a_verdict_depends_on_no_row_beside(some: Planted) -> None:
    """All are looked at in one piece: what stands at the end of a text must be found there as well."""
    ends = [
        {"id": f"end{n}", "time": 0.0, "score": None, "messages": [{"role": "assistant", "content": plant.value}]}
        for n, plant in enumerate(some.plants[:200])
    ]
    rows = [row(conversation) for conversation in [*some.conversations[:500], *ends]]
    for step in (Secrets(), Personal(PersonalData.REPLACE)):
        alone = [verdict for one in rows for verdict in step.judge([one])]
        assert step.judge(rows) == alone
        assert any(verdict != one for verdict, one in zip(alone, rows, strict=True))


def test_no_secret_and_no_broken_call_is_left_and_nothing_else_is_dropped(some: Planted) -> None:
    kept, reasons = run(some)
    secrets = [plant for plant in some.plants if plant.kind.startswith("secret:")]
    broken = [plant for plant in some.plants if plant.kind == "broken"]
    output = "\n".join(json.dumps(it.messages) for it in kept.values())
    assert len({plant.kind for plant in secrets}) >= 8
    assert [plant for plant in secrets if plant.id in kept] == []
    assert [plant for plant in secrets for form in FORMS.values() if form(plant.value) in output] == []
    assert scan(output.encode()) == ()
    assert [plant for plant in broken if plant.id in kept] == []
    assert reasons.total() == len(secrets) + len(broken) == len(some.conversations) - len(kept)


def test_cards_ibans_and_emails_are_found(some: Planted) -> None:
    kept, _ = run(some)
    found = rates(some, kept)
    assert all(found[kind][0] >= 0.99 * found[kind][1] for kind in ("card", "iban", "email"))


@pytest.mark.slow
def test_the_page_states_the_measured_rates() -> None:
    some = planted()
    found = rates(some, run(some)[0])
    stated = dict(re.findall(r"^\| `(\w+)` +\|.*\| (\d+ of \d+) +\|", PAGE.read_text("utf-8"), re.MULTILINE))
    assert stated == {kind: f"{count} of {whole}" for kind, (count, whole) in found.items()}
