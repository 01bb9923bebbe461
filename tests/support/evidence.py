"""Evidence of an assistant that is ripe for fine-tuning, for tests that take one thing away from it."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from gptctl.promote.cost.estimate import Payback
from gptctl.promote.curated import Findings
from gptctl.promote.readiness.evidence import Alike, Base, Baseline, Evidence, History, Kept, Restriction, Style, Used

TODAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, tzinfo=UTC).timestamp()
DAY = 86_400.0

RIPE = Evidence(
    today=TODAY,
    now=NOW,
    used=Used(
        conversations=1000,
        rated=500,
        good=350,
        timed=1000,
        last=NOW - DAY,
        versions=1,
        current=1000,
        monthly=5000.0,
    ),
    baseline=Baseline(provider="openai", model="gpt-4o", rated=500, good=350),
    kept=Kept(
        findings=Findings(
            usable=350, looked_up=10, changing=0, contradicted=0, clusters=350, tokens=70_000, cluster_sizes={1: 350}
        ),
        answers=400,
        resting=12,
        held_out=100,
        by_maker={("mistral", "mistral-small"): 350},
    ),
    alike=Alike(by_ids=True, tasks=500, usable_tasks=300, repeated=40, always=30, never=9),
    style=Style(answers=400, unlike=3, length=200, shares={"markdown": 0.01}),
    instructions=History(known=True, changes=(NOW - 60 * DAY,)),
    knowledge=None,
    base=Base(model="Qwen/Qwen3-8B", trainer="together", stops=None),
    restriction=Restriction(),
    payback=Payback(month=3, reason="it pays", before=100.0, after=50.0),
)


def less(part: str, **fields: Any) -> Evidence:
    """RIPE with other fields in one of its parts."""
    return replace(RIPE, **{part: replace(getattr(RIPE, part), **fields)})


def finding(**fields: Any) -> Evidence:
    """RIPE with other findings of curation."""
    return less("kept", findings=replace(RIPE.kept.findings, **fields))
