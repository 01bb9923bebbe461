"""An assistant: everything that is said about it, in one place and in portable words."""

from collections.abc import Iterator, Mapping

from gptctl.config.draft import Draft
from gptctl.config.expand import Expander
from gptctl.config.instructions import instructions
from gptctl.config.lineage import Layers
from gptctl.config.reading.place import Path
from gptctl.config.report import Report
from gptctl.config.shape import as_list, as_map
from gptctl.config.tools import output, tools
from gptctl.core.address import Address
from gptctl.core.refs import ref
from gptctl.core.resource import Declared
from gptctl.core.value import JSON, Attrs

_AS_WRITTEN = ("name", "description", "labels", "model", "parameters", "starters", "capabilities")
_KINDS = {"knowledge": "knowledge", "subagents": "assistant"}
_LITERAL = ("name", "instructions", "promotion", "tests")


def draft(layers: Layers, expander: Expander, report: Report) -> Draft:
    """All layers in one value. Raises InvalidConfig when one holds a path that leads out of the project."""

    def complain(path: Path, detail: str) -> None:
        report.error(layers.place(path), "A variable of the environment", detail)

    value = {
        key: item if key in _LITERAL else expander.expand(item, complain, (key,))
        for key, item in layers.merged().items()
    }
    return Draft(library=layers.library, report=report, layers=layers, value=value)


def declare(draft: Draft) -> Declared | None:
    """The declaration; None when so much is missing that there is none. Mistakes are in the draft's report."""
    missing = [key for key in ("model", "instructions") if key not in draft.value]
    for key in missing:
        draft.error((), "A key is missing", f"Neither this file nor one it extends says `{key}:`.")
    if missing:
        return None
    for index, test in enumerate(as_list(draft.value.get("tests"))):
        draft.look(str(test), ("tests", index))
    address = Address(kind="assistant", name=draft.name)
    return Declared(address=address, attrs=dict(_attrs(draft)), options=_options(draft))


def _attrs(draft: Draft) -> Iterator[tuple[str, JSON]]:
    value = draft.value
    yield from ((key, value[key]) for key in _AS_WRITTEN if key in value)
    yield "instructions", instructions(draft)
    for key, kind in _KINDS.items():
        if key in value:
            yield key, [ref(Address(kind=kind, name=str(name))) for name in as_list(value[key])]
    if "tools" in value:
        yield "tools", tools(draft)
    if "output" in value:
        yield "output", output(draft)


def _options(draft: Draft) -> Mapping[str, Attrs]:
    return {
        target: as_map(as_map(said)["options"])
        for target, said in as_map(draft.value.get("targets")).items()
        if "options" in as_map(said)
    }
