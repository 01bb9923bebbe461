"""One ceiling, and what each job of a promotion may take of it."""

from dataclasses import replace

import pytest

from gptctl.errors import Refused
from gptctl.promote.cost.fee import Fee
from gptctl.promote.pipeline.budget import ADD, shares
from gptctl.promote.pipeline.question import Question
from gptctl.promote.trainers.base import Estimate
from tests.support.promotion import goal

TRAINING = "What training costs is not known, so no ceiling holds. Write a [[price]] with `train` into prices.toml."


def costing(dollars: float | None) -> Estimate:
    return Estimate(tokens=1, dollars=dollars, minutes=None)


ONE = Question(goal=goal(), dataset="a", rows=1, held_out=1, estimate=costing(0.1), paid=True)
BOTH = replace(ONE, control=costing(0.2))


@pytest.mark.parametrize(
    ("question", "ceiling", "own", "reserved"),
    [
        (ONE, 5.0, 5.0, 0.0),
        (BOTH, 5.0, 4.8, 0.2),
        (BOTH, 0.3, 0.1, 0.2),  # 0.1 + 0.2 is more than 0.3 to a computer
        (replace(ONE, spent=2.0), 5.0, 3.0, 0.0),
        (replace(BOTH, comparison=Fee(answers=9, known=1.5), shortening=Fee(answers=9, known=0.5)), 5.0, 2.8, 0.2),
    ],
)
def test_shares_are_no_more_than_the_whole(question: Question, ceiling: float, own: float, reserved: float) -> None:
    assert shares(question, ceiling) == pytest.approx((own, reserved))


@pytest.mark.parametrize(
    ("question", "ceiling", "reason"),
    [
        (ONE, 0.09, "The job would cost $0.10; $0.09 were approved."),
        (BOTH, 0.29, "The job would cost $0.10 and its control $0.20; $0.29 were approved."),
        (
            replace(ONE, spent=2.0),
            2.0,
            "The job before it cost $2.00, and this one would cost $0.10; $2.00 were approved.",
        ),
        (
            replace(ONE, comparison=Fee(answers=9, known=1.5)),
            1.59,
            "The job would cost $0.10, and the answers $1.50; $1.59 were approved.",
        ),
        (replace(ONE, estimate=costing(0.001)), 0.0, "The job would cost $0.01; $0.00 were approved."),
        (
            replace(ONE, paid=False, estimate=costing(0.0), comparison=Fee(answers=9, known=1.5)),
            0.0,
            "The job would cost $0.00, and the answers $1.50; $0.00 were approved.",
        ),
        (
            replace(ONE, shortening=Fee(answers=9, unknown=frozenset({"azure:ours"}))),
            9.0,
            f"What answers of azure:ours cost is not known, so no ceiling can hold. {ADD}",
        ),
        (replace(ONE, control=costing(None)), 9.0, TRAINING),
        (replace(ONE, estimate=costing(None)), 9.0, TRAINING),
    ],
)
def test_too_little_is_refused_with_what_each_costs(question: Question, ceiling: float, reason: str) -> None:
    with pytest.raises(Refused) as told:
        shares(question, ceiling)
    assert told.value.reasons == (reason,)
