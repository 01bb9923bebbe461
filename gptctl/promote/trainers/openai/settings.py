"""The settings of a task: which method, its hyperparameters, the seed."""

from collections.abc import Iterator

from gptctl.core.suggest import suggest
from gptctl.core.value import JSON, Attrs
from gptctl.promote.cost.quote import EPOCHS
from gptctl.promote.trainers.openai.service import Flag, Method, Number, Service

METHOD = "method"
SEED = "seed"
_SEED = 17
_SEEDS = Number(low=0, high=2**31 - 1, whole=True)


def method_of(settings: Attrs) -> Method:
    """Of settings in which `problems` finds none."""
    return Method(str(settings.get(METHOD, Method.SUPERVISED)))


def seed_of(settings: Attrs) -> JSON:
    return settings.get(SEED, _SEED)


def hyperparameters(settings: Attrs, service: Service) -> Attrs:
    """What is sent: the epochs always, as the estimate counts on them."""
    given = {name: value for name, value in settings.items() if name not in {METHOD, SEED}}
    return {"n_epochs": EPOCHS, **service.defaults, **given}


def epochs(settings: Attrs) -> int:
    return int(str(settings.get("n_epochs", EPOCHS)))


def problems(settings: Attrs, service: Service) -> Iterator[str]:
    """What is wrong with them, in sentences."""
    said = settings.get(METHOD, Method.SUPERVISED)
    if said not in tuple(service.hyperparameters):
        yield f"The setting method is {' or '.join(service.hyperparameters)} at {service.title}."
        return
    known = {**service.hyperparameters[Method(str(said))], SEED: _SEEDS}
    for name, value in settings.items():
        if name == METHOD:
            continue
        kind = known.get(name)
        if kind is None:
            yield f"There is no setting {name} for {said} at {service.title}. {suggest(name, [METHOD, *known])}"
        elif not _fits(value, kind):
            yield f"The setting {name} is {_says(kind)}."


def _fits(value: JSON, kind: Number | Flag) -> bool:
    if isinstance(kind, Flag) or isinstance(value, bool):
        return isinstance(kind, Flag) and isinstance(value, bool)
    if value == "auto":
        return kind.auto
    number = isinstance(value, int) or (isinstance(value, float) and not kind.whole)
    return number and kind.low <= float(str(value)) <= kind.high


def _says(kind: Number | Flag) -> str:
    if isinstance(kind, Flag):
        return "true or false"
    whole, auto = ("whole " if kind.whole else ""), (", or auto" if kind.auto else "")
    return f"a {whole}number from {kind.low:g} to {kind.high:g}{auto}"
