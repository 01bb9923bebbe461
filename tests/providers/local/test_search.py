"""What is found for a question, in what order, and when nothing is."""

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

import pytest

from gptctl.core.resource import Observed
from gptctl.providers.local.search import By, Found, search
from gptctl.providers.local.store import Store
from gptctl.providers.local.terms import all_of, terms, two_of


@pytest.fixture
def find(tmp_path: Path) -> Callable[..., Found]:
    def find(question: str, knowledge: Sequence[Observed], *, by: By = By.BOTH) -> Found:
        store = Store(tmp_path / "home")
        with store.read() as db:
            found = search(db, [one.id for one in knowledge], question, limit=5, by=by)
        store.close()
        return found

    return find


@pytest.mark.parametrize("by", By)
def test_the_passage_that_answers_comes_first(
    find: Callable[..., Found], make_knowledge: Callable[..., Observed], by: By
) -> None:
    found = find("How many hours of advanced sick leave can I request?", [make_knowledge()], by=by)
    assert found.sources[0].file == "leave.md"
    assert "240 hours" in found.sources[0].text
    assert found.by is by


def test_other_words_for_it_find_it_by_meaning(
    find: Callable[..., Found], make_knowledge: Callable[..., Observed]
) -> None:
    found = find("reserve an airplane ticket and lodging", [make_knowledge()])
    assert found.sources[0].file == "travel.md"


@pytest.mark.parametrize(
    "question", ["hello", "Hi there!", "Good morning", "Who are you?", "What is the capital of France?", "?", '" OR *']
)
def test_what_is_about_something_else_finds_nothing(
    find: Callable[..., Found], make_knowledge: Callable[..., Observed], question: str
) -> None:
    assert find(question, [make_knowledge()]).sources == ()


def test_to_be_a_little_near_in_meaning_does_not_outweigh_a_word_that_occurs_nowhere(
    find: Callable[..., Found], make_knowledge: Callable[..., Observed]
) -> None:
    knowledge = make_knowledge(
        {"a.md": "# Offices\n\nWe have offices in Chicago and Washington, the capital of the country.\n"}
    )
    assert find("What is the capital of Peru?", [knowledge]).sources == ()
    assert find("What is the capital of the country?", [knowledge]).sources != ()


def test_only_the_assistants_own_knowledge_is_searched(
    find: Callable[..., Found], make_knowledge: Callable[..., Observed]
) -> None:
    ours = make_knowledge({"a.md": "Keys are at the desk."}, name="ours")
    make_knowledge({"b.md": "Sick leave is 240 hours."}, name="theirs")
    assert {source.file for source in find("Where are the keys of the desk?", [ours]).sources} == {"a.md"}
    assert find("How many hours of sick leave?", [ours]).sources == ()
    assert find("How many hours of sick leave?", []).sources == ()


def test_the_best_of_each_file_comes_before_the_second_of_any(
    find: Callable[..., Found], make_knowledge: Callable[..., Observed]
) -> None:
    long = "\n\n".join(f"# Leave {n}\n\n" + "Sick leave is granted by the hour. " * 25 for n in range(6))
    found = find("sick leave hour", [make_knowledge({"long.md": long, "short.md": "Sick leave, an hour each."})])
    assert {source.file for source in found.sources[:2]} == {"long.md", "short.md"}
    assert len(found.sources) == 5


def test_without_vectors_it_goes_by_words_and_says_so(
    find: Callable[..., Found], make_knowledge: Callable[..., Observed], tmp_path: Path
) -> None:
    knowledge = make_knowledge()
    with closing(sqlite3.connect(tmp_path / "home" / "local.db")) as db, db:
        db.execute("UPDATE passages SET vector = NULL")
    found = find("Where is the paper of the printers?", [knowledge])
    assert found.by is By.WORDS
    assert found.sources[0].file == "tools/printers.md"


def test_terms_are_what_a_question_is_about() -> None:
    assert terms("How many hours of SICK leave, sick leave can I have?") == ("many", "hours", "sick", "leave")
    assert len(terms(" ".join(f"word{n}" for n in range(100)))) == 16


def test_queries_hold_no_syntax_of_the_users() -> None:
    assert two_of(terms('x" OR "y*')) == '("x" AND "y")'
    assert two_of(terms("a NEAR(b)")) == '("near" AND "b")'
    assert two_of(terms("one")) == '"one"'
    assert all_of(()) == ""
