"""The smaller views, by golden strings."""

from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest

from gptctl.core.address import Address, Key, RemoteId
from gptctl.core.conversation import Answer, Engine, Source, ToolCall
from gptctl.core.plan import Plan
from gptctl.core.record import Record
from gptctl.core.resource import Declared, Recorded
from gptctl.core.value import Attrs
from gptctl.diagnostics import Finding, Location, Severity
from gptctl.engine.request import Outcome
from gptctl.engine.status import ObjectStatus, State
from gptctl.providers.base import Check
from gptctl.providers.local.models import InstalledModel
from gptctl.providers.local.tuned import TunedModel, Weights
from gptctl.runtime.resolve import Binding
from gptctl.views.answer import AnswerReport
from gptctl.views.apply import ApplyReport
from gptctl.views.binding import BindingReport
from gptctl.views.checks import DoctorReport
from gptctl.views.declaration import DeclarationReport, DeclarationsReport
from gptctl.views.failure import FailureReport
from gptctl.views.findings import ValidateReport
from gptctl.views.format import FormatReport
from gptctl.views.line import PLAIN, render
from gptctl.views.models import ModelsReport
from gptctl.views.record import RecordedReport, RecordReport
from gptctl.views.report import Report
from gptctl.views.schema_text import SchemaNamesReport, SchemaReport
from gptctl.views.script import ScriptReport
from gptctl.views.status import StatusReport
from gptctl.views.written import WrittenReport

ADDRESS = Address(kind="assistant", name="support")
KEY = Key(target="local", address=ADDRESS)
COMMIT = "0123456789abcdef0123456789abcdef01234567"
BINDING = Binding(
    project="acme",
    environment="dev",
    key=KEY,
    id=RemoteId("asst_1"),
    applied="f" * 64,
    commit=COMMIT,
    attrs={"model": "small"},
)


def shown(report: Report) -> str:
    return render(report.human(), PLAIN)


def test_an_apply_that_went_well() -> None:
    plan = Plan(project="acme", environment="dev", changes=(), noop=3)
    assert shown(ApplyReport(plan=plan, outcome=Outcome(done=(KEY,)))) == "Done: 1 changed, 3 were as declared.\n"
    one = replace(plan, noop=1)
    assert shown(ApplyReport(plan=one, outcome=Outcome(done=(KEY,)))) == "Done: 1 changed, 1 was as declared.\n"


def test_an_apply_that_went_half_way_says_what_failed_and_what_was_not_tried() -> None:
    other = Key(target="local", address=Address(kind="assistant", name="other"))
    outcome = Outcome(done=(KEY,), failed=((other, "too long"),), skipped=((KEY, "it needs other"),))
    report = ApplyReport(plan=Plan(project="acme", environment="dev", changes=()), outcome=outcome)
    assert shown(report) == (
        "failed: local:assistant.other: too long\n"
        "not tried: local:assistant.support: it needs other\n"
        "1 done, 1 failed, 1 not tried.\n"
    )


def test_status() -> None:
    objects = (
        ObjectStatus(key=KEY, state=State.IN_SYNC, id=RemoteId("asst_1"), commit=COMMIT + "+"),
        ObjectStatus(key=Key(target="local", address=Address(kind="assistant", name="x")), state=State.MISSING),
    )
    assert shown(StatusReport(project="acme", environment="dev", objects=objects)) == (
        "address            target  state    id      commit\n"
        "assistant.support  local   in sync  asst_1  0123456789+\n"
        "assistant.x        local   missing  -       -\n"
        "acme, environment dev: 1 in sync, 1 missing.\n"
    )


def test_an_answer_names_its_sources() -> None:
    sources = (
        Source(file="leave.md", heading="Leave > Sick leave", text="240 hours", score=1.0),
        Source(file="pay.md", heading="", text="", score=0.5),
    )
    answer = Answer(text="Up to 240 hours.\n", engine=Engine.EXTRACTED, model="", sources=sources)
    assert shown(AnswerReport(binding=BINDING, answer=answer, conversation="c1")) == (
        "\nSources:\n  1. leave.md > Leave > Sick leave\n  2. pay.md\nno model: passages quoted\n"
    )


