"""What an apply does to the world, and what it refuses."""

from dataclasses import replace

import pytest

from gptctl.core.plan import Action, Reason
from gptctl.core.planner import Consent
from gptctl.engine.applying import apply
from gptctl.engine.events import Event, FailedToApply, Finished, Skipped, Started
from gptctl.engine.maintenance import rebuild
from gptctl.engine.request import Request
from gptctl.engine.status import State, status
from gptctl.errors import Locked, Refused, StalePlan, Usage
from gptctl.providers.base import Traits
from tests.support.waiting import until
from tests.support.world import Project, assistant, knowledge


def project(*names: str) -> Project:
    """A knowledge base and assistants that use it."""
    declared = {knowledge("handbook"): {"name": "handbook", "files": {"a.md": "1", "b.md": "2"}}}
    for name in names or ("support",):
        declared[assistant(name)] = {
            "name": name,
            "instructions": f"You are {name}.",
            "knowledge": [{"$ref": "knowledge.handbook"}],
        }
    return Project(declared=declared)


def test_plan_is_empty_after_apply_and_a_second_apply_writes_nothing() -> None:
    acme = project()
    assert acme.plan().summary["create"] == 2
    acme.apply()
    assert acme.plan().settled
    writes = len(acme.server.writes)
    acme.apply()
    assert len(acme.server.writes) == writes


def test_what_an_interrupt_lets_finish_is_told() -> None:
    acme = project("ada", "bob")
    session, told = acme.session(), list[Event]()

    def tell(event: Event) -> None:
        told.append(event)
        if isinstance(event, Started) and str(event.key).endswith("assistant.bob"):
            until(lambda: len(acme.server.objects) == 2)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        apply(replace(session, emit=tell), Request(), reviewed=None, wait=0)
    finished = [event.key.address for event in told if isinstance(event, Finished)]
    assert finished == [knowledge("handbook"), assistant("ada")]
    assert len(acme.server.objects) == len(finished)


def test_a_reference_reaches_the_provider_as_a_remote_id() -> None:
    acme = project()
    acme.apply()
    (seen,) = [s.observed for s in acme.server.objects.values() if s.observed.kind == "assistant"]
    (base,) = [s.observed for s in acme.server.objects.values() if s.observed.kind == "knowledge"]
    assert seen.attrs is not None
    assert seen.attrs["knowledge"] == [{"$id": base.id}]


def test_a_lost_record_is_found_again_by_markers() -> None:
    acme = project()
    acme.apply()
    acme.disk = type(acme.disk)()
    assert acme.plan().settled
    acme.apply()
    assert len(acme.disk.record.entries) == 2


def test_one_edited_sentence_is_one_update_in_place() -> None:
    acme = project()
    acme.apply()
    before = set(acme.server.objects)
    acme.declared[assistant("support")] = {**acme.declared[assistant("support")], "instructions": "Be brief."}
    (change,) = acme.plan().changes
    assert (change.action, change.reason) == (Action.UPDATE, Reason.EDITED)
    assert [(f.path, f.before, f.after) for f in change.fields] == [("instructions", "You are support.", "Be brief.")]
    acme.apply()
    assert set(acme.server.objects) == before
    assert acme.plan().settled


def test_a_field_that_is_no_longer_declared_is_unset() -> None:
    acme = project()
    acme.apply()
    acme.declared[assistant("support")] = {"name": "support", "instructions": "You are support."}
    (change,) = acme.plan().changes
    assert [(f.path, f.after) for f in change.fields] == [("knowledge", None)]


def test_an_edit_elsewhere_is_drift_and_is_refused_until_forced() -> None:
    acme = project()
    acme.apply()
    (id_,) = [i for i, s in acme.server.objects.items() if s.observed.kind == "assistant"]
    acme.server.edit(id_, instructions="Hacked.")
    plan = acme.plan()
    assert not plan.changes
    assert [(f.path, f.before, f.after) for f in plan.drift[0].fields] == [
        ("instructions", "You are support.", "Hacked.")
    ]
    with pytest.raises(Refused, match="refused"):
        acme.apply()
    applied = acme.apply(Request(consent=Consent(revert_drift=True)))
    assert applied.plan.changes[0].reason is Reason.REVERTED
    assert acme.plan().settled


