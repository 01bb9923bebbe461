"""Record, journal and plan as JSON documents. The only place that knows how they are spelled on disk and on stdout."""

from collections.abc import Mapping

from gptctl.core.address import Address, Key, RemoteId
from gptctl.core.diff import FieldChange
from gptctl.core.drift import Drift
from gptctl.core.journal import Begin, Done, Entry, Failed
from gptctl.core.losses import Loss
from gptctl.core.plan import Action, Change, Plan
from gptctl.core.record import Record
from gptctl.core.resource import Recorded
from gptctl.core.value import JSON, Attrs, fingerprint

RECORD_FORMAT = "gptctl.record/v1"
PLAN_FORMAT = "gptctl.plan/v1"


class Malformed(ValueError):
    """A document is not what this version writes."""


def record_to_json(record: Record) -> Attrs:
    entries = [_recorded_to_json(record.entries[key]) for key in sorted(record.entries)]
    return {"format": RECORD_FORMAT, "entries": entries}


def record_from_json(document: object) -> Record:
    """Raises Malformed; a record is believed whole or not at all."""
    try:
        body = _map(document)
        if body["format"] != RECORD_FORMAT:
            raise Malformed(f"format {body['format']!r}")
        entries = [_recorded_from_json(item) for item in _list(body["entries"])]
    except (KeyError, ValueError) as error:
        raise Malformed(str(error)) from None
    return Record(entries={entry.key: entry for entry in entries})


def entry_to_json(entry: Entry) -> Attrs:
    match entry:
        case Begin():
            return {
                "begin": entry.operation,
                "time": entry.time,
                **_key_to_json(entry.key),
                "action": entry.action.value,
                "nonce": entry.nonce,
                "applied": entry.applied,
                "id": entry.id,
            }
        case Done():
            return {
                "done": entry.operation,
                "entry": None if entry.entry is None else _recorded_to_json(entry.entry),
            }
        case Failed():
            return {"failed": entry.operation, "message": entry.message}


def entry_from_json(document: object) -> Entry:
    """Raises Malformed."""
    try:
        return _entry(_map(document))
    except (KeyError, ValueError) as error:
        raise Malformed(str(error)) from None


def plan_to_json(plan: Plan) -> Attrs:
    """The document of `plan --json`; `checksum` covers everything else in it and what would be written."""
    body: Attrs = {
        "format": PLAN_FORMAT,
        "project": plan.project,
        "environment": plan.environment,
        "checksum": checksum(plan),
        "summary": plan.summary,
        "changes": [_change_to_json(change) for change in plan.changes],
        "drift": [_drift_to_json(drift) for drift in plan.drift],
        "losses": [_loss_to_json(loss) for loss in plan.losses],
        "blocked": plan.blocked,
        "warnings": plan.warnings,
    }
    return body


def checksum(plan: Plan) -> str:
    """Equal for two plans exactly when they would do the same to the same objects in the same state."""
    return "sha256:" + fingerprint(
        {
            "project": plan.project,
            "environment": plan.environment,
            "changes": [
                {
                    **_change_to_json(change),
                    "id": change.id,
                    "version": change.version,
                    "write": None if change.resource is None else change.resource.fingerprint,
                }
                for change in plan.changes
            ],
            "drift": [_drift_to_json(drift) for drift in plan.drift],
        }
    )


def checksum_of_document(document: object) -> str:
    """The checksum that a saved plan carries. Raises Malformed."""
    try:
        body = _map(document)
        if body["format"] != PLAN_FORMAT:
            raise Malformed(f"format {body['format']!r}")
        return _text(body["checksum"])
    except (KeyError, ValueError) as error:
        raise Malformed(str(error)) from None


def _change_to_json(change: Change) -> Attrs:
    return {
        **_key_to_json(change.key),
        "action": change.action.value,
        "reason": change.reason.value,
        "fields": [_field_to_json(field) for field in change.fields],
    }


def _drift_to_json(drift: Drift) -> Attrs:
    return {
        **_key_to_json(drift.key),
        "certain": drift.certain,
        "fields": [_field_to_json(field) for field in drift.fields],
    }


def _loss_to_json(loss: Loss) -> Attrs:
    return {**_key_to_json(loss.key), "field": loss.field, "reason": loss.reason}


def _field_to_json(field: FieldChange) -> Attrs:
    return {"path": field.path, "before": field.before, "after": field.after}


def _recorded_to_json(entry: Recorded) -> Attrs:
    return {
        **_key_to_json(entry.key),
        "id": entry.id,
        "nonce": entry.nonce,
        "applied": entry.applied,
        "version": entry.version,
    }


def _recorded_from_json(document: object) -> Recorded:
    body = _map(document)
    return Recorded(
        key=_key_from_json(body),
        id=RemoteId(_text(body["id"])),
        nonce=_text(body["nonce"]),
        applied=_text(body["applied"]),
        version=_text(body["version"]),
    )


def _entry(body: Attrs) -> Entry:
    if "begin" in body:
        return Begin(
            operation=_text(body["begin"]),
            time=_number(body["time"]),
            key=_key_from_json(body),
            action=Action(_text(body["action"])),
            nonce=_text(body["nonce"]),
            applied=_text(body["applied"]),
            id=None if body["id"] is None else RemoteId(_text(body["id"])),
        )
    if "done" in body:
        entry = None if body["entry"] is None else _recorded_from_json(body["entry"])
        return Done(operation=_text(body["done"]), entry=entry)
    return Failed(operation=_text(body["failed"]), message=_text(body["message"]))


def _key_to_json(key: Key) -> Attrs:
    return {"target": key.target, "address": str(key.address)}


def _key_from_json(body: Attrs) -> Key:
    return Key(target=_text(body["target"]), address=Address.parse(_text(body["address"])))


def _map(value: object) -> Attrs:
    if not isinstance(value, Mapping):
        raise Malformed("a map was expected")
    return value


def _list(value: JSON) -> list[JSON]:
    if not isinstance(value, list):
        raise Malformed("a list was expected")
    return value


def _text(value: JSON) -> str:
    if not isinstance(value, str):
        raise Malformed("a text was expected")
    return value


def _number(value: JSON) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Malformed("a number was expected")
    return float(value)
