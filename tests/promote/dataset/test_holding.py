"""Which datasets hold a conversation: by the rows made of it, and by the worse answers taken from it."""

from dataclasses import replace
from pathlib import Path

from gptctl.promote.dataset.holding import conversations, forgotten_in, holding
from gptctl.promote.dataset.store import store
from tests.support.examples import GivenCuration
from tests.support.jobs import answered, preferred

LEARNT, BETTER, WORSE, ELSEWHERE = (f"c{digit * 24}" for digit in "0123")


def test_a_pair_holds_the_conversation_of_its_worse_answer_too(tmp_path: Path) -> None:
    row = replace(answered(1, "Yes."), id=LEARNT)
    pairs = [replace(preferred(1), id=f"{BETTER}/{WORSE}"), replace(preferred(2), id=f"{LEARNT}/0")]
    dataset = store(GivenCuration(all_examples=[row], all_pairs=pairs), tmp_path)
    assert conversations(dataset.folder) == {LEARNT, BETTER, WORSE}
    assert holding(tmp_path, frozenset({WORSE, ELSEWHERE})) == {dataset.digest: [WORSE]}
    assert holding(tmp_path, frozenset({ELSEWHERE})) == {}
    told = forgotten_in(dataset.folder, lambda ids: sorted(set(ids) & {WORSE, LEARNT}))
    assert list(told) == ["It holds 2 conversations that were forgotten."]
