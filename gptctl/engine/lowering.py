"""Say every declaration in every target's own fields."""

from collections.abc import Iterator, Mapping

from gptctl.config.project import Project
from gptctl.config.workspace import Workspace
from gptctl.core.address import Key
from gptctl.core.losses import Loss
from gptctl.core.marker import Scope
from gptctl.core.resource import Declared, Resource
from gptctl.core.retirement import Retirement
from gptctl.core.value import Attrs, canonical, without_nulls
from gptctl.diagnostics import Finding, ordered
from gptctl.engine.desired import Desired
from gptctl.engine.outline import Outline
from gptctl.errors import InvalidConfig
from gptctl.providers.base import Handler, Provider


def lower(workspace: Workspace, providers: Mapping[str, Provider]) -> Desired:
    """Lower every declaration to every target of the environment.

    Raises InvalidConfig with every limit that any provider finds exceeded, at its place in the file.
    """
    desired, findings = lowered(workspace, providers)
    if findings:
        raise InvalidConfig(ordered(finding for found in findings.values() for finding in found))
    return desired


def lowered(
    workspace: Workspace, providers: Mapping[str, Provider]
) -> tuple[Desired, Mapping[str, tuple[Finding, ...]]]:
    """The same without a complaint: what is over a limit comes beside it, by target."""
    resources: dict[Key, Resource] = {}
    losses: list[Loss] = []
    retirements: dict[Key, Retirement] = {}
    findings: dict[str, list[Finding]] = {}
    for target in sorted(workspace.environment.targets):
        for declared in workspace.declared:
            key = Key(target=target, address=declared.address)
            said = providers[target].lower(_for_target(declared, workspace.project, target))
            handler = providers[target].handlers[declared.address.kind]
            attrs = without_nulls(handler.normalize(without_nulls(said.attrs)))
            over = (*_problems(workspace, key, handler, attrs), *_too_large(workspace, key, handler))
            findings.setdefault(target, []).extend(over)
            resources[key] = Resource(key=key, attrs=attrs)
            if said.retires is not None:
                retirements[key] = Retirement(model=str(said.attrs.get("model", "")), day=said.retires)
            losses.extend(Loss(key=key, field=lost.field, reason=lost.reason) for lost in said.losses)
    desired = Desired(resources=resources, losses=tuple(sorted(losses)), retirements=retirements, files=workspace.files)
    return desired, {target: ordered(found) for target, found in findings.items() if found}


def outline(workspace: Workspace, desired: Desired) -> Outline:
    project, environment = workspace.project, workspace.environment
    return Outline(
        scope=Scope(project_id=project.id, project=project.name, environment=environment.name),
        targets=environment.targets,
        settings={target: project.providers.get(target, {}) for target in environment.targets},
        wanted={key: resource.fingerprint for key, resource in desired.resources.items()},
        protected=environment.protect,
        lock=project.lock,
        moved=project.moved,
        losses=desired.losses,
        retirements=desired.retirements,
        warnings=tuple(f"{finding.where}: {finding.summary}: {finding.detail}" for finding in workspace.warnings),
    )


def _for_target(declared: Declared, project: Project, target: str) -> Declared:
    """The declaration with the model's own name at this target; a name that is no alias is taken as it stands."""
    model = declared.attrs.get("model")
    if not isinstance(model, str):
        return declared
    attrs: Attrs = {**declared.attrs, "model": project.models.get(model, {}).get(target, model)}
    return Declared(address=declared.address, attrs=attrs, options=declared.options)


def _problems(workspace: Workspace, key: Key, handler: Handler, attrs: Attrs) -> Iterator[Finding]:
    for problem in handler.validate(attrs):
        yield Finding(
            summary=problem.summary,
            detail=f"{problem.detail} (target {key.target})",
            where=workspace.locate(key.address, problem.path),
        )


def _too_large(workspace: Workspace, key: Key, handler: Handler) -> Iterator[Finding]:
    """Every file of a knowledge base that has more bytes than the target takes."""
    most = handler.traits.file_bytes
    for path, size in workspace.sizes(key.address).items() if most else ():
        if size > most:
            yield Finding(
                summary="over a limit of the provider",
                detail=f"{size:,} bytes, where a file may have {most:,} (target {key.target}): split or exclude it",
                where=workspace.locate(key.address, f"files[{canonical(path)}]"),
            )
