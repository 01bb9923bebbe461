"""The three ways to run a promotion: look, stop at the dataset, or go the whole way."""

from pathlib import Path
from tempfile import TemporaryDirectory

from gptctl.cli.exits import Exit
from gptctl.cli.promoting import Consent, Promoting, given
from gptctl.promote.dataset import project
from gptctl.promote.dataset.portrait import portrait
from gptctl.promote.pipeline.prepare import Prepared, prepare
from gptctl.promote.pipeline.promote import promote
from gptctl.views.promotion.outlook import OutlookReport
from gptctl.views.promotion.promoted import PromotedReport


def dry_run(one: Promoting) -> int:
    """Nothing is kept. Refused where the promotion would be."""
    with TemporaryDirectory(prefix="gptctl-") as aside, one.ports(given(None)) as ports:
        prepared = prepare(one.goal, ports, Path(aside))
        one.shell.screen.show(_report(prepared))
    return Exit.DONE if prepared.gate.open and not prepared.reasons else Exit.REFUSED


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


def _report(prepared: Prepared, *written: str) -> OutlookReport:
    return OutlookReport(
        question=prepared.question,
        gate=prepared.gate,
        manifest=prepared.built.manifest,
        reasons=prepared.reasons,
        written=written,
    )
