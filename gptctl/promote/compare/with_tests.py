"""A comparison with the assistant's tests in it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from gptctl.expect.test import passed
from gptctl.promote.compare.comparison import Comparison, Outcome, Replies
from gptctl.promote.compare.passes import Passed, Passes, held
from gptctl.promote.compare.put import Put


def with_tests(comparison: Comparison, tests: Sequence[Put], replies: Mapping[str, Replies]) -> Comparison:
    """`replies` hold one to each test too. Whoever fails a test that the base passes is worse."""
    outcomes = (_with(one, comparison.base, tests, replies) for one in comparison.outcomes)
    return replace(comparison, outcomes=tuple(outcomes))


def _with(outcome: Outcome, base: str, tests: Sequence[Put], replies: Mapping[str, Replies]) -> Outcome:
    passes = Passes(
        tests=tuple(
            Passed(
                test=one.test.name,
                base=passed(one.judge(replies[base][one.id])),
                judged=one.judge(replies[outcome.challenger][one.id]),
            )
            for one in tests
        )
    )
    return replace(outcome, passes=passes, decision=held(outcome.decision, passes))
