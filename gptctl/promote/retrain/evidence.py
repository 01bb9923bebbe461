"""What was seen since an assistant's dataset was made."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """A model that the assistant uses, or the base that it is tuned from next, and the first day without it."""

    model: str
    stops: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """`made` is the day on which the manifest was committed, None while no commit has it; `tried` the day on which the
    last job for the assistant was sent from here, None where none was.

    `usable` are the conversations that a dataset could be made of now, `then` those when it was made; None where no
    rule asks. `rated` and of these `liked` are those since `made`. `ending` is the first to go, None while no day is
    published. `same` says whether the rows were rendered under the present instructions and tools.
    """

    today: date
    made: date | None
    then: int
    usable: int | None = None
    rated: int = 0
    liked: int = 0
    same: bool = True
    ending: Ending | None = None
    tried: date | None = None

    @property
    def age(self) -> int | None:
        """Of the dataset, in days."""
        return (self.today - self.made).days if self.made else None

    @property
    def rest(self) -> int | None:
        """Days since the last job."""
        return (self.today - self.tried).days if self.tried else None