@pytest.mark.parametrize(
    ("engine", "model", "line"),
    [
        (Engine.EXTRACTED, "", "no model: passages quoted"),
        (Engine.EMBEDDED, "smollm2-135m", "by smollm2-135m, on this machine"),
        (Engine.SERVER, "big", "by big at local"),
        (Engine.SERVER, "", "by a model at local"),
    ],
)
def test_the_last_line_of_an_answer_says_what_made_it(engine: Engine, model: str, line: str) -> None:
    answer = Answer(text="Yes.", engine=engine, model=model)
    assert shown(AnswerReport(binding=BINDING, answer=answer, conversation="c1")) == line + "\n"


def test_what_an_answer_lacks_stands_before_its_sources() -> None:
    sources = (Source(file="pay.md", heading="", text="", score=0.5),)
    answer = Answer(text="Yes.", engine=Engine.SERVER, model="m", sources=sources, notes=("it saw no tools",))
    assert shown(AnswerReport(binding=BINDING, answer=answer, conversation="c1")) == (
        "note: it saw no tools\n\nSources:\n  1. pay.md\nby m at local\n"
    )


def test_an_answer_that_wants_a_tool_called() -> None:
    call = ToolCall(id="1", name="lookup", arguments='{"id": 7}')
    answer = Answer(text="", engine=Engine.SERVER, model="m", tool_calls=(call,))
    assert "It asks to call lookup({" in shown(AnswerReport(binding=BINDING, answer=answer, conversation="c1"))


def test_findings_read_like_a_compilers() -> None:
    where = Location(file="assistants/a.yaml", line=3, column=5)
    error = Finding(summary="unknown key", detail="modle; did you mean model?", where=where)
    warning = Finding(
        summary="unused knowledge",
        detail="nobody names old",
        where=Location(file="knowledge/old"),
        severity=Severity.WARNING,
    )
    assert shown(ValidateReport(findings=(warning, error), environments=("dev",), declared=2)) == (
        "assistants/a.yaml:3:5: error: unknown key: modle; did you mean model?\n"
        "knowledge/old: warning: unused knowledge: nobody names old\n"
        "Not valid: 1 error, 1 warning.\n"
    )
    assert shown(ValidateReport(findings=(), environments=("dev", "prod"), declared=2)) == (
        "Valid: 2 declarations, environment dev, prod; 0 errors, 0 warnings.\n"
    )


def test_a_failure_says_what_why_and_what_to_do() -> None:
    report = FailureReport(status=12, message="the plan is refused", reasons=("drift",), advice="Look again.")
    assert shown(report) == "gptctl: the plan is refused\n  - drift\nLook again.\n"


def test_resolve_prints_keys_and_values() -> None:
    assert shown(BindingReport(binding=BINDING)) == (
        "address: assistant.support\nproject: acme\nenvironment: dev\ntarget: local\nid: asst_1\nmodel: small\n"
        f"applied: {'f' * 64}\ncommit: {COMMIT}\n"
    )


def test_declarations_in_a_list() -> None:
    declared = (
        Declared(address=ADDRESS, attrs={"description": "Answers"}),
        Declared(address=Address(kind="assistant", name="bare"), attrs={"model": "small"}),
        Declared(address=Address(kind="knowledge", name="book"), attrs={"files": {"a": "1", "b": "2"}}),
    )
    assert shown(DeclarationsReport(environment="dev", declared=declared)) == (
        "address            about\n"
        "assistant.support  Answers\n"
        'assistant.bare     model "small"\n'
        "knowledge.book     2 files\n"
    )


