from gptctl.diagnostics import Location
from gptctl.providers.settings import WrongSettings, unknown, wrong


def test_the_mistakes_of_a_provider_get_their_places() -> None:
    problems = [wrong("threads", "write a whole number"), *unknown(["contxt", "context"], ("context", "threads"))]
    said = WrongSettings("local", problems)
    assert [(str(one.where), one.summary, one.detail) for one in said.findings] == [
        ("gptctl.yaml", "A wrong setting", "`providers.local.threads`: write a whole number."),
        ("gptctl.yaml", "An unknown setting", "`providers.local.contxt`: Did you mean `context`?"),
    ]
    lines = {"providers.local.threads": 3, "providers.local.contxt": 4}
    placed = said.at(lambda path: Location(file="gptctl.yaml", line=lines[path], column=5))
    assert [str(one.where) for one in placed.findings] == ["gptctl.yaml:3:5", "gptctl.yaml:4:5"]


def test_a_name_made_to_confuse_is_quoted_and_cut() -> None:
    paths = [problem.path for problem in unknown(['a["\\x"]', "a.b", "x" * 9999], ("context",))]
    assert paths == [r'["a[\"\\x\"]"]', '["a.b"]', "x" * 64]
