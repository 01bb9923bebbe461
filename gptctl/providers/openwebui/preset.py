"""A preset on the wire and in our words. Pure.

`meta.gptctl` holds our marker and the names of the fields we wrote last, so that a field taken out of the declaration
is taken out there, and what somebody else set beside it stays.
"""

from collections.abc import Iterator, Mapping, Sequence

from gptctl.core.address import RemoteId
from gptctl.core.marker import Marker
from gptctl.core.refs import remote
from gptctl.core.resource import Observed
from gptctl.core.value import JSON, Attrs
from gptctl.providers.api import mapping, text
from gptctl.providers.base import Draft
from gptctl.providers.openwebui.lower import MAPS
from gptctl.providers.openwebui.shape import values

SLOT = "gptctl"


def observed(preset: Attrs) -> Observed:
    return Observed(
        id=RemoteId(text(preset.get("id"))),
        kind="assistant",
        name=text(preset.get("name")),
        marker=marker_of(preset),
        version=text(preset.get("version_id")) or str(preset.get("updated_at", "")),
        attrs={
            "name": preset.get("name"),
            "model": preset.get("base_model_id"),
            "params": preset.get("params"),
            "meta": dict(_meta(mapping(preset.get("meta")))),
        },
    )


def marker_of(preset: Attrs) -> Marker | None:
    return Marker.decode(_slot(preset).get("marker"))


def new_id(draft: Draft) -> RemoteId:
    """Ours to choose, and the same at every attempt: so the server itself refuses to make it twice."""
    return RemoteId(f"{draft.attrs['name']}-{draft.marker.address[:8]}")


def body(id_: RemoteId, draft: Draft, names: Mapping[str, str], *, over: Attrs) -> Attrs:
    """What to send so that the preset `over` holds the draft. `names` are those of the knowledge bases by id."""
    wanted = {
        "params": mapping(draft.attrs.get("params")),
        "meta": {key: _sent(key, value, names) for key, value in mapping(draft.attrs.get("meta")).items()},
    }
    written: Sequence[JSON] = sorted(f"{place}.{key}" for place in MAPS for key in wanted[place])
    slot: Attrs = {"marker": draft.marker.encode(), "fields": written}
    gone = frozenset(text(name) for name in values(_slot(over).get("fields")))
    return {
        "id": id_,
        "name": draft.attrs.get("name"),
        "base_model_id": draft.attrs.get("model"),
        "params": {**_kept(over, "params", gone), **wanted["params"]},
        "meta": {**_kept(over, "meta", gone), **wanted["meta"], SLOT: slot},
        # Shown in the server's own history of the preset.
        "commit_message": f"gptctl {draft.marker.commit}".rstrip(),
    }


def knowledge_ids(attrs: Attrs) -> Iterator[str]:
    for item in values(mapping(attrs.get("meta")).get("knowledge")):
        yield text(mapping(item).get("$id"))


def _slot(preset: Attrs) -> Attrs:
    return mapping(mapping(preset.get("meta")).get(SLOT))


def _kept(over: Attrs, place: str, gone: frozenset[str]) -> Attrs:
    return {key: value for key, value in mapping(over.get(place)).items() if f"{place}.{key}" not in gone}


def _meta(meta: Attrs) -> Iterator[tuple[str, JSON]]:
    for key, value in meta.items():
        if key == "knowledge":
            yield key, [_referred(mapping(item)) for item in values(value)]
        elif key != SLOT:
            yield key, value


def _referred(item: Attrs) -> JSON:
    """What is no knowledge base, such as a single file, stays as it is and so reads as a change."""
    return remote(RemoteId(text(item["id"]))) if item.get("type") == "collection" and "id" in item else item


def _sent(key: str, value: JSON, names: Mapping[str, str]) -> JSON:
    if key != "knowledge":
        return value
    ids = [text(mapping(item).get("$id")) for item in values(value)]
    return [{"type": "collection", "id": id_, "name": names[id_]} for id_ in ids]
