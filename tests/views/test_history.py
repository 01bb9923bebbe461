from datetime import UTC, datetime

from gptctl.config.revision import Commit
from gptctl.views.history import HistoryReport
from gptctl.views.line import PLAIN, render

OLD, NEW = "a" * 40, "b" * 40
COMMITS = (
    Commit(id=NEW, time=datetime(2026, 11, 21, tzinfo=UTC).timestamp(), author="Ada", subject="Ask for brevity"),
    Commit(id=OLD, time=datetime(2026, 11, 20, tzinfo=UTC).timestamp(), author="Ada", subject="Declare it"),
)


def shown(applied: dict[str, str], text: dict[str, str] | None = None) -> str:
    report = HistoryReport(
        address="assistant.support",
        commits=COMMITS,
        applied=applied,
        touched={target: commit.rstrip("+") for target, commit in applied.items()},
        text=text or {},
    )
    return render(report.human(), PLAIN)


def test_the_applied_commit_is_marked() -> None:
    assert shown({"local": OLD, "other": NEW + "+"}) == (
        "bbbbbbbbbb  2026-11-21  Ada  Ask for brevity  (applied at other with uncommitted edits)\n"
        "aaaaaaaaaa  2026-11-20  Ada  Declare it  (applied at local)\n"
    )


def test_a_commit_that_is_not_in_the_list_is_named_below() -> None:
    assert shown({"local": "c" * 40, "other": ""}).endswith(
        "applied at local from cccccccccc\napplied at other from outside git\n"
    )


def test_the_applied_text_is_printed_whole() -> None:
    assert shown({"local": OLD}, {"local": "You help.\nBe kind.\n"}).endswith(
        "\nThe instructions applied at local, as of aaaaaaaaaa\nYou help.\nBe kind.\n"
    )
