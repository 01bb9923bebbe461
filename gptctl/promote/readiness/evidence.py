"""What is known of an assistant, its log and its examples before anything is judged: plain numbers, gathered once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from gptctl.promote.cost.estimate import Payback
from gptctl.promote.curated import Findings
from gptctl.promote.terms.table import Terms


@dataclass(frozen=True, slots=True, kw_only=True)
class Used:
    """The log, in numbers of conversations. `last` is when the last of the `timed` ones ended, in epoch seconds.

    `versions` counts the different instructions that the log tells of; `current` ran under the present ones,
    `silent` do not say under which. `monthly` is the mean of a month, None where the log does not say when it was.
    """

    conversations: int = 0
    rated: int = 0
    good: int = 0
    timed: int = 0
    last: float = 0.0
    versions: int = 0
    current: int = 0
    silent: int = 0
    monthly: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline:
    """Rated conversations of one model under the present instructions, and how many of them went well."""

    provider: str = ""
    model: str = ""
    rated: int = 0
    good: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What curation left. `by_maker` counts its examples by provider and model of their answers.

    `answers` of the examples would be learnt; `resting` of these rest on what was looked up. `looked_up_stays` is the
    recipe's word on whether they may. `held_out` examples are the test.
    """

    findings: Findings
    answers: int = 0
    resting: int = 0
    looked_up_stays: bool = True
    held_out: int = 0
    by_maker: Mapping[tuple[str, str], int] = field(default_factory=dict[tuple[str, str], int])


@dataclass(frozen=True, slots=True, kw_only=True)
class Alike:
    """Like questions. `tasks` are the different ones among all conversations, `usable_tasks` among the examples.

    `by_ids` says that the log's own ids name the task and the trial; otherwise tasks are told by what users say,
    which is near but not exact. Of `repeated` tasks, rated at least twice, `always` went well each time, `never` not
    once, the others both ways. `changing` and `contradicting` are examples that state other facts than another answer
    to the same first question, a day or more away and sooner.
    """

    by_ids: bool = False
    tasks: int = 0
    usable_tasks: int = 0
    repeated: int = 0
    always: int = 0
    never: int = 0
    changing: int = 0
    contradicting: int = 0

    @property
    def mixed(self) -> int:
        return self.repeated - self.always - self.never


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How the answers look that would be learnt. `unlike` are those that differ from what nearly all others do.

    `shares` are the shares of answers with a trait, by its name; `length` is the median in characters.
    """

    answers: int = 0
    unlike: int = 0
    length: int = 0
    shares: Mapping[str, float] = field(default_factory=dict[str, float])


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """When files were changed in git, in seconds since the epoch, the newest first; nothing when there is no git."""

    known: bool = False
    changes: Sequence[float] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    """The model to be tuned as the recipe says it, or, where it says none, the model in use.

    `trainer` is empty in the latter case. `stops` is the first day without it, None while none is published.
    """

    model: str = ""
    trainer: str = ""
    stops: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Restriction:
    """Examples whose maker's terms forbid what is planned; of `unknown` ones nobody looked them up."""

    terms: Sequence[Terms] = ()
    examples: int = 0
    unknown: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Everything that the checks look at. `knowledge` is None for an assistant that declares none.

    `payback` is None while no target is chosen.
    """

    today: date
    now: float
    used: Used
    baseline: Baseline
    kept: Kept
    alike: Alike
    style: Style
    instructions: History
    knowledge: History | None
    base: Base
    restriction: Restriction
    payback: Payback | None
