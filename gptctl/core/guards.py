"""What a plan may not do unasked. Each guard is one function from facts to reasons.

A failed read never gets this far: without the whole observation there is no plan at all.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from gptctl.core.address import Key
from gptctl.core.plan import Action, Plan
from gptctl.core.plural import plural

LEAST_DELETES = 3
DELETE_SHARE = 0.2
FEW_VANISHED = 2
PROTECTED = "the environment is protected: nothing is deleted there; take `protect` out of gptctl.yaml first"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the guards look at beside the plan.

    `owned` counts our objects per target as observed, `recorded` as recorded. `vanished` are recorded objects that
    are gone. `max_delete` is the user's own limit.
    """

    owned: Mapping[str, int]
    recorded: Mapping[str, int]
    vanished: tuple[Key, ...] = ()
    replacing: tuple[Key, ...] = ()
    protected: bool = False
    max_delete: int | None = None
    recreate: bool = False


def guard(plan: Plan, facts: Facts) -> tuple[str, ...]:
    """Every reason to refuse this plan, as whole sentences; empty when it may go on."""
    deletes = _deletes(plan)
    return (
        *_wiped(deletes, facts),
        *_too_many(deletes, facts),
        *_protected(deletes, facts),
        *_vanished(facts),
        *_replaced(facts),
    )


def guard_destroy(*, protected: bool) -> tuple[str, ...]:
    """A destroy is asked for by name, so only protection stands in its way."""
    return (PROTECTED,) if protected else ()


def allowance(owned: int) -> int:
    """How many deletions pass without `--max-delete`: 20 % of what we own there, but at least 3."""
    return max(LEAST_DELETES, int(owned * DELETE_SHARE))


def _deletes(plan: Plan) -> Mapping[str, int]:
    counts: dict[str, int] = {}
    for change in plan.changes:
        if change.action is Action.DELETE:
            counts[change.key.target] = counts.get(change.key.target, 0) + 1
    return counts


def _wiped(deletes: Mapping[str, int], facts: Facts) -> tuple[str, ...]:
    return tuple(
        f"this would delete everything at {target} ({count} of {facts.owned.get(target, 0)}); "
        "use `gptctl destroy` if you mean it"
        for target, count in sorted(deletes.items())
        if count >= facts.owned.get(target, 0)
    )


def _too_many(deletes: Mapping[str, int], facts: Facts) -> tuple[str, ...]:
    reasons = []
    for target, count in sorted(deletes.items()):
        limit = allowance(facts.owned.get(target, 0)) if facts.max_delete is None else facts.max_delete
        if count > limit:
            reasons.append(
                f"{plural(count, 'deletion')} at {target}, and {limit} allowed; "
                f"look at them, then pass --max-delete {count}"
            )
    return tuple(reasons)


def _protected(deletes: Mapping[str, int], facts: Facts) -> tuple[str, ...]:
    if not (facts.protected and deletes):
        return ()
    return (PROTECTED,)


def _vanished(facts: Facts) -> tuple[str, ...]:
    reasons = []
    for target, known in sorted(facts.recorded.items()):
        gone = sum(key.target == target for key in facts.vanished)
        if gone >= FEW_VANISHED and gone * 2 > known and not facts.recreate:
            reasons.append(
                f"{gone} of {known} known objects are gone from {target} at once: is this the right account, key or "
                "GPTCTL_HOME? Pass --recreate to make them again"
            )
    return tuple(reasons)


def _replaced(facts: Facts) -> tuple[str, ...]:
    return tuple(
        f"{key} can only be changed by making it anew, and running programs use its id; "
        "pass --allow-replace if they may break"
        for key in facts.replacing
    )
