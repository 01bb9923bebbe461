import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gptctl.core.address import Address, Key, RemoteId
from gptctl.core.codec import (
    Malformed,
    checksum_of_document,
    entry_from_json,
    entry_to_json,
    record_from_json,
    record_to_json,
)
from gptctl.core.journal import Begin, Done, Entry, Failed, replay
from gptctl.core.plan import Action
from gptctl.core.record import Record
from gptctl.core.resource import Recorded

words = st.text(min_size=1, max_size=8)
keys = st.builds(
    Key,
    target=words,
    address=st.builds(Address, kind=st.sampled_from(["assistant", "knowledge"]), name=words),
)
entries_recorded = st.builds(Recorded, key=keys, id=words.map(RemoteId), nonce=words, applied=words, version=words)
entries: st.SearchStrategy[Entry] = st.one_of(
    st.builds(
        Begin,
        operation=words,
        time=st.floats(0, 1e10),
        key=keys,
        action=st.sampled_from(Action),
        nonce=words,
        applied=words,
        id=st.none() | words.map(RemoteId),
    ),
    st.builds(Done, operation=words, entry=st.none() | entries_recorded),
    st.builds(Failed, operation=words, message=words),
)


@given(entries)
def test_an_entry_survives_its_text(entry: Entry) -> None:
    assert entry_from_json(json.loads(json.dumps(entry_to_json(entry)))) == entry


@given(st.lists(entries_recorded))
def test_a_record_survives_its_text(recorded: list[Recorded]) -> None:
    record = Record(entries={entry.key: entry for entry in recorded})
    assert record_from_json(json.loads(json.dumps(record_to_json(record)))) == record


@given(st.lists(entries), st.lists(entries_recorded))
def test_a_journal_replayed_twice_gives_what_it_gave_once(lines: list[Entry], recorded: list[Recorded]) -> None:
    record = Record(entries={entry.key: entry for entry in recorded})
    once = replay(record, lines)
    assert replay(once.record, lines).record == once.record


@pytest.mark.parametrize(
    "document",
    [
        None,
        [],
        {},
        {"format": "gptctl.record/v9", "entries": []},
        {"format": "gptctl.record/v1", "entries": {}},
        {"format": "gptctl.record/v1", "entries": [{"target": 1}]},
        {"format": "gptctl.record/v1", "entries": [{"target": "t", "address": "nodot", "id": "", "nonce": ""}]},
    ],
)
def test_a_record_is_believed_whole_or_not_at_all(document: object) -> None:
    with pytest.raises(Malformed):
        record_from_json(document)


@pytest.mark.parametrize(
    "document",
    [1, {}, {"begin": 1}, {"done": "x", "entry": 3}, {"failed": "x"}, {"begin": "x", "time": True}],
)
def test_a_line_that_is_no_entry_is_refused(document: object) -> None:
    with pytest.raises(Malformed):
        entry_from_json(document)


@pytest.mark.parametrize("document", [None, {}, {"format": "x", "checksum": "y"}, {"format": "gptctl.plan/v1"}])
def test_a_file_that_is_no_plan_is_refused(document: object) -> None:
    with pytest.raises(Malformed):
        checksum_of_document(document)
