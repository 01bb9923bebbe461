"""The lines of the ledger as JSON. Raises ValueError, KeyError or TypeError for what this version does not write."""

from collections.abc import Mapping
from typing import Any

from gptctl.core.value import Attrs
from gptctl.promote.jobs.approval import Approval
from gptctl.promote.jobs.job import Approved, Ended, Entry, Refusal, Sending, Started
from gptctl.promote.trainers.base import JobId, State


def to_json(entry: Entry) -> Attrs:
    match entry:
        case Sending():
            return {"sending": entry.approval.mark, **_approval(entry)}
        case Approved():
            return {"approved": entry.approval.mark, **_approval(entry)}
        case Refusal():
            return {"refused": entry.mark, "reason": entry.reason}
        case Started():
            return {"started": entry.mark, "id": entry.id}
        case Ended():
            return {"ended": entry.mark, "state": entry.state.value, "model": entry.model, "reason": entry.reason}


def from_json(line: Mapping[str, Any]) -> Entry:
    if "approved" in line:
        return Approved(approval=_approved(line, line["approved"]), time=float(line["time"]))
    if "sending" in line:
        return Sending(approval=_approved(line, line["sending"]), time=float(line["time"]))
    if "refused" in line:
        return Refusal(mark=line["refused"], reason=line["reason"])
    if "started" in line:
        return Started(mark=line["started"], id=JobId(line["id"]))
    return Ended(mark=line["ended"], state=State(line["state"]), model=line["model"], reason=line["reason"])


def _approval(entry: Approved | Sending) -> Attrs:
    return {"approval": entry.approval.to_json(), "time": entry.time}


def _approved(line: Mapping[str, Any], mark: object) -> Approval:
    approval = Approval(**line["approval"])
    if approval.mark != mark:
        raise ValueError("the mark is not that of the approval")
    return approval
