"""Raw fields of a provider, laid over what we lowered."""

from collections.abc import Mapping

from gptctl.core.value import JSON, Attrs


def merged(attrs: Attrs, options: Attrs) -> Attrs:
    """Maps are merged, everything else is replaced; null takes a field out."""
    together = {**attrs, **{name: _merged(attrs.get(name), value) for name, value in options.items()}}
    return {name: value for name, value in together.items() if value is not None}


def _merged(mine: JSON, theirs: JSON) -> JSON:
    return merged(mine, theirs) if isinstance(mine, Mapping) and isinstance(theirs, Mapping) else theirs
