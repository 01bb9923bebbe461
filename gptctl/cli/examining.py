"""Readiness of assistants, from the declarations, the store, the providers' data and the clock.

Needs the libraries of the extra `promote`; only `gptctl readiness` imports it.
"""

import time
from collections.abc import Sequence

from gptctl.cli.conversations import Conversations
from gptctl.cli.wiring import Place
from gptctl.core.address import Address
from gptctl.core.refs import find
from gptctl.logs.store.query import Query
from gptctl.promote import recipe_codec
from gptctl.promote.cost.table import OVERRIDE
from gptctl.promote.exports.registry import EXPORTS
from gptctl.promote.readiness.decision import conclude
from gptctl.promote.readiness.gathering.gather import gather
from gptctl.promote.readiness.gathering.subject import Subject
from gptctl.promote.readiness.registry import examine
from gptctl.promote.setting import setting
from gptctl.providers.catalogue import calendars
from gptctl.views.readiness import Examined

_TEXTS = (".md", ".txt")


def examined(conversations: Conversations, place: Place, assistant: str | None) -> Sequence[Examined]:
    """One assistant, or all that have conversations. Raises Usage for one that is not declared, GptctlError."""
    name = conversations.named(assistant)
    now = time.time()
    subjects = [subject_of(one, conversations, place, now) for one in ([name] if name else _told(conversations))]
    return [_examined(one) for one in subjects]


def _examined(subject: Subject) -> Examined:
    checks = examine(gather(subject))
    return Examined(assistant=subject.assistant, checks=checks, conclusion=conclude(checks))


def _told(conversations: Conversations) -> Sequence[str]:
    declared = [one.address.name for one in conversations.workspace.declared if one.address.kind == "assistant"]
    return [name for name in declared if conversations.store.glances(Query(assistant=name), most=1)]


def subject_of(name: str, conversations: Conversations, place: Place, now: float) -> Subject:
    """An assistant that is declared, as it is now."""
    workspace = conversations.workspace
    address = Address(kind="assistant", name=name)
    [attrs] = [one.attrs for one in workspace.declared if one.address == address]
    recipe = recipe_codec.load(workspace.promotions[address])
    target = EXPORTS.get(recipe.to.partition(":")[0])
    knowledge = sorted(find(attrs.get("knowledge")))
    return Subject(
        assistant=name,
        recipe=recipe,
        setting=setting(attrs),
        root=place.root,
        store=conversations.store.folder,
        now=now,
        limit=target.longest if target else 0,
        instructions=_instructions(workspace.sources[address]),
        knowledge=[file for one in knowledge for file in workspace.sources[one]] if knowledge else None,
        prices=(place.root / OVERRIDE, place.home / OVERRIDE),
        retirements={name: calendar.days for name, calendar in calendars().items()},
    )


def _instructions(files: Sequence[str]) -> Sequence[str]:
    """The files that hold the instructions: where they are in none of their own, the declaration itself."""
    return [file for file in files if file.endswith(_TEXTS)] or [file for file in files if file.endswith(".yaml")]
