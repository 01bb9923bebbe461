"""Propose shorter instructions, or say why there are none."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from gptctl.core.plural import plural
from gptctl.errors import Refused
from gptctl.promote.compare.comparison import Comparison
from gptctl.promote.compare.turn import Turn
from gptctl.promote.shorten.halves import clusters, halves
from gptctl.promote.shorten.harm import no_harm, rules_out
from gptctl.promote.shorten.parts import Part
from gptctl.promote.shorten.search import Search
from gptctl.promote.shorten.trial import Trials

TRIES = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortened:
    """`text` is the file as it would be. `comparison` is on turns that the search did not see; None where none came.

    `ended` is False where tries or answers ran out, so that more might go.
    """

    text: str
    dropped: tuple[Part, ...]
    comparison: Comparison | None
    confirmed: bool
    tries: int
    answers: int
    ended: bool


def shorten(text: str, told: Callable[[str], str], turns: Sequence[Turn], trials: Trials) -> Shortened:
    """`text` is what stands in the file, `told` what a model is told of it.

    As many answers as confirming takes are left for it. Raises Refused where so few clusters are held
    out that even a twin could not be shown to do no harm.
    """
    split = halves(turns)
    _expect_power(trials, split.search, split.confirm)
    searching = Search(text=text, harmless=lambda tried: trials.harmless(told(tried), split.search), most=TRIES)
    whole, trials.budget = trials.budget, trials.budget - 2 * len(split.confirm)
    searching.run()
    trials.budget = whole
    comparison = _confirm(searching, told, split.confirm, trials)
    return Shortened(
        text=searching.shortest,
        dropped=searching.dropped,
        comparison=comparison,
        confirmed=comparison is not None and no_harm(comparison.outcomes[0], trials.rules),
        tries=searching.tries,
        answers=trials.asked,
        ended=searching.ended,
    )


def _confirm(searched: Search, told: Callable[[str], str], turns: Sequence[Turn], trials: Trials) -> Comparison | None:
    return trials.compare(told(searched.shortest), turns, trials.measures) if searched.dropped else None


def _expect_power(trials: Trials, *parts: Sequence[Turn]) -> None:
    margin = trials.rules.margin
    fewest = min(clusters(part) for part in parts)
    if rules_out(fewest) > margin:
        why = f"One half has {plural(fewest, 'cluster')}; even unharmed these cannot rule out that {margin:g} is lost."
        raise Refused(
            "too little is held out to shorten instructions",
            reasons=(why,),
            advice="Give `promotion.split.test` a larger share, or bring in more conversations, and build it again.",
        )
