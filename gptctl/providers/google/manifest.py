"""One entry of the ledger, and how it is spread over documents.

A document cannot be changed, its content cannot be read back, and its metadata holds 20 texts of 256 bytes. So an entry
is compressed and cut into as many documents as it takes; all of them carry its mark and its turn.
"""

import base64
import binascii
import json
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from gptctl.core.address import RemoteId
from gptctl.core.marker import Marker
from gptctl.core.value import JSON, Attrs, canonical, fingerprint
from gptctl.providers.api import mapping, text
from gptctl.providers.google.stores import metadata

VALUE = 256
_VALUE = re.compile(r"gptctl_\d\d\Z")
VALUES = 15
MOST = 4 * 1024 * 1024
"""Bytes that an entry may have when it is unpacked: nobody's forged document fills our memory."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What is kept of one object. `turn` counts its writes; of several, the last that is complete holds."""

    id: RemoteId
    kind: str
    name: str
    marker: Marker
    attrs: Attrs
    turn: int = 0
    documents: tuple[str, ...] = ()

    @property
    def version(self) -> str:
        """Another one for whatever was written again, by us or by others."""
        return fingerprint(list(self.documents))[:20]


def pack(entry: Entry) -> Sequence[Mapping[str, str]]:
    """The metadata of each document that holds a part of it."""
    body: Attrs = {"id": entry.id, "kind": entry.kind, "name": entry.name, "attrs": entry.attrs}
    packed = base64.b64encode(zlib.compress(canonical(body).encode("utf-8", "surrogatepass"), 9)).decode()
    values = [packed[start : start + VALUE] for start in range(0, len(packed), VALUE)]
    parts = [values[start : start + VALUES] for start in range(0, len(values), VALUES)]
    head = {"gptctl": entry.marker.encode(), "gptctl_id": entry.id, "gptctl_turn": str(entry.turn)}
    return [
        {
            **head,
            "gptctl_part": f"{number}/{len(parts)}",
            **{f"gptctl_{index:02}": value for index, value in enumerate(part)},
        }
        for number, part in enumerate(parts, 1)
    ]


def unpack(documents: Iterable[Attrs]) -> Iterator[Entry]:
    """Every complete entry among these documents; what is no part of one is left out."""
    groups: dict[tuple[str, str], dict[int, str]] = {}
    names: dict[tuple[str, str], list[str]] = {}
    sizes: dict[tuple[str, str], int] = {}
    for document in documents:
        said = metadata(document)
        number, _, count = said.get("gptctl_part", "").partition("/")
        if Marker.decode(said.get("gptctl")) is None or not (number.isdecimal() and count.isdecimal()):
            continue
        group = (said["gptctl"], said.get("gptctl_turn", ""))
        values = sorted((key, value) for key, value in said.items() if _VALUE.match(key))
        groups.setdefault(group, {})[int(number)] = "".join(value for _, value in values)
        names.setdefault(group, []).append(text(document.get("name")))
        sizes[group] = int(count)
    for group, parts in groups.items():
        if sorted(parts) == list(range(1, sizes[group] + 1)):
            entry = _entry(group, "".join(parts[number] for number in sorted(parts)), tuple(sorted(names[group])))
            if entry is not None:
                yield entry


def _entry(group: tuple[str, str], packed: str, documents: tuple[str, ...]) -> Entry | None:
    marker, body = Marker.decode(group[0]), _body(packed)
    if marker is None or not group[1].isdecimal() or not isinstance(body, Mapping):
        return None
    return Entry(
        id=RemoteId(text(body.get("id"))),
        kind=text(body.get("kind")),
        name=text(body.get("name")),
        marker=marker,
        attrs=mapping(body.get("attrs")),
        turn=int(group[1]),
        documents=documents,
    )


def _body(packed: str) -> JSON:
    """None for what is not ours: anybody with the key can put documents here."""
    try:
        unzip = zlib.decompressobj()
        plain = unzip.decompress(base64.b64decode(packed, validate=True), MOST)
        value: JSON = json.loads(plain.decode("utf-8", "surrogatepass")) if unzip.eof else None
    except (binascii.Error, zlib.error, ValueError, RecursionError):
        return None
    return value
