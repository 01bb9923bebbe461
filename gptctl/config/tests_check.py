"""Whether what tests say of their assistant holds: its tools, its knowledge, the form of its answers."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from gptctl.config.assembly import Assembly
from gptctl.config.issue import Issue
from gptctl.config.reading.place import Path
from gptctl.config.reading.shown import short
from gptctl.config.shape import as_list, as_map
from gptctl.core.resource import Declared
from gptctl.core.suggest import suggest
from gptctl.core.value import JSON, Attrs
from gptctl.expect.cites import is_same
from gptctl.expect.unfit import unfit


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """One test as it stands in a file, at `path`."""

    file: str
    path: Path
    value: Attrs


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What tests may speak of. `functions` are the parameters of each tool that the caller runs, by name.

    `schema` is None without `output`; `files` is None where the knowledge could not be read.
    """

    functions: Mapping[str, Attrs]
    schema: Attrs | None
    files: frozenset[str] | None

    @classmethod
    def of(cls, said: Declared, knowledge: Sequence[str], bases: Mapping[str, Attrs]) -> "Subject":
        tools = map(as_map, as_list(said.attrs.get("tools")))
        files = (path for name in knowledge if name in bases for path in as_map(bases[name].get("files")))
        output = as_map(said.attrs.get("output")).get("schema")
        return cls(
            functions={str(one["name"]): as_map(one.get("parameters")) for one in tools if one["type"] == "function"},
            schema=output if isinstance(output, Mapping) else None,
            files=frozenset(files) if bases.keys() >= set(knowledge) else None,
        )


def check_tests(written: Sequence[Written], subject: Subject, assembly: Assembly) -> None:
    """Report, with their places, every name that is given twice and whatever the assistant does not have."""
    names: set[JSON] = set()
    forms = list(_form(subject)) if any("schema" in as_map(one.value["expect"]) for one in written) else []
    for one in written:
        expected = as_map(one.value["expect"])
        for issue in (*_twice(one, names), *_unknown(expected, subject), *(forms if "schema" in expected else ())):
            where = assembly.library.locate(one.file, (*one.path, *issue.path))
            assembly.report.error(where, issue.summary, issue.detail)


def _twice(one: Written, names: set[JSON]) -> Iterator[Issue]:
    name = one.value["name"]
    if name in names:
        detail = f"Another test of this assistant is called `{short(str(name))}`; give each a name of its own."
        yield Issue(path=("name",), summary="A name is given twice", detail=detail)
    names.add(name)


def _unknown(expected: Attrs, subject: Subject) -> Iterator[Issue]:
    for index, call in enumerate(as_list(expected.get("calls"))):
        yield from _call(call, ("expect", "calls", index), subject)
    cites = expected.get("cites")
    files = [(("expect", "cites", index), file) for index, file in enumerate(as_list(cites))]
    for path, file in [(("expect", "cites"), cites)] if isinstance(cites, str) else files:
        yield from _file(str(file), path, subject)


def _call(call: JSON, path: Path, subject: Subject) -> Iterator[Issue]:
    name = str(as_map(call).get("tool", call))
    if name not in subject.functions:
        detail = f"`{short(name)}` is no function among the tools. {suggest(name, subject.functions)}"
        yield Issue(path=path, summary="A tool that does not exist", detail=detail)
        return
    known = as_map(subject.functions[name].get("properties"))
    for key in as_map(as_map(call).get("arguments")):
        if known and key not in known:
            detail = f"`{name}` takes no `{short(key)}`. {suggest(key, known)}"
            yield Issue(path=(*path, "arguments", key), summary="An argument that does not exist", detail=detail)


def _form(subject: Subject) -> Iterator[Issue]:
    path = ("expect", "schema")
    if subject.schema is None:
        detail = "The assistant declares no `output:`, so its answers have no form to be held against."
        yield Issue(path=path, summary="A schema that does not exist", detail=detail)
        return
    for reason in unfit(subject.schema):
        yield Issue(path=path, summary="A schema that cannot be tested", detail=reason)


def _file(file: str, path: Path, subject: Subject) -> Iterator[Issue]:
    if subject.files is not None and not any(is_same(file, other) for other in subject.files):
        detail = f"No knowledge of the assistant has `{short(file)}`. {suggest(file, subject.files)}"
        yield Issue(path=path, summary="Knowledge that does not exist", detail=detail)
