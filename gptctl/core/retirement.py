"""Models stop on a day that their provider has published: warn before it, and start nothing new after it."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from gptctl.core.address import Key
from gptctl.core.plan import Action, Change
from gptctl.core.plural import plural

NOTICE = timedelta(days=90)
"""How long before its last day a model is warned about."""

_TUNED = re.compile(r"ft:([^:]+):.+")
_DATED = r"-\d{3,}[\d-]*"


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Retirement:
    """`day` is the first day on which the model no longer answers."""

    model: str
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """What a provider published of its models: the first day without each, and what it names in its place."""

    days: Mapping[str, date] = field(default_factory=dict[str, date])
    successors: Mapping[str, str] = field(default_factory=dict[str, str])


def base_of(model: str) -> str:
    """The base that a name of the form `ft:BASE:OWNER:SUFFIX:ID` was tuned from; any other name itself."""
    tuned = _TUNED.fullmatch(model)
    return tuned[1] if tuned else model


def published(names: Collection[str], model: str) -> tuple[str, ...]:
    """Those of these names that speak of a model: its own, else its base's, and of a name without a date the dated."""
    base = base_of(model)
    own = tuple(name for name in (model, base) if name in names)
    return own[:1] or tuple(sorted(name for name in names if is_version(name, base)))


def is_version(name: str, model: str) -> bool:
    """Whether a name is that of a dated version of this model, such as a provider gives back."""
    return re.fullmatch(re.escape(model) + _DATED, name) is not None


def stops(days: Mapping[str, date], model: str) -> date | None:
    """The first day without a model, None while none is published. A tuned model goes with its base.

    A name without a date means the latest of its dated versions, which is there the longest.
    """
    return max((days[name] for name in published(days, model)), default=None)


def warnings(retirements: Mapping[Key, Retirement], today: date) -> tuple[str, ...]:
    """One sentence for every model in use whose day is near or past, with the assistants that use it."""
    users: dict[tuple[str, Retirement], list[Key]] = {}
    for key, retirement in sorted(retirements.items()):
        if retirement.day - today <= NOTICE:
            users.setdefault((key.target, retirement), []).append(key)
    return tuple(_sentence(target, retirement, keys, today) for (target, retirement), keys in sorted(users.items()))


def refusals(changes: Iterable[Change], retirements: Mapping[Key, Retirement], today: date) -> tuple[str, ...]:
    """One reason for every assistant that would be made on a model that has stopped."""
    return tuple(_refused(changes, retirements, today))


def _refused(changes: Iterable[Change], retirements: Mapping[Key, Retirement], today: date) -> Iterator[str]:
    for change in changes:
        retirement = retirements.get(change.key)
        if change.action is Action.CREATE and retirement is not None and retirement.day <= today:
            yield (
                f"{change.key} would be made on {retirement.model}, which stopped on {retirement.day}; "
                "choose another model"
            )


def _sentence(target: str, retirement: Retirement, keys: list[Key], today: date) -> str:
    names = ", ".join(key.address.name for key in keys)
    days = (retirement.day - today).days
    when = f"stops on {retirement.day}, in {plural(days, 'day')}" if days > 0 else f"stopped on {retirement.day}"
    return f"{retirement.model} at {target} {when}; used by {names}"
