"""The first step: which conversations are looked at, and what of them is to be learnt."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from gptctl.core.value import Attrs
from gptctl.promote.batch import Batch
from gptctl.promote.candidate import Candidate, Standing, Variant
from gptctl.promote.chat import Chat, said
from gptctl.promote.opinion import CLEARLY, Opinion, opinion
from gptctl.promote.recipe import Select
from gptctl.promote.row import Drop, Row
from gptctl.promote.terms.table import find

NAME = "select"


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What the recipe asks for, in the units of a batch: seconds since the epoch."""

    select: Select
    since: float
    until: float
    denied: frozenset[str]

    def judge(self, batch: Batch) -> Iterator[Candidate | Drop]:
        """One for each conversation of the batch, in order."""
        for index, id_ in enumerate(batch.ids):
            reason = self._refused(batch, index)
            yield Drop(id=id_, reason=reason) if reason else self._candidate(batch, index)

    def _refused(self, batch: Batch, index: int) -> str:
        wanted, lineage = self.select, batch.lineages[index]
        if (wanted.since or wanted.until) and batch.times[index] <= 0.0:
            return "no time told"
        if not self.since <= batch.times[index] < self.until:
            return "outside the days"
        if wanted.environments and batch.environments[index] not in wanted.environments:
            return "other environment"
        if wanted.sources and lineage.shape not in wanted.sources:
            return "other source"
        if self.denied and not self.denied.isdisjoint(_whose(lineage.provider, lineage.model)):
            return "provider forbids training"
        return ""

    def _candidate(self, batch: Batch, index: int) -> Candidate | Drop:
        messages, heard = batch.messages[index], opinion(batch.ratings[index])
        answers = tuple([at for at, message in enumerate(messages) if message["role"] == "assistant"])
        if not answers:
            return Drop(id=batch.ids[index], reason="no answer")
        heard = heard.with_last(answers[-1])
        corrected = [at for at in answers if at in heard.corrections] if heard.corrections else ()
        if corrected:
            return _demonstration(batch, index, corrected[0], heard)
        targets, score = self._targets(answers, heard)
        finish = batch.finishes[index] if targets[-1] == answers[-1] else ""
        row = _row(batch, index, messages[: targets[-1] + 1], targets, score, finish)
        others = batch.alternatives[index]
        variants = tuple(_variants(row, others, heard)) if others else ()
        return Candidate(row=row, standing=self._standing(score), variants=variants)

    def _targets(self, answers: tuple[int, ...], heard: Opinion) -> tuple[tuple[int, ...], float | None]:
        """Single messages that were rated are all that counts; otherwise every answer has the rating of the whole."""
        if heard.scores.keys().isdisjoint(answers):
            return answers, heard.score
        rated = {at: heard.scores[at] for at in answers if at in heard.scores}
        good = tuple(at for at, score in rated.items() if score >= self.select.score)
        return good or tuple(rated), min(rated[at] for at in good or rated)

    def _standing(self, score: float | None) -> Standing:
        if score is None:
            return Standing.UNRATED
        return Standing.GOOD if score >= self.select.score else Standing.BAD


def selection(select: Select) -> Selection:
    return Selection(
        select=select,
        since=_start(select.since) if select.since else float("-inf"),
        until=_start(select.until + timedelta(days=1)) if select.until else float("inf"),
        denied=frozenset(map(str.lower, select.deny_providers)),
    )


@lru_cache(maxsize=256)
def _whose(provider: str, model: str) -> tuple[str, ...]:
    """Who gave an answer: a provider, and the maker of the model under whose terms it did, such as OpenAI at Azure."""
    terms = find(provider, model)
    return (provider.lower(), terms.maker) if terms else (provider.lower(),)


def _start(day: date) -> float:
    return datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()


def _row(
    batch: Batch, index: int, messages: Sequence[Chat], targets: tuple[int, ...], score: float | None, finish: str = ""
) -> Row:
    return Row(
        id=batch.ids[index],
        time=batch.times[index],
        messages=messages,
        targets=targets,
        text=said(messages),
        score=score,
        session=batch.sessions[index],
        instructions=batch.instructions[index],
        tools=batch.tools[index],
        lineage=batch.lineages[index],
        finish=finish,
        lost=batch.lost[index],
    )


def _demonstration(batch: Batch, index: int, at: int, heard: Opinion) -> Candidate:
    """The conversation up to an answer that a person corrected, with the corrected answer in its place."""
    before = batch.messages[index][:at]
    corrected: Chat = {"role": "assistant", "content": heard.corrections[at]}
    row = _row(batch, index, (*before, corrected), (at,), 1.0)
    original = _with(row, at, (batch.messages[index][at],), f"{row.id}#{at}")
    beaten = Variant(at=at, row=original, wins=False, basis="correction")
    return Candidate(row=row, standing=Standing.GOOD, variants=(beaten,))


def _variants(row: Row, alternatives: Sequence[Attrs], heard: Opinion) -> Iterator[Variant]:
    """Other answers to what was asked, where there is a reason to prefer one."""
    for number, other in enumerate(alternatives):
        at, messages = other["at"], other["messages"]
        if not isinstance(at, int) or not isinstance(messages, list) or not 0 < at < len(row.messages):
            continue
        answer = tuple(_answer(messages))
        if not answer or row.messages[at]["role"] != "assistant":
            continue
        ratings = other.get("ratings")
        theirs = _score(opinion(ratings if isinstance(ratings, list) else ()), at)
        ours = heard.scores.get(at, heard.score)
        rated = theirs is not None and ours is not None
        if rated and abs((theirs or 0.0) - (ours or 0.0)) < CLEARLY:
            continue
        yield Variant(
            at=at,
            row=_with(row, at, answer, f"{row.id}#{at}.{number}"),
            wins=rated and (theirs or 0.0) > (ours or 0.0),
            basis="ratings" if rated else "regenerated",
        )


def _score(heard: Opinion, at: int) -> float | None:
    return heard.scores.get(at, heard.score)


def _answer(messages: Sequence[Chat]) -> Iterator[Chat]:
    """The first answer of an alternative, without what came of it."""
    for message in messages:
        yield message
        if message["role"] == "assistant":
            return


def _with(row: Row, at: int, answer: Sequence[Chat], id_: str) -> Row:
    messages = (*row.messages[:at], *answer)
    return replace(row, id=id_, messages=messages, targets=(len(messages) - 1,), text=said(messages), finish="")
