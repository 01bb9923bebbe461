"""A trainer's map under `trainers:` in the project file."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from gptctl.core.value import Attrs
from gptctl.providers.base import Problem
from gptctl.providers.settings import WrongSettings, unknown, wrong

RETIRES = "retires"


def texts(options: Attrs, trainer: str, known: Mapping[str, str]) -> Mapping[str, str]:
    """The options, each a text; `known` are their names and what stands for one that is left out.

    Raises InvalidConfig for any other option, or one that is no text.
    """
    found = [*unknown(options, known), *(_wrong(name) for name in known if not isinstance(options.get(name, ""), str))]
    if found:
        raise WrongSettings(trainer, found, section="trainers")
    return {name: str(options.get(name, default)) for name, default in known.items()}


def retires(text: str, trainer: str) -> Mapping[str, date]:
    """The last days of bases out of `MODEL 2027-01-31, MODEL 2027-02-28`. Raises InvalidConfig for anything else."""
    try:
        return dict(_dates(text))
    except ValueError:
        problem = wrong(RETIRES, "write models and days, such as org/model-8b 2027-01-31, org/model-70b 2027-02-28")
        raise WrongSettings(trainer, [problem], section="trainers") from None


def closed(base: str, days: Mapping[str, date], today: date) -> Sequence[str]:
    """Why a base is not trained any more, in sentences."""
    day = days.get(base)
    return [] if day is None or today < day else [f"{base} stops on {day}, by `{RETIRES}` in gptctl.yaml."]


def _dates(text: str) -> Iterator[tuple[str, date]]:
    for one in filter(None, (part.strip() for part in text.split(","))):
        model, day = one.rsplit(maxsplit=1)
        yield model, date.fromisoformat(day)


def _wrong(name: str) -> Problem:
    return wrong(name, "write a text")
