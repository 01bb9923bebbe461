"""No key is ever in what gptctl prints or writes, whatever a server says; and none goes where it should not."""

import json
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from gptctl.providers.local.answer.trust import NO_KEY, key_for
from tests.support.fakes import anthropic, azure, google, mistral, openai, openwebui
from tests.support.fakes.messages import Refusal, Request
from tests.support.fakes.trouble import Trouble
from tests.support.hosted import Hosted, all_hosted, environ, project
from tests.support.terminal import Done, Project

pytestmark = pytest.mark.wire

FAKES = {
    "anthropic": anthropic,
    "azure": azure,
    "google": google,
    "mistral": mistral,
    "openai": openai,
    "openwebui": openwebui,
}
LOCAL = "GPTCTL_LOCAL_API_KEY"
ASSISTANT = """\
apiVersion: gptctl/v1
kind: Assistant
name: support
model: default
instructions: Answer in one sentence.
knowledge: [handbook]
"""


def canary(name: str) -> str:
    """A key with characters that look different in an address, and as JSON."""
    return f"canary+{name}/0123456789=="


def forms(key: str) -> tuple[str, ...]:
    raw = key.encode()
    return (
        key,
        quote(key, safe=""),
        json.dumps(key)[1:-1].replace("/", "\\/"),
        repr(key)[1:-1],
        b64encode(raw).decode().rstrip("="),
        urlsafe_b64encode(raw).decode().rstrip("="),
    )


@pytest.fixture
def hosted(monkeypatch: pytest.MonkeyPatch) -> Iterator[Mapping[str, Hosted]]:
    """Fakes that take the canaries."""
    for name, fake in FAKES.items():
        monkeypatch.setattr(fake, "KEY", canary(name))
    with all_hosted() as running:
        yield running


@pytest.fixture
def acme(hosted: Mapping[str, Hosted], tmp_path: Path) -> Project:
    variables = {**environ(hosted), LOCAL: canary("local")}
    made = Project(root=tmp_path / "acme", home=tmp_path / "home", variables=variables)
    made.write("gptctl.yaml", project(hosted, dev=["local", *FAKES]))
    made.write("assistants/support.yaml", ASSISTANT)
    made.write("knowledge/handbook/leave.md", "# Leave\n\nThirty days of leave in a year.\n")
    made.git("init", "--quiet")
    made.commit("Declare")
    return made


def leaks(acme: Project, *done: Done) -> list[str]:
    """Where any form of any canary stands."""
    places = {f"output {n}": f"{one.out}{one.err}".encode() for n, one in enumerate(done)}
    for top in (acme.root, acme.home):
        places |= {str(path): path.read_bytes() for path in top.rglob("*") if path.is_file()}
    keys = [form.encode() for name in (*FAKES, "local") for form in forms(canary(name))]
    return [place for place, content in places.items() if any(key in content for key in keys)]


def echo(request: Request, **more: str) -> Any:
    """What a careless server says: the key, in every form it can have."""
    heads = ("authorization", "api-key", "x-goog-api-key")
    key = next(request.headers[name] for name in heads if name in request.headers).removeprefix("Bearer ")
    return {"error": {"message": " ".join(("this key will not do:", *forms(key))), **more}}


def test_a_whole_day_leaves_no_key_behind(acme: Project, hosted: Mapping[str, Hosted]) -> None:
    said = [
        acme.run(*command)
        for command in (
            ("validate",), ("validate", "--json"), ("plan",), ("plan", "--json", "--out", "plan.json"),
            ("apply", "plan.json", "--json"), ("plan",), ("status",), ("history", "support"),
            ("state", "list"), ("state", "show", "support", "--json"), ("state", "rebuild"),
            *((command, "support", "-t", name, *more)
              for name in ("local", *FAKES)
              for command, more in (("resolve", ("--json",)), ("chat", ("-m", "How much leave?")))),
        )
    ]  # fmt: skip
    assert [(one.status, one.err) for one in said if one.status] == []
    said.append(acme.run("doctor"))
    assert [one.variable for one in hosted.values() if one.variable not in said[-1].out] == []
    for one in hosted.values():
        assert any(one.key in " ".join(asked.headers.values()) for asked in one.fake.journal)
    assert leaks(acme, *said) == []


