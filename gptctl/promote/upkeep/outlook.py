"""How long each model in use will answer, and what to do by then."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby

from gptctl.core.retirement import Calendar, base_of, published, stops
from gptctl.promote.upkeep.advice import advice
from gptctl.promote.upkeep.use import Role, Use


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of models on `today`.

    `calendars` are by provider. `tuned` leads from the name of a model that was tuned here to its base, `datasets` from
    an assistant to the hash of the dataset that git has of it.
    """

    today: date
    environment: str
    calendars: Mapping[str, Calendar] = field(default_factory=dict[str, Calendar])
    tuned: Mapping[str, str] = field(default_factory=dict[str, str])
    datasets: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """`base` is what the model was tuned from, empty for one that is none or nobody knows of.

    `stops` is the first day without it, None while none is published; `days` are left until then, none or fewer when it
    is gone. `successor` is the model that its provider names in its place. `by` is the last day for `advice`.
    """

    provider: str
    model: str
    role: Role
    base: str
    uses: Sequence[Use]
    stops: date | None = None
    days: int | None = None
    successor: str = ""
    advice: str = ""

    @property
    def by(self) -> date | None:
        return self.stops - timedelta(days=1) if self.stops else None

    def within(self, days: int) -> bool:
        return self.days is not None and self.days <= days


def outlooks(uses: Iterable[Use], known: Known) -> Sequence[Outlook]:
    """One for each model at each provider; the first to go comes first, those that stay last."""
    ordered = sorted(set(uses), key=_model)
    found = [_outlook(tuple(group), known) for _, group in groupby(ordered, key=_model)]
    return sorted(found, key=lambda one: (one.stops or date.max, one.provider, one.model, one.role))


def _model(use: Use) -> tuple[str, str, Role]:
    return use.provider, use.model, use.role


def _outlook(uses: Sequence[Use], known: Known) -> Outlook:
    provider, model, role = _model(uses[0])
    calendar = known.calendars.get(provider, Calendar())
    base = known.tuned.get(model, "") if provider == "local" else base_of(model)
    day = stops(calendar.days, model)
    successor = _successor(calendar, model)
    tuned = "" if base == model else base
    return Outlook(
        provider=provider,
        model=model,
        role=role,
        base=tuned,
        uses=sorted(uses),
        stops=day,
        days=None if day is None else (day - known.today).days,
        successor=successor,
        advice="" if day is None else advice(sorted(uses), successor, tuned, known.datasets, known.environment),
    )


def _successor(calendar: Calendar, model: str) -> str:
    """That of the version that stays longest."""
    names = published(calendar.days, model)
    return calendar.successors.get(max(names, key=lambda name: calendar.days[name]), "") if names else ""
