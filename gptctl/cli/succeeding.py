"""A branch that puts a successor in the place of a model: made from what is committed, and read again before."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from gptctl.cli.upkeep import dataset_of, overlook
from gptctl.cli.wiring import Place
from gptctl.config.branch import Branch, propose
from gptctl.config.revision import checkout, resolve
from gptctl.config.workspace import Workspace, load
from gptctl.errors import Refused
from gptctl.promote.upkeep.outlook import Outlook
from gptctl.promote.upkeep.succession import Order, Succession, succession
from gptctl.promote.upkeep.use import Use, uses
from gptctl.promote.upkeep.why import next_command, why
from gptctl.providers.catalogue import calendars
from gptctl.providers.registry import FACTORIES

HEAD = "HEAD"
_DIGITS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """`outlook` is how long the successor answers. `then` is what to run once the branch is merged."""

    assistant: str
    succession: Succession
    outlook: Outlook
    branch: Branch
    then: str


def propose_succession(place: Place, order: Order) -> Proposed:
    """Nothing but the branch is made. Raises InvalidConfig for declarations that are wrong, before or after.

    Raises Refused where nothing would change or the successor has stopped itself, Usage outside git.
    """
    root, name = place.root, order.assistant.name
    commit = resolve(root, HEAD)
    with checkout(root, HEAD) as tree:
        before = _read(tree, place)
        found = succession(before, order)
        then = next_command(found, dataset_of(tree, name), place.environment or "")
        (tree / found.file).write_bytes(found.content)
        after = _read(tree, place)
    here = _checked(place, (before, after), name, found)
    message = why(found, _stopping(place, before, name, found), here, then)
    digest = sha256(f"{found.field}={found.after}".encode()).hexdigest()[:_DIGITS]
    branch = f"gptctl/succeed/{name}-{digest}"
    made = propose(root, branch, {found.file: found.content}, message, base=commit)
    return Proposed(assistant=name, succession=found, outlook=here, branch=made, then=then)


def _read(tree: Path, place: Place) -> Workspace:
    return load(tree, place.environment, providers=FACTORIES)


def _checked(place: Place, pair: Sequence[Workspace], name: str, found: Succession) -> Outlook:
    """The outlook on the successor, once it is in use. Raises Refused when it is not, or not for long."""
    before, after = (_own(workspace, name) for workspace in pair)
    new = after - before
    if not new:
        raise Refused(
            f"{found.field} in {found.file} would change, and {name} would still use what it uses",
            advice="`model` in its `targets` overrules it. Change it there.",
        )
    [here, *_] = [one for one in overlook(place, pair[1:], calendars()) if new & set(one.uses)]
    if here.stops is not None and here.days is not None and here.days <= 0:
        raise Refused(f"{here.model} at {here.provider} stopped on {here.stops} itself")
    return here


def _own(workspace: Workspace, name: str) -> set[Use]:
    return {use for use in uses(workspace) if use.assistant == name}


def _stopping(place: Place, before: Workspace, name: str, found: Succession) -> Sequence[Outlook]:
    """The outlooks on what is succeeded."""
    known = (one for one in overlook(place, [before], calendars()) if one.stops is not None)
    mine = [one for one in known if any(use.assistant == name for use in one.uses)]
    return [one for one in mine if found.retrains or found.before in {one.model, *(use.written for use in one.uses)}]