def test_one_declaration_as_yaml_with_texts_as_blocks() -> None:
    attrs = {"name": "support", "instructions": "One.\nTwo.\n", "starters": ({"title": "Hi"},)}
    assert shown(DeclarationReport(address=str(ADDRESS), environment="dev", target="", attrs=attrs)) == (
        "# assistant.support in dev\nname: support\ninstructions: |\n  One.\n  Two.\nstarters:\n- title: Hi\n"
    )


def test_doctor_sets_apart_what_needs_a_look() -> None:
    checks = (Check(name="python", ok=True, detail="3.11"), Check(name="git", ok=False, detail="not found"))
    assert shown(DoctorReport(checks=checks)) == ("ok  python  3.11\n--  git     not found\n1 of 2 need a look.\n")
    assert shown(DoctorReport(checks=checks[:1])).endswith("All is well.\n")


def test_the_record() -> None:
    entry = Recorded(key=KEY, id=RemoteId("asst_1"), nonce="n", applied="f", version="2")
    report = RecordReport(record=Record(entries={KEY: entry}), note="it was damaged")
    assert shown(report) == (
        "warning: it was damaged\n"
        "address            target  id      version\n"
        "assistant.support  local   asst_1  2\n"
        "1 object is recorded.\n"
    )
    assert "nonce: n\n" in shown(RecordedReport(entries=(entry,)))


def test_written_files_and_what_comes_next() -> None:
    report = WrittenReport(folder="here", files=("a", "b"), next_steps=("gptctl plan",))
    assert shown(report) == "Written in here:\n  a\n  b\n\nNext:\n  gptctl plan\n"


def test_fmt() -> None:
    assert shown(FormatReport(changed=("a.yaml",), unchanged=2)) == "a.yaml\n1 to lay out, 2 are so already.\n"


def test_models_with_their_size() -> None:
    model = InstalledModel(name="small", path=Path("models/small.gguf"), size=98_700_000)
    assert shown(ModelsReport(models=(model,))) == "name   size   file\nsmall  99 MB  models/small.gguf\n"
    assert ModelsReport(models=(model,)).document()["models"] == [
        {"name": "small", "path": "models/small.gguf", "bytes": 98_700_000}
    ]
    assert shown(ModelsReport(models=())).startswith("No model is installed")


def test_tuned_models_with_what_they_rest_on(tmp_path: Path) -> None:
    (tmp_path / "adapter.gguf").write_bytes(b"0" * 2_000_000)
    weights = Weights(model=Path("models/small.gguf"), adapter=tmp_path / "adapter.gguf")
    runs = TunedModel(name="small-gptctl-1", base="small", dataset="d" * 64, job="gptctl-1", weights=weights)
    lacks = TunedModel(name="small-gptctl-2", base="small", dataset="e" * 64, job="gptctl-2", lack="its file is gone")
    report = ModelsReport(models=(), tuned=(runs, lacks))
    assert shown(report).splitlines()[2:] == [
        "tuned here      size  base   dataset",
        "small-gptctl-1  2 MB  small  dddddddddddd",
        "small-gptctl-2  0 MB  small  eeeeeeeeeeee",
        "small-gptctl-2 cannot run: its file is gone",
    ]
    first, second = cast("list[Attrs]", report.document()["tuned"])
    assert (first["path"], first["dataset"], first["bytes"]) == (str(weights.adapter), "d" * 64, 2_000_000)
    assert (second["path"], second["lack"]) == (None, "its file is gone")


def test_a_schema_is_the_document_itself() -> None:
    report = SchemaReport(text='{"type": "object"}\n')
    assert shown(report) == '{"type": "object"}\n'
    assert report.document() == {"type": "object"}
    names = SchemaNamesReport(names=("plan", "apply"))
    assert (shown(names), names.document()["names"]) == ("plan\napply\n", ("plan", "apply"))


def test_a_script_is_printed_as_it_is() -> None:
    report = ScriptReport(language="bash", script="if true; then\n\techo\nfi\n")
    assert shown(report) == "if true; then\n\techo\nfi\n"
    assert report.document()["script"] == "if true; then\n\techo\nfi\n"
