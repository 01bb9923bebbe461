import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from gptctl.core.address import RemoteId
from gptctl.providers.local.provider import LocalProvider
from tests.conformance.provider_suite import ProviderSuite
from tests.conformance.subject import Subject

EDITS = {
    "assistant": "UPDATE objects SET attrs = json_set(attrs, '$.instructions', 'Be rude.') WHERE id = ?",
    "knowledge": "UPDATE files SET digest = 'edited' WHERE object = ? AND path = 'leave.md'",
}
BEYOND = {
    "assistant": ({"instructions": "x" * 300_000}, {"parameters": {"temperature": 3}}, {"parameters": {"topp": 1}}),
    "knowledge": ({"files": {"program.exe": "0"}}, {"files": {"noending": "0"}}),
}


class TestLocal(ProviderSuite):
    @pytest.fixture
    def subject(self, tmp_path: Path) -> Iterator[Subject]:
        def run(statement: str, *values: str) -> str:
            with sqlite3.connect(tmp_path / "local.db") as db:
                row = db.execute(statement, values).fetchone()
            db.close()
            return str(row[0]) if row else ""

        def make_foreign(kind: str) -> RemoteId:
            provider.handlers[kind].delete(RemoteId("nothing"), version="")  # a write makes the file
            return RemoteId(run("INSERT INTO objects (id, kind, attrs) VALUES ('x', ?, '{}') RETURNING id", kind))

        provider = LocalProvider(name="local", home=tmp_path, settings={}, environ={})
        yield Subject(
            provider=provider,
            beyond=BEYOND,
            make_foreign=make_foreign,
            set_metadata=lambda _, id_, text: run("UPDATE objects SET metadata = ? WHERE id = ?", text, id_),
            get_metadata=lambda _, id_: run("SELECT metadata FROM objects WHERE id = ?", id_),
            pieces=1,
            edit=lambda kind, id_: run(EDITS[kind], id_),
        )
        provider.close()
