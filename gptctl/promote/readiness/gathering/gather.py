"""All evidence, gathered once."""

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from gptctl.core.retirement import stops
from gptctl.logs.store import durable
from gptctl.logs.store.database import SPILL
from gptctl.promote.cost.quote import a_month
from gptctl.promote.readiness.evidence import Base, Baseline, Evidence, Restriction, Used
from gptctl.promote.readiness.gathering.alike import alike
from gptctl.promote.readiness.gathering.examples import NOTHING, Examples, curated
from gptctl.promote.readiness.gathering.history import history
from gptctl.promote.readiness.gathering.log import Kind, Log, Tally, read
from gptctl.promote.readiness.gathering.money import payback
from gptctl.promote.readiness.gathering.subject import Subject
from gptctl.promote.readiness.gathering.traits import style
from gptctl.promote.readiness.gathering.versions import Versions, versions
from gptctl.promote.terms import table as terms


def gather(subject: Subject) -> Evidence:
    """Reads the log, curates it as the recipe says, asks git and the tables; keeps nothing. Raises GptctlError."""
    log = read(subject)
    ran = versions(subject, (kind.ran for kind in log.kinds))
    model = _baseline(log.kinds, ran)
    examples = _examples(subject) if log.kinds else NOTHING
    return Evidence(
        today=subject.today,
        now=subject.now,
        used=_used(log, ran),
        baseline=model,
        kept=examples.kept,
        alike=alike(log.talks, examples.ids),
        style=style(examples.answers),
        instructions=history(subject.root, subject.instructions),
        knowledge=None if subject.knowledge is None else history(subject.root, subject.knowledge),
        base=_base(subject, model),
        restriction=_restriction(examples.kept.by_maker, subject.target[0]),
        payback=payback(subject, log.months, model, examples),
    )


def _examples(subject: Subject) -> Examples:
    """In the store's own folder: it is private, and what a killed run leaves there is swept."""
    with durable.explained(subject.store), TemporaryDirectory(prefix=SPILL, dir=subject.store) as work:
        return curated(subject, Path(work))


def _used(log: Log, ran: Versions) -> Used:
    tallies = [(ran.of[kind.ran], tally) for kind, tally in log.kinds.items()]
    return Used(
        conversations=sum(tally.conversations for _, tally in tallies),
        rated=sum(tally.rated for _, tally in tallies),
        good=sum(tally.good for _, tally in tallies),
        timed=log.months.total(),
        last=log.last,
        versions=len({version for version, _ in tallies} - {""}),
        current=sum(tally.conversations for version, tally in tallies if version in ran.current),
        silent=sum(tally.conversations for version, tally in tallies if not version),
        monthly=a_month(log.months),
    )


def _baseline(kinds: Mapping[Kind, Tally], ran: Versions) -> Baseline:
    """Of the model that most of them ran on; without ratings of it, that model alone."""
    models: dict[tuple[str, str], Tally] = {}
    for kind, tally in kinds.items():
        one = models.setdefault((kind.provider, kind.model), Tally())
        one.conversations += tally.conversations
        if ran.of[kind.ran] in ran.current:
            one.rated += tally.rated
            one.good += tally.good
    if not models:
        return Baseline()
    (provider, model), most = max(models.items(), key=lambda item: (item[1].rated, item[1].conversations, item[0]))
    return Baseline(provider=provider, model=model, rated=most.rated, good=most.good)


def _base(subject: Subject, model: Baseline) -> Base:
    trainer, base = subject.target
    if trainer:
        return Base(model=base, trainer=trainer, stops=stops(subject.retirements.get(trainer, {}), base))
    return Base(model=model.model, stops=stops(subject.retirements.get(model.provider, {}), model.model))


def _restriction(by_maker: Mapping[tuple[str, str], int], trainer: str) -> Restriction:
    found = {maker: terms.find(*maker) for maker in by_maker}
    forbidding = {maker: one for maker, one in found.items() if one is not None and not one.allow(trainer)}
    return Restriction(
        terms=tuple(dict.fromkeys(one for _, one in sorted(forbidding.items(), key=lambda item: item[0]))),
        examples=sum(by_maker[maker] for maker in forbidding),
        unknown=sum(by_maker[maker] for maker, one in found.items() if one is None),
    )
