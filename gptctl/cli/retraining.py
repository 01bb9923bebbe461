"""Which assistants are due to be trained again: their rules, their datasets in git, and what is in the store.

Needs the libraries of the extra `promote`; only `gptctl dataset due` imports it.
"""

import time
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime

from gptctl.cli.conversations import Conversations
from gptctl.cli.examining import subject_of
from gptctl.cli.training import Training
from gptctl.cli.upkeep import overlook, workspaces
from gptctl.cli.wiring import Place
from gptctl.errors import Usage
from gptctl.promote.dataset import project
from gptctl.promote.jobs.job import Stand
from gptctl.promote.retrain.due import due
from gptctl.promote.retrain.evidence import Ending
from gptctl.promote.retrain.gather import gather
from gptctl.promote.retrain.rules import Retrain, rules
from gptctl.promote.upkeep.outlook import Outlook
from gptctl.providers.catalogue import calendars
from gptctl.views.dataset.due import Looked

_ADVICE = "Write `promotion: {retrain: {conversations: 500, retirement: 60}}` into its file."


def looked(conversations: Conversations, place: Place, assistant: str | None) -> Sequence[Looked]:
    """The one that is named, or all that have rules. Raises Usage for one without, GptctlError."""
    name = conversations.named(assistant)
    ruled = dict(_ruled(conversations))
    if name and name not in ruled:
        raise Usage(f"{name} has no rules for training it again", advice=_ADVICE)
    outlooks = overlook(place, workspaces(place), calendars())
    return [_looked(conversations, place, (one, ruled[one]), outlooks) for one in ([name] if name else ruled)]


def _ruled(conversations: Conversations) -> Iterator[tuple[str, Retrain]]:
    for declared in conversations.workspace.declared:
        said = rules(conversations.workspace.promotions.get(declared.address, {}))
        if said is not None:
            yield declared.address.name, said


def _looked(
    conversations: Conversations, place: Place, ruled: tuple[str, Retrain], outlooks: Sequence[Outlook]
) -> Looked:
    name, said = ruled
    manifest = project.read(place.root, name)
    if manifest is None:
        return Looked(assistant=name)
    subject = subject_of(name, conversations, place, time.time())
    training = Training(workspace=conversations.workspace, place=place)
    evidence = gather(subject, manifest, said, _ending(name, outlooks), _tried(training, name))
    return Looked(assistant=name, dataset=manifest.dataset, made=evidence.made, verdict=due(said, evidence))


def _tried(training: Training, name: str) -> date | None:
    """The day, in UTC, on which the last job for this assistant was sent from here, whatever became of it."""
    sent = (job for job in training.jobs().values() if job.stand in {Stand.SENT, Stand.STARTED, Stand.ENDED})
    last = max((job.time for job in sent if training.assistant(job) == name), default=None)
    return None if last is None else datetime.fromtimestamp(last, UTC).date()


def _ending(name: str, outlooks: Sequence[Outlook]) -> Ending | None:
    """Of the models of this assistant and the base it is tuned from next, the first that stops."""
    for one in outlooks:  # which come in the order of their days
        if one.stops is not None and any(use.assistant == name for use in one.uses):
            return Ending(model=one.model, stops=one.stops)
    return None
