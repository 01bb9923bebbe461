from dataclasses import replace
from datetime import date

import pytest

from gptctl.core.address import Key
from gptctl.core.losses import Loss
from gptctl.core.retirement import Retirement
from gptctl.engine.applying import apply
from gptctl.engine.planning import make_plan
from gptctl.engine.request import Request
from gptctl.engine.session import Session
from gptctl.errors import Refused
from tests.support.world import Project, assistant

KEY = Key(target="memory", address=assistant("a"))


def session(**outline: object) -> Session:
    opened = Project(declared={assistant("a"): {"name": "a", "model": "m"}}).session()
    return replace(opened, outline=replace(opened.outline, **outline))  # type: ignore[arg-type]


def test_a_loss_stops_only_a_strict_plan() -> None:
    lossy = session(losses=(Loss(key=KEY, field="starters", reason="it has no place for them"),))
    assert not make_plan(lossy, Request()).plan.blocked
    (reason,) = make_plan(lossy, Request(strict=True)).plan.blocked
    assert "starters" in reason


def test_a_model_that_stopped_is_warned_about_and_nothing_is_made_on_it() -> None:
    stopped = session(retirements={KEY: Retirement(model="m", day=date(1970, 1, 1))})
    plan = make_plan(stopped, Request()).plan
    assert "m at memory stopped on 1970-01-01" in plan.warnings[0]
    with pytest.raises(Refused):
        apply(stopped, Request(), reviewed=None, wait=0)
