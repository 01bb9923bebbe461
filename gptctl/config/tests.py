"""The tests of an assistant: those of all files that it names."""

from collections.abc import Callable, Iterator, Mapping

from gptctl.config.assembly import Assembly
from gptctl.config.shape import as_list, as_map, as_texts
from gptctl.config.tests_check import Subject, Written, check_tests
from gptctl.core.conversation import Message, Role
from gptctl.core.resource import Declared
from gptctl.core.value import JSON, Attrs
from gptctl.expect.base import Expectation
from gptctl.expect.calls import Calls, Wanted
from gptctl.expect.cites import Cites
from gptctl.expect.pattern import Matches
from gptctl.expect.test import AssistantTest
from gptctl.expect.whole import Equals, Fits
from gptctl.expect.words import Contains, Excludes, MaxWords

FORM = "tests"


def take(assembly: Assembly, said: Declared, bases: Mapping[str, Attrs]) -> tuple[AssistantTest, ...]:
    """In the order of the files. `bases` is what is declared of each knowledge, by name. Mistakes are reported."""
    written = tuple(_written(assembly))
    subject = Subject.of(said, as_texts(assembly.value.get("knowledge")), bases)
    check_tests(written, subject, assembly)
    return tuple(_test(one.value, subject) for one in written)


def _written(assembly: Assembly) -> Iterator[Written]:
    for index, named in enumerate(as_texts(assembly.value.get("tests"))):
        value = as_map(assembly.take(named, FORM, ("tests", index)))
        for at, test in enumerate(as_list(value.get("tests"))):
            yield Written(file=named.removeprefix("/"), path=("tests", at), value=as_map(test))


def _test(value: Attrs, subject: Subject) -> AssistantTest:
    expected = as_map(value["expect"])
    return AssistantTest(
        name=str(value["name"]),
        messages=tuple(_messages(value["ask"])),
        expectations=tuple(_expectation(name, said, subject) for name, said in expected.items()),
    )


def _messages(ask: JSON) -> Iterator[Message]:
    if isinstance(ask, str):
        yield Message(role=Role.USER, text=ask)
    for turn in as_list(ask):
        for role, text in as_map(turn).items():
            yield Message(role=Role(role), text=str(text))


def _expectation(name: str, said: JSON, subject: Subject) -> Expectation:
    return Fits(schema=subject.schema or {}) if name == Fits.name else _MAKERS[name](said)


def _texts(said: JSON) -> tuple[str, ...]:
    return (said,) if isinstance(said, str) else tuple(as_texts(said))


def _wanted(said: JSON) -> Wanted:
    if isinstance(said, str):
        return Wanted(tool=said, arguments={})
    return Wanted(tool=str(as_map(said)["tool"]), arguments=as_map(as_map(said).get("arguments")))


_MAKERS: Mapping[str, Callable[[JSON], Expectation]] = {
    Contains.name: lambda said: Contains(texts=_texts(said)),
    Excludes.name: lambda said: Excludes(texts=_texts(said)),
    Matches.name: lambda said: Matches(patterns=_texts(said)),
    Equals.name: lambda said: Equals(value=said),
    Calls.name: lambda said: Calls(wanted=tuple(map(_wanted, as_list(said)))),
    Cites.name: lambda said: Cites(files=_texts(said)),
    MaxWords.name: lambda said: MaxWords(most=int(str(said))),
}
