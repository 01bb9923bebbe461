"""What a promotion needs from outside, as interfaces."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from gptctl.config.branch import Branch
from gptctl.core.value import Attrs
from gptctl.promote.compare.contestant import Contestant
from gptctl.promote.compare.put import Put
from gptctl.promote.cost.rate import Rates
from gptctl.promote.dataset.holding import Forgotten
from gptctl.promote.dataset.taken import Described
from gptctl.promote.jobs.submit import Desk
from gptctl.promote.jobs.watch import Watch
from gptctl.promote.pipeline.change import Change
from gptctl.promote.pipeline.question import Question
from gptctl.promote.pipeline.shelf import Shelf
from gptctl.promote.pipeline.shortening import Shortening
from gptctl.promote.pipeline.stage import Event
from gptctl.promote.readiness.decision import Conclusion


@dataclass(frozen=True, slots=True, kw_only=True)
class Ports:
    """`home` is the user's own folder; `alone` is held by the one run that promotes this assistant.

    `settled` raises Refused where what is declared is not what git has. `build` makes the dataset in a folder such as
    `home`, or gives the one that the goal names; `forgotten` says of conversations which must be in none. `consent`
    gives the most dollars that the promotion may cost in all, or raises. `contestant` leads from a model to who answers
    as it; raises Refused with the next step where nobody can ask that model. `rates` say what its answers cost.
    `propose` makes the branch, and `proposed` gives a file of one, None where there is no such branch or file. `schema`
    is what the assistant declares for its output, and `tests` what its answers are held against beside the rows;
    `shortening` is None where nobody asks for shorter instructions.
    """

    home: Path
    shelf: Shelf
    alone: Callable[[], AbstractContextManager[None]]
    settled: Callable[[], None]
    conclude: Callable[[], Conclusion]
    build: Callable[[Path], Described]
    forgotten: Forgotten
    desk: Desk
    watch: Watch
    consent: Callable[[Question], float]
    contestant: Callable[[str], Contestant]
    rates: Rates
    propose: Callable[[Change], Branch]
    proposed: Callable[[str, str], bytes | None]
    emit: Callable[[Event], None]
    schema: Attrs | None = None
    tests: Sequence[Put] = ()
    shortening: Shortening | None = None
