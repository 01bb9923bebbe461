"""When models stop, as OpenAI's own listing says it."""

from collections.abc import Iterator, Mapping
from datetime import date

from gptctl.core.value import JSON
from gptctl.errors import NotDone
from gptctl.providers.api import Api, rows, text

_PATH = "/models"


def announced(api: Api) -> Mapping[str, date]:
    """The `shutdown_date` of every model that has one. Raises ProviderError, and NotDone for one that is no day."""
    return dict(_days(api.get(_PATH).get("data")))


def _days(listed: JSON) -> Iterator[tuple[str, date]]:
    for model in rows(listed, f"GET {_PATH}"):
        said = model.get("shutdown_date")
        if said is not None:
            try:
                yield text(model.get("id")), date.fromisoformat(text(said))
            except ValueError:
                raise NotDone(f"GET {_PATH} answered with a shutdown_date that is no day") from None
