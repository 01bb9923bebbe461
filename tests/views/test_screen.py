import io
import json

import pytest

from gptctl.core.address import Address, Key
from gptctl.core.plan import Action
from gptctl.engine.events import FailedToApply, Finished, Skipped, Started, Waiting, Warned
from gptctl.views.failure import FailureReport
from gptctl.views.line import PLAIN, line
from gptctl.views.progress import LineProgress, LiveProgress
from gptctl.views.screen import CLEAR, HumanScreen, JsonScreen, Stream, to_text

KEY = Key(target="local", address=Address(kind="assistant", name="support"))
FAILURE = FailureReport(status=1, message="no")


def stream() -> tuple[io.StringIO, Stream]:
    file = io.StringIO()
    return file, Stream(file=file, palette=PLAIN)


def test_people_get_failures_beside_results() -> None:
    (out, out_stream), (err, err_stream) = stream(), stream()
    HumanScreen(out=out_stream, err=err_stream, notes=None).fail(FAILURE)
    assert (out.getvalue(), err.getvalue()) == ("", "gptctl: no\n")


def test_programs_get_one_document_also_for_a_failure() -> None:
    (out, out_stream), (err, err_stream) = stream(), stream()
    screen = JsonScreen(out=out_stream, notes=err_stream)
    screen.preview(FAILURE)
    screen.fail(FAILURE)
    screen.note([line("aside")])
    assert json.loads(out.getvalue())["format"] == "gptctl.error/v1"
    assert err.getvalue() == "aside\n"


def test_quiet_says_nothing_on_the_side() -> None:
    (out, out_stream), (err, err_stream) = stream(), stream()
    HumanScreen(out=out_stream, err=err_stream, notes=None).note([line("aside")])
    JsonScreen(out=out_stream, notes=None).note([line("aside")])
    assert (out.getvalue(), err.getvalue()) == ("", "")


def test_documents_are_ascii() -> None:
    text = to_text({"a": "é\u202e\x1b\ud800", "b": ("x",)})
    assert text.isascii()
    assert "\x1b" not in text
    assert json.loads(text) == {"a": "é\u202e\x1b\ud800", "b": ["x"]}


def test_a_number_that_json_has_no_word_for_is_null() -> None:
    text = to_text({"usage": {"a": float("inf"), "b": float("nan"), "c": 1.5}, "d": (-float("inf"), "é")})
    assert json.loads(text, parse_constant=pytest.fail) == {"usage": {"a": None, "b": None, "c": 1.5}, "d": [None, "é"]}
    assert text.isascii()


def test_what_is_no_json_is_our_bug() -> None:
    with pytest.raises(TypeError):
        to_text({"a": object()})


def test_logs_get_a_line_for_each_object_that_is_over() -> None:
    file, out = stream()
    progress = LineProgress(stream=out)
    progress(Started(key=KEY, action=Action.CREATE))
    progress(Finished(key=KEY, action=Action.CREATE))
    progress(FailedToApply(key=KEY, action=Action.UPDATE, message="no"))
    progress(Skipped(key=KEY, action=Action.DELETE, because="after a failure"))
    progress(Waiting(seconds=2, reason="it may still appear"))
    progress(Warned(message="the lock is gone"))
    assert file.getvalue() == (
        "create: local:assistant.support\n"
        "failed to update local:assistant.support: no\n"
        "not tried: delete local:assistant.support: after a failure\n"
        "waiting 2 s: it may still appear\n"
        "warning: the lock is gone\n"
    )


def test_a_terminal_gets_one_line_that_goes_away() -> None:
    file, out = stream()
    progress = LiveProgress(stream=out)
    progress(Started(key=KEY, action=Action.CREATE))
    assert file.getvalue() == f"{CLEAR}0 done; local:assistant.support"
    progress(Finished(key=KEY, action=Action.CREATE))
    progress(Waiting(seconds=2, reason="it may still appear"))
    progress.close()
    progress.close()
    assert file.getvalue().endswith(f"{CLEAR}1 done; finishing{CLEAR}waiting 2 s: it may still appear{CLEAR}")
    assert "\n" not in file.getvalue()


def test_a_warning_stays_on_a_terminal() -> None:
    file, out = stream()
    progress = LiveProgress(stream=out)
    progress(Started(key=KEY, action=Action.CREATE))
    progress(Warned(message="the lock is gone"))
    progress.close()
    assert file.getvalue().endswith(f"{CLEAR}warning: the lock is gone\n")
