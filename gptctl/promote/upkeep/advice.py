"""What to do about a model that stops, with the command that does it."""

from collections.abc import Mapping, Sequence

from gptctl.promote.upkeep.use import Role, Use

_BASE = "TRAINER:BASE"
_SHOWN = 12


def advice(uses: Sequence[Use], successor: str, base: str, datasets: Mapping[str, str], environment: str) -> str:
    """A sentence without its full stop. `uses` are all of one model; `environment` is the project's default one."""
    first = next((use for use in uses if use.environment == environment), uses[0])
    likewise = _likewise(first, uses)
    if first.role is Role.TO_TUNE:
        return f"choose a base that stays: {_command(first, _BASE, environment)}{likewise}"
    if base:
        return _rebuild(first, datasets.get(first.assistant, ""), environment) + _or_prompt(successor) + likewise
    return f"choose another model: {_command(first, successor or 'MODEL', environment)}{likewise}"


def _rebuild(use: Use, dataset: str, environment: str) -> str:
    if not dataset:
        return (
            f"it goes with its base and git has no dataset to rebuild it from: `gptctl dataset build {use.assistant}`"
        )
    after = f"then `gptctl promote {use.assistant} --dataset {dataset[:_SHOWN]}{_where(use, environment)}`"
    return f"rebuild it from dataset {dataset[:_SHOWN]}: {_command(use, _BASE, environment)}, {after}"


def _or_prompt(successor: str) -> str:
    return f"; or prompt {successor}, which its provider names" if successor else ""


def _command(use: Use, to: str, environment: str) -> str:
    whose = f" --target {use.provider}" if use.role is Role.ANSWERS and use.targets > 1 and to != _BASE else ""
    return f"`gptctl models succeed {use.assistant} --model {to}{_where(use, environment)}{whose}`"


def _where(use: Use, environment: str) -> str:
    return "" if use.environment == environment else f" --env {use.environment}"


def _likewise(first: Use, uses: Sequence[Use]) -> str:
    """Who else has to: an alias is changed for all who say it."""
    alias = first.written if first.role is Role.ANSWERS and first.written != first.model else None
    others = sorted({use.assistant for use in uses if use.written != alias} - {first.assistant})
    return f"; likewise {', '.join(others)}" if others else ""
