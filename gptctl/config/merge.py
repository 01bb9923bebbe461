"""JSON Merge Patch (RFC 7396)."""

from collections.abc import Mapping

from gptctl.core.value import JSON, Attrs


def merge(base: Attrs, patch: Attrs) -> dict[str, JSON]:
    """`base` with `patch` over it: maps merge at every depth, `null` takes a key out, anything else replaces."""
    kept = {key: value for key, value in base.items() if key not in patch}
    laid = {key: _merge(base.get(key), value) for key, value in patch.items() if value is not None}
    return {**kept, **laid}


def _merge(base: JSON, patch: JSON) -> JSON:
    if not isinstance(patch, Mapping):
        return patch
    return merge(base if isinstance(base, Mapping) else {}, patch)