def test_an_edit_here_and_an_edit_there_are_told_apart() -> None:
    acme = project()
    acme.apply()
    (id_,) = [i for i, s in acme.server.objects.items() if s.observed.kind == "assistant"]
    acme.server.edit(id_, name="renamed by hand")
    acme.declared[assistant("support")] = {**acme.declared[assistant("support")], "instructions": "Be brief."}
    plan = acme.plan()
    assert [f.path for f in plan.changes[0].fields] == ["instructions"]
    assert [f.path for f in plan.drift[0].fields] == ["name"]


def test_an_edit_elsewhere_that_the_declaration_took_over_needs_no_force() -> None:
    acme = project()
    acme.apply()
    (id_,) = [i for i, s in acme.server.objects.items() if s.observed.kind == "assistant"]
    acme.server.edit(id_, instructions="Be brief.", name="renamed by hand")
    acme.declared[assistant("support")] = {**acme.declared[assistant("support")], "instructions": "Be brief."}
    assert [f.path for f in acme.plan().drift[0].fields] == ["name"]
    acme.server.edit(id_, name="support")
    plan = acme.plan()
    assert (plan.drift, [f.after for f in plan.changes[0].fields]) == ((), ["Be brief."])
    acme.apply()
    assert acme.plan().settled


def test_an_edit_elsewhere_of_a_field_that_is_declared_no_more_is_drift() -> None:
    acme = project()
    acme.apply()
    (id_,) = [i for i, s in acme.server.objects.items() if s.observed.kind == "assistant"]
    acme.server.edit(id_, instructions="Be brief.")
    acme.declared[assistant("support")] = {"name": "support", "knowledge": [{"$ref": "knowledge.handbook"}]}
    assert [f.path for f in acme.plan().drift[0].fields] == ["instructions"]


def test_with_a_lost_record_the_commit_in_the_marker_tells_them_apart() -> None:
    acme = project()
    acme.commit = "c" * 40
    acme.apply()
    acme.past = {acme.commit: dict(acme.declared)}
    acme.disk = type(acme.disk)()
    (id_,) = [i for i, s in acme.server.objects.items() if s.observed.kind == "assistant"]
    acme.server.edit(id_, name="renamed by hand")
    acme.declared[assistant("support")] = {**acme.declared[assistant("support")], "instructions": "Be brief."}
    plan = acme.plan()
    assert [f.path for f in plan.changes[0].fields] == ["instructions"]
    assert [(f.path, plan.drift[0].certain) for f in plan.drift[0].fields] == [("name", True)]


def test_without_record_and_commit_an_edit_on_both_sides_is_uncertain_drift() -> None:
    acme = project()
    acme.apply()
    acme.disk = type(acme.disk)()
    (id_,) = [i for i, s in acme.server.objects.items() if s.observed.kind == "assistant"]
    acme.server.edit(id_, name="renamed by hand")
    acme.declared[assistant("support")] = {**acme.declared[assistant("support")], "instructions": "Be brief."}
    plan = acme.plan()
    assert not plan.drift[0].certain
    assert plan.blocked


def test_what_the_server_filled_in_is_no_drift() -> None:
    acme = project()
    acme.apply()
    for id_ in acme.server.objects:
        acme.server.edit(id_, created_at=12345)
    assert acme.plan().settled


def test_leaving_a_declaration_out_deletes_nothing_until_allowed() -> None:
    acme = project("support", "triage")
    acme.apply()
    del acme.declared[assistant("triage")]
    plan = acme.plan()
    assert not plan.changes
    assert "assistant.triage" in plan.warnings[0]
    acme.apply()
    assert acme.names() == ["handbook", "support", "triage"]
    acme.apply(Request(consent=Consent(delete=True)))
    assert acme.names() == ["handbook", "support"]


def test_removing_everything_is_refused() -> None:
    acme = project()
    acme.apply()
    acme.declared.clear()
    with pytest.raises(Refused) as refused:
        acme.apply(Request(consent=Consent(delete=True), max_delete=99))
    assert "delete everything" in refused.value.reasons[0]
    assert len(acme.names()) == 2


def test_more_deletions_than_a_fifth_need_to_be_named() -> None:
    acme = project(*(f"a{n}" for n in range(10)))
    acme.apply()
    for n in range(4):
        del acme.declared[assistant(f"a{n}")]
    with pytest.raises(Refused, match="refused") as refused:
        acme.apply(Request(consent=Consent(delete=True)))
    assert "--max-delete 4" in refused.value.reasons[0]
    acme.apply(Request(consent=Consent(delete=True), max_delete=4))
    assert len(acme.names()) == 7


