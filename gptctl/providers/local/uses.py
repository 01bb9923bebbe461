"""Which assistant uses which knowledge base: read from the assistants' own attributes, stored nowhere else."""

from collections.abc import Mapping, Sequence
from sqlite3 import Connection

from gptctl.core.address import RemoteId
from gptctl.core.value import Attrs
from gptctl.errors import Rejected


def knowledge_of(attrs: Attrs) -> tuple[RemoteId, ...]:
    """The ids of an assistant's knowledge bases, in the order declared."""
    items = attrs.get("knowledge")
    if not isinstance(items, Sequence) or isinstance(items, str):
        return ()
    ids = (item.get("$id") for item in items if isinstance(item, Mapping))
    return tuple(RemoteId(id_) for id_ in ids if isinstance(id_, str))


def check(db: Connection, attrs: Attrs) -> None:
    """Refuse an assistant that names a knowledge base which is not there."""
    for id_ in knowledge_of(attrs):
        if db.execute("SELECT 1 FROM objects WHERE kind = 'knowledge' AND id = ?", (id_,)).fetchone() is None:
            raise Rejected(f"there is no knowledge base {id_}", advice="run `gptctl plan`: it may have been deleted")


def users_of(db: Connection, id_: RemoteId) -> tuple[str, ...]:
    """The names of the assistants that use a knowledge base."""
    rows = db.execute(
        """SELECT DISTINCT coalesce(name, objects.id)
           FROM objects, json_each(objects.attrs, '$.knowledge') AS used
           WHERE kind = 'assistant' AND json_extract(used.value, '$."$id"') = ? ORDER BY 1""",
        (id_,),
    )
    return tuple(name for (name,) in rows)
