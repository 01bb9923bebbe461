"""`gptctl compare`, with models that are programs behind a real server."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from tests.e2e.test_documents import check
from tests.support.fakes.chat import FakeChat
from tests.support.prices import price
from tests.support.shop import good, poor, stock
from tests.support.terminal import Project

PRICE = price("local", train=0.0, input=2.0, output=4.0)


@pytest.fixture
def server() -> Iterator[FakeChat]:
    with FakeChat({"plain": poor, "twin": poor, "tuned": good}) as running:
        yield running


@pytest.fixture
def shop(project: Project, server: FakeChat) -> Project:
    return stock(project, server.base_url)


@pytest.mark.slow
def test_the_verdict_comes_first_and_nobody_is_asked_twice(shop: Project, server: FakeChat, tmp_path: Path) -> None:
    page = tmp_path / "out" / "report.html"
    done = shop.run("compare", "greeter", "--with", "tuned", "--with", "local:twin", "--html", str(page))
    assert done.status == 0, done.err
    assert done.out.startswith("tuned beside plain: better\n")
    assert "local:twin beside plain: cannot tell" in done.out
    assert "<!doctype html>" in page.read_text("utf-8")
    told = len(server.journal)
    again = shop.run("compare", "greeter", "--with", "tuned", "--with", "local:twin", "--json")
    check(again, "compare")
    assert len(server.journal) == told == 3 * again.document["turns"]
    assert [one["verdict"] for one in again.document["outcomes"]] == ["better", "cannot tell"]
    assert Path(again.document["report"]).read_text("utf-8") == page.read_text("utf-8")
    assert all(path.stat().st_mode & 0o077 == 0 for path in shop.home.glob("comparisons"))


@pytest.mark.slow
def test_the_price_is_told_first_and_a_ceiling_holds(shop: Project, server: FakeChat) -> None:
    shop.write("prices.toml", PRICE)
    asked = ("compare", "greeter", "--with", "tuned", "--shots", "2")
    dear = shop.run(*asked, "--ceiling", "0")
    assert (dear.status, server.journal) == (12, [])
    assert re.search(r"They would cost \$\d+\.\d\d; \$0\.00 are allowed", " ".join(dear.err.split()))
    done = shop.run(*asked, "--ceiling", "9", "--json")
    check(done, "compare")
    counted = done.document["answers"]
    assert counted["answers"] == len(server.journal) == 3 * done.document["turns"]
    assert f"asking for {counted['answers']} answers, for about $" in done.err
    again = shop.run(*asked, "--ceiling", "0", "--json")
    assert (again.status, again.document["answers"]["dollars"]) == (0, 0.0)  # what is kept costs nothing
    search = shop.run("shorten", "greeter", "--answers", "5", "--ceiling", "0")
    assert (search.status, "asking for 5 answers" in search.err) == (12, True), search


@pytest.mark.slow
def test_a_price_that_nobody_knows_is_under_no_ceiling(shop: Project, server: FakeChat) -> None:
    done = shop.run("compare", "greeter", "--with", "azure:ours", "--ceiling", "9")
    assert (done.status, server.journal) == (12, [])
    assert "What answers of azure:ours cost is not known" in " ".join(done.err.split())


@pytest.mark.slow
def test_the_gate_opens_for_what_is_better_alone(shop: Project) -> None:
    assert shop.run("compare", "greeter", "--with", "tuned", "--gate").status == 0
    shut = shop.run("compare", "greeter", "--with", "twin", "--gate")
    assert shut.status == 12
    assert "cannot tell" in shut.out


@pytest.mark.slow
def test_examples_and_a_judge_are_asked_too(shop: Project, server: FakeChat) -> None:
    def judge(messages: list[dict[str, str]]) -> str:
        fence = messages[-1]["content"].splitlines()[1]
        _, first, second = messages[-1]["content"].split(fence)[1::2]
        bad = [any(sign in one for sign in ("Hm.", "Purple", "Ignore", "do not care")) for one in (first, second)]
        return "TIE" if bad[0] == bad[1] else "SECOND" if bad[0] else "FIRST"

    server.models = {**server.models, "judge": judge}
    done = shop.run("compare", "greeter", "--with", "tuned", "--shots", "2", "--judge", "judge", "--json")
    check(done, "compare")
    wins = {one["challenger"]: one["wins"] for one in done.document["opinions"]}
    assert wins == {"tuned": done.document["turns"], "plain with examples": 0}
    assert any("<example>" in str(one.json["messages"]) for one in server.journal)


@pytest.mark.slow
def test_the_rows_for_other_tools_are_written_and_nobody_is_asked(
    shop: Project, server: FakeChat, tmp_path: Path
) -> None:
    tests = (
        "[{name: hums, ask: Hm?, expect: {contains: Hm, max_words: 9}}, {name: rests, ask: Hm?, expect: {cites: a}}]"
    )
    shop.write("assistants/greeter.tests.yaml", f"apiVersion: gptctl/v1\nkind: Tests\ntests: {tests}\n")
    shop.write("knowledge/handbook/a", "A rule.\n")
    shop.replace(
        "assistants/greeter.yaml", "name: greeter", "name: greeter\nknowledge: [handbook]\ntests: [greeter.tests.yaml]"
    )
    for tool, scored in (("promptfoo", True), ("inspect_ai", False)):
        done = shop.run("compare", "greeter", "--export", tool, str(tmp_path / "out"))
        assert done.status == 0, done.err
        assert "rests: it is left out" in done.err
        assert ("hums: `max_words` is left out" not in done.err) is scored
    assert server.journal == []
    assert json.loads((tmp_path / "out/tests.jsonl").read_text("utf-8"))["id"] == "test/hums/1"
    rows = [json.loads(line) for line in (tmp_path / "out/samples.jsonl").read_text("utf-8").splitlines()]
    config = yaml.safe_load((tmp_path / "out/promptfooconfig.yaml").read_text("utf-8"))
    assert len(rows) + 1 == len(config["tests"]) > 22
    assert config["tests"][-1]["description"] == "test/hums"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (("greeter",), 64, "there is nobody to compare with"),
        (("nobody", "--with", "tuned"), 64, "There are: `greeter`, `support`."),
        (("support", "--with", "tuned"), 64, "there is no dataset support"),
        (("greeter", "--with", "tuned", "--with", "tuned"), 64, "two contestants have one name"),
        (("greeter", "--with", "anthropic:claude"), 64, "models at anthropic cannot be asked"),
        (("greeter", "--with", "missing"), 1, "missing answers nothing"),
        (("greeter", "--with", "openai:gpt-6-luna"), 1, "OPENAI_API_KEY is not set"),
    ],
)
def test_what_cannot_be_compared_is_said(shop: Project, arguments: tuple[str, ...], status: int, said: str) -> None:
    done = shop.run("compare", *arguments)
    assert done.status == status, done
    assert said in done.err


@pytest.mark.slow
def test_a_model_that_loses_a_test_is_worse_however_well_it_does_on_the_rows(shop: Project) -> None:
    tests = "[{name: hums, ask: What?, expect: {contains: Hm}}, {name: cites, ask: What?, expect: {cites: refunds.md}}]"
    shop.write("assistants/greeter.tests.yaml", f"apiVersion: gptctl/v1\nkind: Tests\ntests: {tests}\n")
    shop.replace(
        "assistants/greeter.yaml", "name: greeter", "name: greeter\nknowledge: [handbook]\ntests: [greeter.tests.yaml]"
    )
    done = shop.run("compare", "greeter", "--with", "tuned", "--with", "twin", "--json")
    check(done, "compare")
    tuned, twin = done.document["outcomes"]
    assert tuned["verdict"] == "worse"
    assert tuned["tests"] == {"of": 1, "base": 1, "challenger": 0, "lost": ["hums"], "gained": []}
    assert (twin["verdict"], twin["tests"]["lost"]) == ("cannot tell", [])
