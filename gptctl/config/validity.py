"""What is wrong with one declaration, taken by itself."""

import re
from collections.abc import Iterator, Mapping

from gptctl.config.check import check, check_schema
from gptctl.config.explain import UNKNOWN_KEY
from gptctl.config.issue import Issue
from gptctl.config.merge import merge
from gptctl.config.reading.place import Path
from gptctl.config.reading.shown import short
from gptctl.config.shape import as_list, as_map
from gptctl.core.value import JSON, Attrs

_PARENT: Attrs = {"name": "parent", "extends": "parent.yaml"}
_IDENTITY: Attrs = {"apiVersion": "gptctl/v1", "kind": "Assistant", **_PARENT}
_TESTS = "Name this file under `tests:` of the assistant that it asks, or let its name end in `.tests.yaml`."
_SECRET_KEY = re.compile(r"(?:api_?key|token|secret|password)$", re.IGNORECASE)


def project(value: Attrs) -> Iterator[Issue]:
    yield from check(value, "project")
    for name, settings in as_map(value.get("providers")).items():
        yield from _keys(settings, ("providers", name))


def assistant(value: Attrs) -> Iterator[Issue]:
    """A whole assistant, or one that extends another: there `null` takes out what the parent says."""
    if value.get("kind") == "Tests":
        yield Issue(path=("kind",), summary="Tests in the place of an assistant", detail=_TESTS)
        return
    yield from check(merge({}, value) if "extends" in value else value, "assistant")
    yield from _patches(value)
    yield from _inline_schemas(value, ())


def parent(value: Attrs) -> Iterator[Issue]:
    """A file that others extend: it may leave out whatever they say."""
    yield from assistant({**_PARENT, **value})


def local_refs(value: JSON, path: Path = ()) -> Iterator[Issue]:
    """Every `$ref` that leads out of the schema or description it stands in."""
    match value:
        case Mapping():
            target = value.get("$ref")
            if isinstance(target, str) and not target.startswith("#"):
                detail = "`$ref` may point inside its own file only (`#/…`); copy the rest in."
                yield Issue(path=(*path, "$ref"), summary="A reference to elsewhere", detail=detail)
            for key, item in value.items():
                yield from local_refs(item, (*path, key))
        case list() | tuple():
            for index, item in enumerate(value):
                yield from local_refs(item, (*path, index))
        case _:
            return


def schema(value: JSON) -> Iterator[Issue]:
    """A JSON Schema: well formed and complete in itself."""
    yield from check_schema(value)
    yield from local_refs(value)


def _keys(settings: JSON, path: Path) -> Iterator[Issue]:
    for key in as_map(settings):
        if _SECRET_KEY.search(key):
            detail = f"Take `{short(key)}` out: keys come from the environment or the keyring, never from a file."
            yield Issue(path=(*path, key), summary="A secret in a file", detail=detail)


def _patches(value: Attrs) -> Iterator[Issue]:
    for name, said in as_map(value.get("environments")).items():
        patch = as_map(said)
        path = ("environments", name)
        for issue in check({**merge({}, patch), **_IDENTITY}, "assistant"):
            if len(issue.path) > 1 or issue.summary != UNKNOWN_KEY:  # those are found by the whole already
                yield issue.below(path)
        yield from _inline_schemas(patch, path)


def _inline_schemas(value: Attrs, path: Path) -> Iterator[Issue]:
    for index, tool in enumerate(as_list(value.get("tools"))):
        yield from _inline(as_map(tool).get("parameters"), (*path, "tools", index, "parameters"))
    yield from _inline(as_map(value.get("output")).get("schema"), (*path, "output", "schema"))
    yield from _below(local_refs(value.get("targets")), (*path, "targets"))


def _inline(written: JSON, path: Path) -> Iterator[Issue]:
    """A text is the path of a file, which is looked at by itself."""
    if isinstance(written, Mapping):
        yield from _below(schema(written), path)


def _below(issues: Iterator[Issue], path: Path) -> Iterator[Issue]:
    return (issue.below(path) for issue in issues)
