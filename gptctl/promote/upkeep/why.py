"""The message of the commit that brings a successor, and what comes after it."""

from collections.abc import Iterator, Sequence

from gptctl.core.plural import plural
from gptctl.promote.upkeep.outlook import Outlook
from gptctl.promote.upkeep.succession import Succession

_SHOWN = 12


def why(found: Succession, stopping: Sequence[Outlook], successor: Outlook, then: str) -> str:
    """`stopping` are the models in use whose end is known, `successor` is what comes now, `then` the next command."""
    return "\n".join((_subject(found), "", *_body(found, stopping, successor, then), ""))


def next_command(found: Succession, dataset: str, environment: str) -> str:
    """What to run once it is merged. `dataset` is the hash that git has, `environment` what was said, each if any."""
    if not found.retrains:
        command = "gptctl plan"
    elif not dataset:
        command = f"gptctl promote {found.assistants[0]}"
    else:
        command = f"gptctl promote {found.assistants[0]} --dataset {dataset[:_SHOWN]}"
    return f"{command} --env {environment}" if environment else command


def _subject(found: Succession) -> str:
    if found.retrains:
        return f"Rebuild {found.assistants[0]} on {found.after}"
    if found.field == "model":
        return f"Let {found.assistants[0]} answer with {found.after}"
    _, alias, target = found.field.split(".", 2)
    return f"Let {alias} mean {found.after} at {target}"


def _body(found: Succession, stopping: Sequence[Outlook], successor: Outlook, then: str) -> Iterator[str]:
    for one in stopping:
        tuned = f", tuned from {one.base}," if one.base else ""
        days = one.days or 0
        yield f"{one.model}{tuned} {_ends(one, days)}."
    if found.before:
        yield f"{found.field} in {found.file} was {found.before}."
    if successor.stops is not None:
        yield f"{successor.model} {_ends(successor, successor.days or 0)}."
    if len(found.assistants) > 1:
        yield f"It concerns {', '.join(found.assistants)}."
    if found.retrains:
        yield f"Nothing that answers changes yet: `{then}` trains and compares it."


def _ends(one: Outlook, days: int) -> str:
    return f"stops on {one.stops}, in {plural(days, 'day')}" if days > 0 else f"stopped on {one.stops}"
