"""Carry out a plan: what refers to nothing first, independent changes at the same time, deletions last."""

from collections.abc import Iterable, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from graphlib import TopologicalSorter

from gptctl.core.address import Key, RemoteId
from gptctl.core.plan import Action, Change
from gptctl.core.planner import waits_for
from gptctl.core.resource import Recorded
from gptctl.engine.contents import FileContents
from gptctl.engine.events import FailedToApply, Finished, Skipped, Started
from gptctl.engine.operation import Operation
from gptctl.engine.planning import Planned
from gptctl.engine.request import Outcome
from gptctl.engine.session import Session
from gptctl.errors import GptctlError
from gptctl.providers.base import Contents


@dataclass(slots=True, kw_only=True)
class Run:
    """The state of one execution; only the thread that drives it touches it."""

    session: Session
    contents: Contents
    ids: dict[Key, RemoteId]
    done: list[Key] = field(default_factory=list[Key])
    failed: dict[Key, str] = field(default_factory=dict[Key, str])
    skipped: dict[Key, str] = field(default_factory=dict[Key, str])

    def outcome(self) -> Outcome:
        return Outcome(
            done=tuple(self.done),
            failed=tuple(sorted(self.failed.items())),
            skipped=tuple(sorted(self.skipped.items())),
        )


def execute(session: Session, planned: Planned) -> Outcome:
    """Carry out every change of the plan, or say of each why not. Decides nothing."""
    changes = planned.plan.changes
    writes = {change.key: change for change in changes if change.action is not Action.DELETE}
    deletes = [change for change in changes if change.action is Action.DELETE]
    contents = FileContents(session.load().files if writes else {})
    run = Run(session=session, contents=contents, ids={key: seen.id for key, seen in planned.pairing.found.items()})
    _run_graph(run, writes)
    _run_in_order(run, deletes)
    return run.outcome()


def _run_graph(run: Run, changes: Mapping[Key, Change]) -> None:
    needs = {key: waits_for(change, changes) for key, change in changes.items()}
    sorter = TopologicalSorter(needs)
    sorter.prepare()
    running: dict[Future[Recorded | None], Change] = {}
    pool = ThreadPoolExecutor(max_workers=run.session.workers)
    try:
        while sorter.is_active():
            for key in sorted(sorter.get_ready()):
                because = _unmet(run, needs[key])
                if because:
                    _skip(run, changes[key], because)
                    sorter.done(key)
                else:
                    running[pool.submit(_operation(run, changes[key]).run)] = changes[key]
            finished, _ = wait(running, return_when=FIRST_COMPLETED) if running else (set(), set())
            for future in sorted(finished, key=lambda f: running[f].key):
                change = running.pop(future)
                _settle(run, change, future)
                sorter.done(change.key)
    finally:  # an interrupt starts nothing more, and waits for what is under way, so that it is written down
        pool.shutdown(wait=True, cancel_futures=True)
        for future in sorted(running, key=lambda f: running[f].key):
            if not future.cancelled() and isinstance(future.exception(), GptctlError | None):
                _settle(run, running[future], future)


def _run_in_order(run: Run, changes: Iterable[Change]) -> None:
    """Deletions one by one, and none at all once something failed: what still refers to them may be needed."""
    for change in changes:
        if run.failed:
            _skip(run, change, "something failed before; nothing is deleted after a failure")
            continue
        future: Future[Recorded | None] = Future()
        operation = _operation(run, change)
        try:
            future.set_result(operation.run())
        except GptctlError as error:
            future.set_exception(error)
        _settle(run, change, future)


def _operation(run: Run, change: Change) -> Operation:
    run.session.emit(Started(key=change.key, action=change.action))
    ids = {key.address: id_ for key, id_ in run.ids.items() if key.target == change.key.target}
    return Operation(session=run.session, change=change, contents=run.contents, ids=ids)


def _settle(run: Run, change: Change, future: Future[Recorded | None]) -> None:
    try:
        entry = future.result()
    except GptctlError as error:
        run.failed[change.key] = error.message
        run.session.emit(FailedToApply(key=change.key, action=change.action, message=error.message))
        return
    if entry is not None:
        run.ids[change.key] = entry.id
    run.done.append(change.key)
    run.session.emit(Finished(key=change.key, action=change.action))


def _skip(run: Run, change: Change, because: str) -> None:
    run.skipped[change.key] = because
    run.session.emit(Skipped(key=change.key, action=change.action, because=because))


def _unmet(run: Run, needs: Iterable[Key]) -> str:
    unmet = sorted(str(key) for key in needs if key in run.failed or key in run.skipped)
    return f"it needs {', '.join(unmet)}" if unmet else ""