def test_nothing_is_deleted_in_a_protected_environment() -> None:
    acme = project("support", "triage")
    acme.apply()
    acme.protected = True
    del acme.declared[assistant("triage")]
    with pytest.raises(Refused) as refused:
        acme.apply(Request(consent=Consent(delete=True)))
    assert "protected" in refused.value.reasons[0]
    with pytest.raises(Refused):
        acme.destroy()


def test_an_empty_account_is_taken_for_a_wrong_key() -> None:
    acme = project("support", "triage")
    acme.apply()
    acme.server.objects.clear()
    with pytest.raises(Refused) as refused:
        acme.apply()
    assert "right account" in refused.value.reasons[0]
    acme.apply(Request(recreate=True))
    assert acme.plan().settled


def test_one_vanished_object_is_made_again() -> None:
    acme = project("support", "triage")
    acme.apply()
    (id_,) = [i for i, s in acme.server.objects.items() if s.observed.name == "triage"]
    del acme.server.objects[id_]
    (change,) = acme.plan().changes
    assert change.reason is Reason.VANISHED
    acme.apply()
    assert acme.plan().settled


def test_a_rename_keeps_the_object() -> None:
    acme = project()
    acme.apply()
    ids = set(acme.server.objects)
    acme.declared[assistant("helpdesk")] = {**acme.declared.pop(assistant("support")), "name": "helpdesk"}
    acme.moved = {assistant("helpdesk"): assistant("support")}
    acme.apply()
    assert set(acme.server.objects) == ids
    acme.moved = {}
    assert acme.plan().settled


def test_an_environment_that_missed_a_rename_takes_part_in_the_next() -> None:
    acme = project()
    acme.apply()
    ids = set(acme.server.objects)
    acme.declared[assistant("desk")] = {**acme.declared.pop(assistant("support")), "name": "desk"}
    acme.moved = {assistant("desk"): assistant("helpdesk"), assistant("helpdesk"): assistant("support")}
    acme.apply()
    assert set(acme.server.objects) == ids
    acme.moved = {}
    assert acme.plan().settled


def test_a_plan_other_than_the_reviewed_one_is_stale() -> None:
    acme = project()
    reviewed = acme.checksum()
    acme.declared[assistant("late")] = {"name": "late"}
    with pytest.raises(StalePlan):
        acme.apply(reviewed=reviewed)
    assert acme.names() == []
    acme.apply(reviewed=acme.checksum())
    assert len(acme.names()) == 3


def test_the_order_of_declarations_changes_nothing() -> None:
    one, other = project("a", "b", "c"), project("c", "b", "a")
    other.declared = dict(reversed(other.declared.items()))
    assert one.checksum() == other.checksum()


def test_a_copy_made_in_the_console_is_reported_and_left_alone() -> None:
    acme = project()
    acme.apply()
    (id_,) = [i for i, s in acme.server.objects.items() if s.observed.kind == "assistant"]
    stored = acme.server.objects[id_]
    acme.server.objects["assistant-copy"] = replace(stored, observed=replace(stored.observed, id="assistant-copy"))  # type: ignore[index,arg-type]
    plan = acme.plan(Request(consent=Consent(delete=True)))
    assert not plan.changes
    assert "assistant-copy" in plan.warnings[0]


def test_a_selection_takes_along_what_it_needs_and_nothing_else() -> None:
    acme = project("support", "triage")
    plan = acme.plan(Request(only=frozenset({assistant("support")})))
    assert [str(change.key.address) for change in plan.changes] == ["knowledge.handbook", "assistant.support"]
    with pytest.raises(Usage, match=r"assistant\.nobody"):
        acme.plan(Request(only=frozenset({assistant("nobody")})))


def test_a_lost_answer_is_looked_up_at_once() -> None:
    acme = project()
    acme.server.lose_answers = {1, 2}
    outcome = acme.apply().outcome
    assert len(outcome.done) == 2
    assert acme.names() == ["handbook", "support"]
    assert acme.plan().settled


