from random import Random

from gptctl.promote.row import Drop
from gptctl.promote.steps.secrets.step import Secrets
from tests.support.planted import planted, row
from tests.support.planted_secrets import secret


def test_rows_with_planted_secrets_are_dropped_and_no_others() -> None:
    some = planted(2000)
    wanted = {plant.id for plant in some.plants if plant.kind.startswith("secret")}
    rows = [row(conversation) for conversation in some.conversations]
    verdicts = Secrets().judge(rows)
    assert len(wanted) == 40
    assert {verdict.id for verdict in verdicts if isinstance(verdict, Drop)} == wanted
    assert all(kept is read for kept, read in zip(verdicts, rows, strict=True) if not isinstance(kept, Drop))


def test_a_drop_says_what_kind_and_where_and_no_more() -> None:
    value = secret("aws", Random(1))
    conversation = {
        "id": "c1",
        "time": 0.0,
        "score": None,
        "messages": [{"role": "user", "content": f"It is {value}!"}],
    }
    assert Secrets().judge([row(conversation)]) == [Drop(id="c1", reason="secret", detail="aws at byte 6")]


def test_a_lone_surrogate_is_no_obstacle() -> None:
    value = "\ud800" + secret("slack", Random(1))
    conversation = {"id": "c1", "time": 0.0, "score": None, "messages": [{"role": "user", "content": value}]}
    assert isinstance(Secrets().judge([row(conversation)])[0], Drop)
