from dataclasses import replace

from gptctl.core.address import Address, Key, RemoteId
from gptctl.core.codec import checksum
from gptctl.core.diff import FieldChange, diff
from gptctl.core.drift import Drift
from gptctl.core.losses import Loss
from gptctl.core.plan import Action, Change, Plan, Reason
from gptctl.core.resource import Resource
from gptctl.views.line import PLAIN, render
from gptctl.views.plan import PlanReport, summary

SUPPORT = Key(target="local", address=Address(kind="assistant", name="support"))
HANDBOOK = Key(target="local", address=Address(kind="knowledge", name="handbook"))
OLD = Key(target="local", address=Address(kind="assistant", name="old"))

BEFORE = {"instructions": "You help. Be kind. Never guess.\n", "model": "small"}
AFTER = {"instructions": "You help. Be very kind. Never guess.\n", "model": "small"}
FILES = {"files": {"a.md": "1" * 64, "b.md": "2" * 64}}

PLAN = Plan(
    project="acme",
    environment="dev",
    changes=(
        Change(
            key=HANDBOOK,
            action=Action.UPDATE,
            reason=Reason.EDITED,
            fields=diff({"files": {"a.md": "1" * 64}}, FILES),
            resource=Resource(key=HANDBOOK, attrs=FILES),
        ),
        Change(key=SUPPORT, action=Action.UPDATE, reason=Reason.EDITED, fields=diff(BEFORE, AFTER)),
        Change(key=OLD, action=Action.DELETE, reason=Reason.REMOVED, id=RemoteId("asst_1")),
    ),
    drift=(
        Drift(key=SUPPORT, id=RemoteId("asst_2"), fields=(FieldChange(path="model", before="small", after="big"),)),
    ),
    losses=(Loss(key=SUPPORT, field="capabilities", reason="it cannot search the web"),),
    blocked=("too much",),
    warnings=("one object is a copy",),
    noop=4,
)

GOLDEN = """\
acme, environment dev

Your changes
  ~ knowledge.handbook at local (declaration changed)
        ~ 2 files: +1 ~0 -0
            + b.md
  ~ assistant.support at local (declaration changed)
        ~ instructions:
              You help.
            - Be kind.
            + Be very kind.
              Never guess.
  - assistant.old at local (no longer declared)

Changed elsewhere
  ! assistant.support at local
        ~ model: "small" -> "big"

What a provider cannot hold
  assistant.support at local: capabilities: it cannot search the web

warning: one object is a copy
refused: too much
Plan: 2 to update, 1 to delete, 4 as declared, 1 changed elsewhere.
"""


def test_the_plan_in_three_blocks() -> None:
    assert render(PlanReport(plan=PLAN).human(), PLAIN) == GOLDEN


def test_a_plan_with_nothing_to_do_is_one_sentence() -> None:
    calm = Plan(project="acme", environment="dev", changes=(), noop=7)
    assert summary(calm) == "Nothing to do: all 7 objects are as declared."
    assert summary(replace(calm, noop=1)) == "Nothing to do: 1 object is as declared."
    assert summary(replace(calm, noop=0)) == "Nothing to do: there is nothing here."
    assert "Your changes" not in render(PlanReport(plan=calm).human(), PLAIN)


def test_an_unknown_baseline_is_said() -> None:
    plan = replace(PLAN, drift=(replace(PLAN.drift[0], certain=False),))
    assert "what was applied last is not known" in render(PlanReport(plan=plan).human(), PLAIN)


def test_the_document_has_the_published_order_and_the_checksum() -> None:
    document = PlanReport(plan=PLAN, calls={"list": 2}, asked={"targets": []}).document()
    assert list(document) == [
        *("format", "project", "environment", "checksum", "summary", "changes", "drift", "losses", "blocked"),
        *("warnings", "asked", "calls"),
    ]
    assert document["checksum"] == checksum(PLAN)


def test_a_name_from_a_provider_cannot_act_on_the_terminal() -> None:
    evil = Key(target="local", address=Address(kind="assistant", name="x\x1b]0;owned\x07\nrefused: no"))
    plan = replace(PLAN, changes=(Change(key=evil, action=Action.DELETE, reason=Reason.REMOVED),))
    text = render(PlanReport(plan=plan).human(), PLAIN)
    assert "\x1b" not in text
    assert "\nrefused: no" not in text
