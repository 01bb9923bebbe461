"""Conversations from the command line: in, looked at, rated, forgotten."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from tests.e2e.test_documents import check
from tests.support.fakes.mistral import KEY, FakeMistral
from tests.support.fakes.trouble import Trouble
from tests.support.terminal import Project

INSTRUCTIONS = "You answer questions about orders. Be kind.\nNever guess.   Say so when you do not know.\n"


def line(native: str, *said: str, instructions: str = INSTRUCTIONS, **more: object) -> str:
    roles = ("user", "assistant")
    messages = [{"role": "system", "content": instructions}] if instructions else []
    messages += [{"role": roles[at % 2], "content": text} for at, text in enumerate(said)]
    return json.dumps({"id": native, "model": "gpt-9", "messages": messages, **more}) + "\n"


LOG = (
    line("t1", "Where is my order?", "On its way.", reward=1.0)
    + line("t2", "Where is my parcel?", "No idea.", "I meant my order!", "Ah.", reward=0.0)
    + line("t3", "Hello?", "Hi.", instructions="Something else.")
    + "{broken\n"
)


@pytest.fixture
def told(project: Project) -> Project:
    project.write("log.jsonl", LOG)
    done = project.run("logs", "import", "log.jsonl")
    assert done.status == 0, done.err
    return project


def test_an_import_says_what_it_took_the_file_for_and_accounts_for_every_row(project: Project) -> None:
    project.write("log.jsonl", LOG)
    done = project.run("logs", "import", "log.jsonl")
    assert done.status == 0
    assert "log.jsonl: messages" in done.out
    assert "3 conversations read: 3 new, 0 unchanged; 1 row rejected." in done.out
    assert "2 with support" in done.out
    assert "1 with no assistant that is declared" in done.out
    assert "log.jsonl:4:" in done.out
    again = project.run("logs", "import", "log.jsonl", "--json")
    check(again, "logs-import")
    assert again.document["counts"] == {
        "read": 3, "new": 0, "updated": 0, "unchanged": 3, "repeated": 0, "forgotten": 0, "ratings": 0,
    }  # fmt: skip
    [reject] = Path(again.document["rejects"]).read_text().splitlines()
    assert json.loads(reject)["row"] == 4
    assert Path(again.document["rejects"]).stat().st_mode & 0o077 == 0


def test_a_named_assistant_gets_them_all(told: Project) -> None:
    assert (
        told.run("logs", "import", "log.jsonl", "--assistant", "greeter", "--json").document["counts"]["updated"] == 3
    )
    assert told.run("logs", "stats", "greeter", "--json").document["conversations"] == 3
    unknown = told.run("logs", "import", "log.jsonl", "--assistant", "nobody")
    assert unknown.status == 64
    assert "There are: `greeter`, `support`." in unknown.err


def test_logs_that_number_their_rows_alike_are_all_kept(project: Project) -> None:
    project.write("may.jsonl", line("0", "Where is my order?", "On its way.") + line("1", "Hello?", "Hi."))
    project.write("june.jsonl", line("0", "Who are you?", "A clerk.") + line("1", "Hello?", "Hi.", "And?", "So."))
    project.write("ratings.csv", "conversation,score\n0,1\n")
    counts = [
        project.run("logs", "import", file, "--json").document["counts"]
        for file in ("may.jsonl", "june.jsonl", "may.jsonl", "june.jsonl")
    ]
    assert [(one["new"], one["updated"], one["unchanged"]) for one in counts] == [
        (2, 0, 0), (1, 1, 0), (0, 0, 2), (0, 0, 2),
    ]  # fmt: skip
    refused = project.run("logs", "show", "0")
    assert (refused.status, "0 begins several ids" in refused.err) == (64, True)
    assert "1 rating speaks of no conversation" in project.run("feedback", "import", "ratings.csv").out
    again = project.run("logs", "import", "may.jsonl", "--json")
    check(again, "logs-import")
    assert again.document["waiting"] == 1


@pytest.mark.parametrize("arguments", [("forget", "", "--yes"), ("logs", "show", ""), ("jobs", "cancel", "")])
def test_an_empty_word_is_the_beginning_of_nothing(told: Project, arguments: tuple[str, ...]) -> None:
    refused = told.run(*arguments)
    assert refused.status == 64
    assert "it is empty" in refused.err


def test_a_place_without_logs_and_a_file_that_is_none_are_told(project: Project) -> None:
    project.write("empty/readme.txt", "no log")
    nothing = project.run("logs", "import", "empty")
    assert (nothing.status, "named as logs are: *.json, *.jsonl" in nothing.out) == (1, True)
    project.write("log.dat", "no JSON either")
    broken = project.run("logs", "import", "log.dat", "--dry-run")
    assert (broken.status, "\n  log.dat: this is no JSON" in broken.out) == (1, True)


def test_a_dry_run_keeps_nothing(project: Project) -> None:
    project.write("log.jsonl", LOG)
    done = project.run("logs", "import", "log.jsonl", "--dry-run", "--json")
    check(done, "logs-import")
    assert (done.document["read"], done.document["counts"]) == (3, None)
    assert not (project.home / "conversations").exists()


@pytest.mark.parametrize(
    ("arguments", "text", "status", "said"),
    [
        (("log.jsonl",), '{"a": 1}\n', 1, "no reader knows its shape"),
        (("log.jsonl",), "", 1, "0 conversations"),
        (("log.jsonl", "--shape", "nonsense"), LOG, 64, "no logs have the shape nonsense"),
        (("none.jsonl",), LOG, 1, "none.jsonl cannot be read"),
        (("http://example.invalid/log.jsonl",), LOG, 1, "it is not https"),
    ],
)
def test_what_cannot_be_read_is_said(
    project: Project, arguments: tuple[str, ...], text: str, status: int, said: str
) -> None:
    project.write("log.jsonl", text)
    done = project.run("logs", "import", *arguments)
    assert done.status == status
    assert said in done.out + done.err


class _Serve(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        body = LOG.encode()
        self.send_response(302 if self.path == "/moved" else 200)
        self.send_header("location", "https://example.invalid/")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the library's own name
        pass


@pytest.fixture
def web() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Serve)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def test_logs_come_from_the_web_and_no_redirect_is_followed(project: Project, web: str) -> None:
    done = project.run("logs", "import", f"{web}/log.jsonl?token=secret", "--json")
    assert done.document["counts"]["new"] == 3
    assert "secret" not in done.out + done.err
    moved = project.run("logs", "import", f"{web}/moved")
    assert moved.status == 1
    assert "status 302" in moved.err


def test_lists_and_numbers(told: Project) -> None:
    listed = told.run("logs", "list", "--json")
    check(listed, "conversations")
    assert [(one["native"], one["score"]) for one in listed.document["conversations"]].count(("t2", 0.0)) == 1
    bad = told.run("logs", "list", "support", "--rated", "bad", "--json").document["conversations"]
    assert [one["native"] for one in bad] == ["t2"]
    limited = told.run("logs", "list", "--limit", "1", "--json").document
    assert (len(limited["conversations"]), limited["more"]) == (1, True)
    assert told.run("logs", "list", "--since", "2020-01-01", "--json").document["conversations"] == []
    stats = told.run("logs", "stats", "--json")
    check(stats, "logs-stats")
    assert stats.document["assistants"] == {"support": 2, "": 1}
    assert stats.document["signals"] == {"rephrased": 1}
    assert "3 conversations" in told.run("logs", "stats").out


def test_one_conversation_is_shown_by_any_beginning_of_an_id(told: Project) -> None:
    done = told.run("logs", "show", "t2", "--json")
    check(done, "conversation")
    shown = told.run("logs", "show", done.document["id"][:12])
    assert "I meant my order!" in shown.out
    assert "rephrased" in shown.out
    assert told.run("logs", "show", "c").status in {0, 64}
    assert told.run("logs", "show", "t").status == 64
    assert told.run("logs", "show", "nothing").status == 64
    told.write("more.jsonl", "".join(line(f"t1{number}", f"Number {number}?", "Yes.") for number in range(10)))
    assert told.run("logs", "import", "more.jsonl").status == 0
    assert told.run("logs", "show", "t1", "--json").document["messages"][0]["text"] == "Where is my order?"


def test_feedback_is_added_and_imported(told: Project) -> None:
    check(told.run("feedback", "add", "t3", "good", "--json"), "feedback")
    assert (
        told.run("feedback", "add", "t2", "0.9", "--message", "1", "--correction", "-", stdin="In Kiel.\n").status == 0
    )
    shown = told.run("logs", "show", "t2", "--json").document["ratings"]
    assert [(one["at"], one["correction"]) for one in shown] == [(-1, None), (1, "In Kiel.")]
    assert told.run("feedback", "add", "t2", "good", "--message", "0").status == 64
    assert told.run("feedback", "add", "t2", "splendid").status == 64
    for empty in ("", "-"):
        blank = told.run("feedback", "add", "t2", "bad", "--correction", empty, stdin=" \n")
        assert (blank.status, "the correction is empty" in blank.err) == (64, True), blank
    told.write("ratings.csv", "conversation,score,correction\nt1,0.2,Better.\n,1,\n")
    done = told.run("feedback", "import", "ratings.csv", "--json")
    check(done, "feedback")
    assert (done.document["new"], [one["row"] for one in done.document["rejected"]]) == (1, [3])
    told.write("ratings.jsonl", '{"conversation": "t1", "label": "thumbs_down"}\n{"session": "s", "score": 1}\n')
    waiting = told.run("feedback", "import", "ratings.jsonl", "--json").document
    assert (waiting["new"], waiting["waiting"]) == (2, 1)
    assert told.run("logs", "stats", "--json").document["corrected"] == 2


def test_what_was_said_here_is_taken_in_rated_and_forgotten(applied: Project) -> None:
    said = applied.run("chat", "support", "-m", "How long does a refund take?", "--json").document
    [listed] = applied.run("logs", "list", "--json").document["conversations"]
    assert (listed["native"], listed["assistant"]) == (said["conversation"], "support")
    shown = applied.run("logs", "show", said["conversation"], "--json").document
    assert [call["name"] for one in shown["messages"] for call in one["tool_calls"]] == ["knowledge_search"]
    assert shown["ran"]["applied"] == said["applied"]
    assert applied.run("feedback", "add", said["conversation"], "good").status == 0
    assert applied.run("logs", "pull", "--json").document["own"]["read"] == 0
    dataset = applied.home / "datasets" / "abc"
    dataset.mkdir(parents=True)
    (dataset / "train.jsonl").write_text(json.dumps({"id": listed["id"]}) + "\n")
    refused = applied.run("forget", said["conversation"])
    assert refused.status == 64
    done = applied.run("forget", said["conversation"], "--reason", "asked", "--yes", "--json")
    check(done, "forget")
    assert done.document == {
        "format": "gptctl.forget/v1", "forgotten": [listed["id"]], "datasets": {"abc": [listed["id"]]},
        "manifests": {}, "unseen": {}, "trained": [], "deleted": [], "doubtful": [],
    }  # fmt: skip
    assert applied.run("logs", "list", "--json").document["conversations"] == []
    left = b"".join(path.read_bytes() for path in applied.home.glob("conversations.db*"))
    assert b"How long does a refund take?" not in left


@pytest.mark.wire
def test_a_provider_that_lists_is_asked_for_what_is_new(project: Project) -> None:
    with FakeMistral() as fake:
        here = Project(
            root=project.root,
            home=project.home,
            variables={"MISTRAL_API_KEY": KEY, "GPTCTL_TRUSTED_ORIGINS": fake.url},
        )
        here.replace("gptctl.yaml", "dev: {targets: [local]}", "dev: {targets: [local, mistral]}")
        here.replace("gptctl.yaml", "{local: none}", "{local: none, mistral: m}")
        here.write(
            "gptctl.yaml",
            (here.root / "gptctl.yaml").read_text() + f"providers: {{mistral: {{base_url: '{fake.url}'}}}}",
        )
        done = here.run("apply", "--yes")
        assert done.status == 0, done.err + done.out
        agents = {one["name"]: one["id"] for one in fake.agents}
        fake.converse(agents["greeter"], "Hello?")
        pulled = here.run("logs", "pull", "--json")
        check(pulled, "logs-pull")
        assert pulled.status == 0
        new = {(one["target"], one["assistant"]): one["counts"]["new"] for one in pulled.document["targets"]}
        assert new == {("local", None): 0, ("mistral", "greeter"): 1, ("mistral", "support"): 0}
        assert here.run("logs", "list", "greeter", "--json").document["conversations"][0]["first"] == "Hello?"
        fake.converse(agents["greeter"], "And now?")
        trouble = fake.trouble(Trouble.FAIL_BEFORE, "GET", "/v1/conversations", times=1000)
        failed = here.run("logs", "pull", "greeter", "-t", "mistral")
        assert failed.status == 1
        assert "not everything could be had" in failed.out
        trouble.times = 0
        assert here.run("logs", "pull", "greeter", "-t", "mistral").status == 0
        assert here.run("logs", "stats", "greeter", "--json").document["conversations"] == 2


def test_a_missing_extra_is_named(told: Project) -> None:
    (told.root / "lib").mkdir()
    told.write("lib/duckdb.py", "raise ModuleNotFoundError('no', name='duckdb')\n")
    path = f"{told.root / 'lib'}:{told.environ['PYTHONPATH']}"
    without = Project(root=told.root, home=told.home, variables={"PYTHONPATH": path})
    done = without.run("logs", "list")
    assert done.status == 1
    assert "pip install 'gptctl[promote]'" in done.err


def test_what_logs_say_reaches_no_terminal_raw(project: Project) -> None:
    evil = "\x1b[2J\u202e\x07"
    project.write("log.jsonl", line(f"t{evil}", evil, evil, model=evil) + line("ok", "x", "y", tags=evil))
    for command in (("logs", "import", "log.jsonl"), ("logs", "list"), ("logs", "stats"), ("logs", "show", "t")):
        done = project.run(*command)
        assert done.status == 0
        assert not set("\x1b\u202e\x07") & set(done.out + done.err)
