"""The contract of `gptctl.providers.base.Handler`, as tests that every provider passes.

Subclass `ProviderSuite` as `TestNAME`, override the `subject` fixture, and every kind the provider has is tested.
"""

import pytest

from gptctl.core.address import RemoteId
from gptctl.core.diff import diff, project
from gptctl.core.refs import find, unbind
from gptctl.core.resource import Observed
from gptctl.core.value import Attrs, canonical, without_nulls
from gptctl.errors import Conflict, ProviderError, Rejected, Unknown
from gptctl.providers.base import Draft, Handler
from tests.conformance.asking_suite import AskingSuite
from tests.conformance.history_suite import HistorySuite
from tests.conformance.subject import ELSEWHERE, PAGES, SCOPE, Pages, Subject, address, draft, mark

KINDS = ("knowledge", "assistant")
NOWHERE = RemoteId("gone_000000000000000000000000")


class ProviderSuite(AskingSuite, HistorySuite):
    """Nothing here knows a concrete provider."""

    @pytest.fixture
    def subject(self) -> Subject:
        raise NotImplementedError("override `subject` in the subclass")

    @pytest.fixture(params=KINDS)
    def kind(self, request: pytest.FixtureRequest, subject: Subject) -> str:
        kind = str(request.param)
        if kind not in subject.provider.handlers:
            pytest.skip(f"the provider has no {kind}")
        return kind

    @pytest.fixture
    def handler(self, subject: Subject, kind: str) -> Handler:
        return subject.handler(kind)

    @pytest.fixture
    def attrs(self, subject: Subject, kind: str) -> Attrs:
        return subject.attrs(kind)

    @pytest.fixture
    def changed(self, subject: Subject, kind: str) -> Attrs:
        if kind == "knowledge":
            return subject.attrs(kind, files={"leave.md": Pages.digest(b"# Leave\n\nForty days.\n")})
        return subject.attrs(kind, instructions="Answer in two sentences.\n")

    # What is written is what is there

    def test_a_new_object_holds_what_was_declared(self, handler: Handler, kind: str, attrs: Attrs) -> None:
        made = handler.create(draft(kind, attrs))
        assert (made.kind, made.name) == (kind, "sample")
        assert made.marker == draft(kind, attrs).marker
        assert not differences(handler, attrs, made)

    def test_a_read_gives_what_the_create_gave(self, handler: Handler, kind: str, attrs: Attrs) -> None:
        made = handler.create(draft(kind, attrs))
        assert handler.read(made.id) == made

    def test_normalize_is_idempotent(self, handler: Handler, attrs: Attrs) -> None:
        assert canonical(handler.normalize(attrs)) == canonical(attrs)

    def test_what_is_null_is_as_absent(self, handler: Handler, kind: str, attrs: Attrs) -> None:
        made = handler.create(draft(kind, handler.normalize({**attrs, "description": None})))
        expected = {key: value for key, value in attrs.items() if key != "description"}
        assert not differences(handler, expected, made)

    def test_any_text_comes_back_as_it_was(self, subject: Subject, handler: Handler, kind: str) -> None:
        if kind == "knowledge":
            attrs = subject.attrs(kind, files={"ärger/日本語 🚆.md": Pages.digest(PAGES["leave.md"])})
        else:
            attrs = subject.attrs(kind, instructions="„Übung“ 日本語 🚆 \u200d\n" + "Say it again. " * 1500)
        assert not differences(handler, attrs, handler.create(draft(kind, attrs)))

    def test_a_reference_comes_back_as_a_remote_id(self, subject: Subject) -> None:
        if set(subject.provider.handlers) < set(KINDS):
            pytest.skip("the provider has not both kinds")
        knowledge = subject.handler("knowledge").create(draft("knowledge", subject.attrs("knowledge")))
        attrs = subject.attrs("assistant", knowledge=[{"$id": knowledge.id}])
        made = subject.handler("assistant").create(draft("assistant", attrs))
        assert made.attrs is not None
        assert find(unbind(made.attrs, {knowledge.id: address("knowledge")})) == {address("knowledge")}

    # Update and delete

    def test_an_update_keeps_the_id(self, handler: Handler, kind: str, attrs: Attrs, changed: Attrs) -> None:
        made = handler.create(draft(kind, attrs))
        now = handler.update(made.id, draft(kind, changed, nonce=2), version=made.version)
        assert now.id == made.id
        assert now.marker == draft(kind, changed, nonce=2).marker
        assert not differences(handler, changed, now)
        assert handler.read(made.id) == now

    def test_an_update_that_takes_a_field_away_leaves_none_of_it(
        self, handler: Handler, kind: str, attrs: Attrs
    ) -> None:
        if "description" not in attrs:
            pytest.skip("the kind has no description")
        made = handler.create(draft(kind, attrs))
        less = {key: value for key, value in attrs.items() if key != "description"}
        now = handler.update(made.id, draft(kind, less, nonce=2), version="")
        assert not (now.attrs or {}).get("description")

    def test_an_update_of_nothing_is_an_error_and_makes_nothing(
        self, handler: Handler, kind: str, attrs: Attrs
    ) -> None:
        with pytest.raises(ProviderError):
            handler.update(NOWHERE, draft(kind, attrs), version="")
        assert not list(handler.list(SCOPE.mark))

    def test_a_delete_is_final_and_may_be_repeated(self, handler: Handler, kind: str, attrs: Attrs) -> None:
        made = handler.create(draft(kind, attrs))
        handler.delete(made.id, version=made.version)
        handler.delete(made.id, version=made.version)
        assert handler.read(made.id) is None
        assert handler.find(draft(kind, attrs).marker) is None
        assert not list(handler.list(SCOPE.mark))

    def test_what_was_never_there_reads_as_none(self, handler: Handler) -> None:
        assert handler.read(NOWHERE) is None

    def test_what_is_not_ours_is_never_deleted(self, subject: Subject, handler: Handler, kind: str) -> None:
        if subject.make_foreign is None:
            pytest.skip("no foreign object can be made")
        id_ = subject.make_foreign(kind)
        with pytest.raises(Rejected):
            handler.delete(id_, version="")
        assert handler.read(id_) is not None

    def test_what_is_not_ours_is_kept_by_an_update(
        self, subject: Subject, handler: Handler, kind: str, attrs: Attrs, changed: Attrs
    ) -> None:
        if subject.set_metadata is None or subject.get_metadata is None:
            pytest.skip("the provider has no metadata of others")
        made = handler.create(draft(kind, attrs))
        subject.set_metadata(kind, made.id, "theirs")
        handler.update(made.id, draft(kind, changed, nonce=2), version="")
        assert subject.get_metadata(kind, made.id) == "theirs"

    # Finding again

    def test_an_object_is_found_by_the_attempt_that_made_it(self, handler: Handler, kind: str, attrs: Attrs) -> None:
        made = handler.create(draft(kind, attrs, nonce=7))
        found = handler.find(draft(kind, attrs, nonce=7).marker)
        assert found is not None
        assert found.id == made.id
        assert handler.find(draft(kind, attrs, nonce=8).marker) is None
        assert handler.find(draft(kind, attrs, nonce=7, scope=ELSEWHERE).marker) is None

    def test_a_list_has_all_of_a_scope_and_nothing_else(
        self, subject: Subject, handler: Handler, kind: str, attrs: Attrs
    ) -> None:
        if subject.make_foreign is not None:
            subject.make_foreign(kind)
        ours = {handler.create(draft(kind, attrs, name=name, nonce=n)).id for n, name in enumerate(("a", "b", "c"), 1)}
        handler.create(draft(kind, attrs, scope=ELSEWHERE))
        listed = list(handler.list(SCOPE.mark))
        assert {one.id for one in listed} == ours
        assert len(listed) == len(ours)

    def test_a_list_knows_as_much_as_a_read(self, handler: Handler, kind: str, attrs: Attrs) -> None:
        made = handler.create(draft(kind, attrs))
        (listed,) = handler.list(SCOPE.mark)
        assert (listed.id, listed.kind, listed.name, listed.marker) == (made.id, kind, "sample", made.marker)
        assert listed.attrs is not None or listed.version
        assert listed.version == made.version

    @pytest.mark.parametrize("commit", ["", "0123456789abcdef" * 2 + "01234567", "f" * 40 + "+"])
    def test_a_marker_makes_the_round_trip(self, handler: Handler, kind: str, attrs: Attrs, commit: str) -> None:
        marker = mark(address(kind), attrs, commit=commit)
        made = handler.create(Draft(attrs=attrs, marker=marker, contents=Pages()))
        seen = handler.read(made.id)
        assert seen is not None
        assert seen.marker == marker

    def test_a_lost_answer_leaves_exactly_one_object(
        self, subject: Subject, handler: Handler, kind: str, attrs: Attrs
    ) -> None:
        if subject.lose_next_answer is None:
            pytest.skip("no answer can be lost")
        subject.lose_next_answer()
        with pytest.raises(Unknown):
            handler.create(draft(kind, attrs))
        assert handler.find(draft(kind, attrs).marker) is not None
        assert len(list(handler.list(SCOPE.mark))) == 1

    # Versions and edits by others

    def test_a_stale_version_changes_nothing(self, handler: Handler, kind: str, attrs: Attrs, changed: Attrs) -> None:
        if not handler.traits.versioned:
            pytest.skip("the kind has no compare-and-swap")
        made = handler.create(draft(kind, attrs))
        now = handler.update(made.id, draft(kind, changed, nonce=2), version=made.version)
        assert now.version != made.version
        with pytest.raises(Conflict):
            handler.update(made.id, draft(kind, attrs, nonce=3), version=made.version)
        with pytest.raises(Conflict):
            handler.delete(made.id, version=made.version)
        assert handler.read(made.id) == now

    def test_no_version_means_no_check(self, handler: Handler, kind: str, attrs: Attrs, changed: Attrs) -> None:
        made = handler.create(draft(kind, attrs))
        handler.update(made.id, draft(kind, changed, nonce=2), version="")
        handler.update(made.id, draft(kind, attrs, nonce=3), version="")
        handler.delete(made.id, version="")
        assert handler.read(made.id) is None

    def test_an_edit_behind_our_back_is_seen(self, subject: Subject, handler: Handler, kind: str, attrs: Attrs) -> None:
        if subject.edit is None:
            pytest.skip("the provider has no console")
        made = handler.create(draft(kind, attrs))
        subject.edit(kind, made.id)
        seen = handler.read(made.id)
        assert seen is not None
        assert differences(handler, attrs, seen)
        (listed,) = handler.list(SCOPE.mark)
        assert listed.version != made.version or listed.attrs is not None

    # Limits

    def test_a_sample_is_within_every_limit(self, handler: Handler, attrs: Attrs) -> None:
        assert not list(handler.validate(attrs))

    def test_what_is_beyond_a_limit_is_said_offline(self, subject: Subject, handler: Handler, kind: str) -> None:
        for attrs in subject.beyond.get(kind, ()):
            problems = list(handler.validate(attrs))
            assert problems, attrs
            assert all(problem.path and problem.summary and problem.detail for problem in problems)


def differences(handler: Handler, attrs: Attrs, observed: Observed) -> object:
    """What a plan would show: the observation's part that the attributes speak about, against them."""
    assert observed.attrs is not None
    seen = project(without_nulls(observed.attrs), attrs, exact=handler.traits.exact)
    return diff(seen, attrs)