def test_what_depends_on_a_failure_is_skipped_and_the_rest_is_done() -> None:
    acme = project("support")
    acme.declared[assistant("alone")] = {"name": "alone"}
    acme.server.lag = 1e9  # the answer is lost and a look finds nothing
    acme.server.lose_answers = {2}
    outcome = acme.apply().outcome
    assert [str(key.address) for key, _ in outcome.failed] == ["knowledge.handbook"]
    assert [str(key.address) for key, _ in outcome.skipped] == ["assistant.support"]
    assert [str(key.address) for key in outcome.done] == ["assistant.alone"]
    kinds = [type(event) for event in acme.events]
    assert kinds.count(Started) == 2
    assert {FailedToApply, Finished, Skipped} <= set(kinds)


def test_destroy_deletes_all_of_ours_and_nothing_else() -> None:
    acme = project()
    acme.apply()
    other = Project(declared={assistant("x"): {"name": "x"}}, server=acme.server)
    other.disk = type(other.disk)()
    session = other.session()
    theirs = replace(session.outline.scope, project_id="1" * 32)
    apply(replace(session, outline=replace(session.outline, scope=theirs)), Request(), reviewed=None, wait=0)
    acme.destroy()
    assert acme.names() == ["x"]
    assert acme.plan().summary["create"] == 2


def test_what_is_named_to_be_deleted_and_not_there_is_told() -> None:
    acme = project("support", "triage")
    acme.apply()
    del acme.declared[assistant("triage")]
    plan = acme.destroy(Request(only=frozenset(map(assistant, ("support", "triage", "suport"))))).plan
    assert [change.key.address.name for change in plan.changes] == ["support", "triage"]
    assert plan.warnings == ("there is no assistant.suport of ours to delete",)


def test_a_held_lock_stops_an_apply() -> None:
    acme = project()
    acme.disk.holder = "somebody"
    with pytest.raises(Locked):
        acme.apply()


def test_status_says_each_in_one_word() -> None:
    acme = project("support", "triage", "old", "new")
    new = acme.declared.pop(assistant("new"))
    acme.commit = "a" * 40
    acme.apply()
    acme.declared[assistant("new")] = new
    del acme.declared[assistant("old")]
    acme.declared[assistant("support")] = {"name": "support"}
    (id_,) = [i for i, s in acme.server.objects.items() if s.observed.name == "triage"]
    acme.server.edit(id_, instructions="Hacked.")
    states = {str(one.key.address): one.state for one in status(acme.session())}
    assert states == {
        "assistant.new": State.MISSING,
        "assistant.old": State.UNDECLARED,
        "assistant.support": State.EDITED,
        "assistant.triage": State.DRIFTED,
        "knowledge.handbook": State.IN_SYNC,
    }
    assert {one.commit for one in status(acme.session())} == {"", "a" * 40}


def test_rebuild_makes_the_record_anew() -> None:
    acme = project()
    acme.apply()
    acme.disk.record = type(acme.disk.record)()
    assert len(rebuild(acme.session(), wait=0).entries) == 2
    assert len(acme.disk.record.entries) == 2


def test_independent_changes_run_in_several_threads() -> None:
    acme = project(*(f"a{n:02}" for n in range(20)))
    acme.workers = 8
    assert len(acme.apply().outcome.done) == 21
    assert acme.plan().settled


def stiff() -> Project:
    """An applied project whose assistants cannot change their model in place, with such a change declared."""
    acme = project()
    acme.traits = {"assistant": Traits(settle_seconds=0.0, versioned=True, replace_on=frozenset({"model"}))}
    acme.declared[assistant("support")] = {**acme.declared[assistant("support")], "model": "old"}
    acme.apply()
    acme.declared[assistant("support")] = {**acme.declared[assistant("support")], "model": "new"}
    return acme


def test_an_object_is_not_made_anew_unasked() -> None:
    acme = stiff()
    before = set(acme.server.objects)
    (change,) = acme.plan().changes
    assert (change.action, change.reason) == (Action.REPLACE, Reason.CANNOT_UPDATE)
    with pytest.raises(Refused) as refused:
        acme.apply()
    assert "--allow-replace" in refused.value.reasons[0]
    assert set(acme.server.objects) == before


def test_a_replacement_is_made_before_the_old_one_goes() -> None:
    acme = stiff()
    before = set(acme.server.objects)
    acme.server.writes.clear()
    acme.apply(Request(consent=Consent(replace=True)))
    assert [write.split("-")[0] for write in acme.server.writes] == ["write assistant", "delete assistant"]
    assert len(set(acme.server.objects) - before) == 1
    assert acme.names() == ["handbook", "support"]
    assert acme.plan().settled