@pytest.mark.parametrize("status", [400, 401, 500])
def test_a_server_that_says_the_key_in_its_error(
    acme: Project, hosted: Mapping[str, Hosted], monkeypatch: pytest.MonkeyPatch, status: int
) -> None:
    def refuse(request: Request) -> None:
        if request.method != "GET":
            raise Refusal(status, echo(request), {"x-request-id": request.headers.get("authorization", "none")})

    for one in hosted.values():
        monkeypatch.setattr(one.fake, "check", refuse)
    done = acme.run("apply", "--yes")
    assert done.status == 14, done
    for name in FAKES:
        assert f"failed: {name}:knowledge.handbook" in done.out
    assert "[key]" in done.out
    again = acme.run("plan", "--json")
    assert again.status == 0
    assert leaks(acme, done, again) == []


def test_a_server_that_says_it_in_a_listing_s_error(acme: Project, hosted: Mapping[str, Hosted]) -> None:
    said = []
    for name, one in hosted.items():
        variables = {**acme.variables, one.variable: canary("wrong")}
        wrong = Project(root=acme.root, home=acme.home, variables=variables)
        said += [wrong.run(command, "-t", name, *more) for command, *more in (["plan"], ["apply", "--yes", "--json"])]
        said.append(wrong.run("doctor"))
    assert {one.status for one in said} == {1}
    shown = "".join(one.out + one.err for one in said)
    assert [form for form in forms(canary("wrong")) if form in shown] == []
    assert leaks(acme, *said) == []


def test_an_escaped_key_is_one_too(
    acme: Project, hosted: Mapping[str, Hosted], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some servers escape a slash, and any may write any character by its number."""
    body = json.dumps({"error": {"message": canary("mistral")}}).replace("/", "\\/").replace("c", "\\u0063")

    def refuse(_: Request) -> None:
        raise Refusal(401, body.encode())

    monkeypatch.setattr(hosted["mistral"].fake, "check", refuse)
    done = acme.run("plan", "-t", "mistral")
    assert "[key]" in done.err
    assert leaks(acme, done) == []


def test_a_crash_of_our_own_leaves_none(acme: Project, hosted: Mapping[str, Hosted]) -> None:
    """A dropped connection is told with what was asked, and what was asked holds the key in a header."""
    for one in hosted.values():
        one.fake.trouble(Trouble.LOSE_ANSWER, "POST", times=1000)
    done = acme.run("apply", "--yes")
    assert done.status in (0, 14)
    assert leaks(acme, done) == []


@pytest.mark.parametrize("name", FAKES)
def test_an_address_in_the_repository_gets_no_key(acme: Project, hosted: Mapping[str, Hosted], name: str) -> None:
    """As if somebody had changed `base_url` in a pull request: the user never trusted this origin."""
    trusted = {"GPTCTL_TRUSTED_ORIGINS": "https://elsewhere.example"}
    there = Project(root=acme.root, home=acme.home, variables={**acme.variables, **trusted})
    if name == "openwebui":  # a server on this machine needs no word, so name another
        text = (acme.root / "gptctl.yaml").read_text(encoding="utf-8")
        acme.write("gptctl.yaml", text.replace(hosted[name].address, "https://chat.example.org"))
    for command in (("plan", "-t", name), ("apply", "--yes", "-t", name)):
        done = there.run(*command)
        assert done.status == 12, done
        assert "is not sent to" in done.err
    assert there.run("doctor").status == 1
    assert hosted[name].fake.journal == []


def test_the_local_key_goes_to_no_other_machine_that_only_the_repository_names() -> None:
    known = {LOCAL: canary("local")}
    assert key_for("https://chat.example.org/v1", known) == NO_KEY
    assert key_for("http://127.0.0.1:8080/v1", known) == canary("local")
