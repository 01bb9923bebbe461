"""The three ways to run a promotion: look, stop at the dataset, or go the whole way."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from gptctl.cli.consents import Consent, given
from gptctl.cli.exits import Exit
from gptctl.cli.promoting import Promoting
from gptctl.errors import Refused, Usage
from gptctl.logs.store.database import SPILL
from gptctl.logs.store.durable import explained
from gptctl.private import make_private
from gptctl.promote.dataset import project
from gptctl.promote.dataset.portrait import portrait
from gptctl.promote.pipeline.prepare import Prepared, prepare
from gptctl.promote.pipeline.promote import promote
from gptctl.views.promotion.outlook import OutlookReport
from gptctl.views.promotion.promoted import PromotedReport


def dry_run(one: Promoting) -> int:
    """Nothing is kept. Refused where the promotion would be."""
    with aside(one.conversations.store.folder) as kept, one.ports(given(None)) as ports:
        prepared = prepare(one.goal, ports, kept)
        report = _report(prepared, refused=[*_refusals(prepared.gate.check), *_refusals(ports.settled)])
        one.shell.screen.show(report)
    return Exit.REFUSED if report.reasons else Exit.DONE


@contextmanager
def aside(store: Path) -> Iterator[Path]:
    """In the store's own folder: it is private, and what a killed run leaves there is swept."""
    with explained(store):
        make_private(store)
        made = TemporaryDirectory(prefix=SPILL, dir=store)
    with made as folder:
        yield Path(folder)


def dataset_only(one: Promoting) -> int:
    place = one.shell.place
    with one.ports(given(None)) as ports:
        prepared = prepare(one.goal, ports, place.home)
    manifest = prepared.built.manifest
    texts = project.texts(manifest, portrait(prepared.built.dataset, manifest.cluster_sizes))
    one.shell.screen.show(_report(prepared, *project.save(place.root, one.goal.assistant, texts)))
    return Exit.DONE


def whole(one: Promoting, consent: Consent) -> int:
    with one.ports(consent) as ports:
        done = promote(one.goal, ports)
    one.shell.screen.show(PromotedReport(promoted=done))
    return Exit.DONE


def _report(prepared: Prepared, *written: str, refused: Sequence[str] = ()) -> OutlookReport:
    return OutlookReport(
        question=prepared.question,
        gate=prepared.gate,
        manifest=prepared.built.manifest,
        reasons=[*refused, *prepared.reasons],
        written=written,
    )


def _refusals(check: Callable[[], None]) -> Iterator[str]:
    """What it refuses, in sentences, and what to do."""
    try:
        check()
    except (Refused, Usage) as error:
        yield f"{error.message[:1].upper()}{error.message[1:]}."
        yield from error.reasons if isinstance(error, Refused) else ()
        yield error.advice
