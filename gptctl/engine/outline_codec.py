"""An outline as JSON and back, for the cache."""

from collections.abc import Mapping
from datetime import date

from gptctl.config.project import Lock
from gptctl.core.address import Address, Key
from gptctl.core.losses import Loss
from gptctl.core.marker import Scope
from gptctl.core.retirement import Retirement
from gptctl.core.value import Attrs
from gptctl.engine.outline import Outline


def to_json(outline: Outline) -> Attrs:
    return {
        "scope": [outline.scope.project_id, outline.scope.project, outline.scope.environment],
        "targets": outline.targets,
        "settings": outline.settings,
        "wanted": {
            target: {str(key.address): mark for key, mark in outline.wanted.items() if key.target == target}
            for target in outline.targets
        },
        "protected": outline.protected,
        "lock": outline.lock,
        "moved": {str(new): str(former) for new, former in outline.moved.items()},
        "losses": [[loss.key.target, str(loss.key.address), loss.field, loss.reason] for loss in outline.losses],
        "retirements": [
            [key.target, str(key.address), retirement.model, retirement.day.isoformat()]
            for key, retirement in outline.retirements.items()
        ],
        "warnings": outline.warnings,
    }


def from_json(document: Mapping[str, object]) -> Outline:
    """Raises KeyError, TypeError or ValueError for anything that `to_json` does not write."""
    match document:
        case {
            "scope": [str(project_id), str(project), str(environment)],
            "targets": list(targets),
            "settings": dict(settings),
            "wanted": dict(wanted),
            "protected": bool(protected),
            "lock": str(lock),
            "moved": dict(moved),
            "losses": list(losses),
            "retirements": list(retirements),
            "warnings": list(warnings),
        }:
            return Outline(
                scope=Scope(project_id=project_id, project=project, environment=environment),
                targets=tuple(targets),
                settings=settings,
                wanted={
                    Key(target=target, address=Address.parse(address)): mark
                    for target, marks in wanted.items()
                    for address, mark in marks.items()
                },
                protected=protected,
                lock=Lock(lock),
                moved={Address.parse(new): Address.parse(former) for new, former in moved.items()},
                losses=tuple(_loss(*parts) for parts in losses),
                retirements=dict(_retirement(*parts) for parts in retirements),
                warnings=tuple(warnings),
            )
        case _:
            raise ValueError("this is no outline")


def _retirement(target: str, address: str, model: str, day: str) -> tuple[Key, Retirement]:
    key = Key(target=target, address=Address.parse(address))
    return key, Retirement(model=model, day=date.fromisoformat(day))


def _loss(target: str, address: str, field: str, reason: str) -> Loss:
    return Loss(key=Key(target=target, address=Address.parse(address)), field=field, reason=reason)
