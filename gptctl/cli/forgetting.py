"""`gptctl forget`: take conversations out, with whatever quotes them, and name what was made from them.

Needs the libraries of the extra `promote`; only that command imports it.
"""

import time
from collections.abc import Iterator, Mapping, Sequence

from gptctl.cli.conversations import Conversations
from gptctl.cli.shell import Shell
from gptctl.cli.traces import clear
from gptctl.cli.training import Training
from gptctl.logs.overview import Glance
from gptctl.promote.dataset.alone import alone
from gptctl.promote.dataset.history import in_git
from gptctl.promote.dataset.holding import holding, is_here
from gptctl.promote.jobs.job import Job, Stand
from gptctl.views.logs.forgotten import ForgetReport


def forget_all(shell: Shell, conversations: Conversations, found: Sequence[Glance], reason: str) -> ForgetReport:
    """The conversations themselves go last: whoever is cut off finds them again, and with them what is left to delete.

    Raises Locked while a dataset is built, which might be one with them, and GptctlError.
    """
    ids, home = [one.id for one in found], shell.place.home
    with alone(home):
        held = holding(home, frozenset(ids))
        cleared = clear(home, held)
        conversations.recorder.forget([one.native for one in found])
        conversations.store.forget(ids, reason=reason, time=time.time())
    assistants = (one.address.name for one in conversations.workspace.declared if one.address.kind == "assistant")
    manifests = in_git(shell.place.root, assistants)
    return ForgetReport(
        forgotten=ids,
        datasets=held,
        manifests={dataset: manifests[dataset] for dataset in held if dataset in manifests},
        unseen={dataset: place for dataset, place in manifests.items() if not is_here(home, dataset)},
        trained=tuple(_trained(Training(workspace=conversations.workspace, place=shell.place), held)),
        deleted=cleared.deleted,
        doubtful=cleared.doubtful,
    )


def _trained(training: Training, held: Mapping[str, Sequence[str]]) -> Iterator[Job]:
    """The jobs that were, or may have been, started on one of these datasets, or whose rows may have been uploaded."""
    maybe = (job for job in training.jobs().values() if job.stand is not Stand.REFUSED)
    return (job for job in maybe if job.approval.dataset in held)
