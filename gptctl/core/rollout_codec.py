"""The record of rollouts as JSON."""

from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any

from gptctl.core.address import Address, Key
from gptctl.core.codec import Malformed
from gptctl.core.rollout import WHOLE, Kind, Move, Rollout, Rule, Stage
from gptctl.core.value import Attrs


def move_to_json(move: Move) -> Attrs:
    rollout = move.rollout
    return {
        "move": move.kind.value,
        "time": move.time,
        "by": move.by,
        "why": move.why,
        "id": rollout.id,
        "target": rollout.key.target,
        "address": str(rollout.key.address),
        "before": rollout.before,
        "after": rollout.after,
        "steps": rollout.steps,
        "rule": asdict(rollout.rule),
        "started": rollout.started,
        "since": rollout.since,
        "at": rollout.at,
        "stage": rollout.stage.value,
    }


def move_from_json(line: Mapping[str, Any]) -> Move:
    """Raises Malformed."""
    try:
        return Move(
            kind=Kind(line["move"]),
            time=float(line["time"]),
            by=str(line["by"]),
            why=str(line["why"]),
            rollout=_rollout(line),
        )
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise Malformed(str(error)) from None


def rule_from_json(said: Mapping[str, Any]) -> Rule:
    """What is not said has its default."""
    return Rule(**{field.name: said[field.name] for field in fields(Rule) if field.name in said})


def _rollout(line: Mapping[str, Any]) -> Rollout:
    steps, at = tuple(map(int, line["steps"])), int(line["at"])
    if not 0 <= at < len(steps) or steps[-1] != WHOLE:
        raise Malformed("the steps do not hold the one that it is at")
    return Rollout(
        id=str(line["id"]),
        key=Key(target=str(line["target"]), address=Address.parse(line["address"])),
        before=str(line["before"]),
        after=str(line["after"]),
        steps=steps,
        rule=rule_from_json(line["rule"]),
        started=float(line["started"]),
        since=float(line["since"]),
        at=at,
        stage=Stage(line["stage"]),
    )
