"""An assistant: everything that is said about it, in one place and in portable words."""

from collections.abc import Iterator, Mapping

from gptctl.config.assembly import Assembly
from gptctl.config.expand import Expander
from gptctl.config.instructions import instructions
from gptctl.config.lineage import Layers
from gptctl.config.promotion import check_promotion
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


def assemble(layers: Layers, expander: Expander, report: Report) -> Assembly:
    """All layers in one value. Raises InvalidConfig when one holds a path that leads out of the project."""

    def complain(path: Path, detail: str) -> None:
        report.error(layers.place(path), "A variable of the environment", detail)

    value = {
        key: item if key in _LITERAL else expander.expand(item, complain, (key,))
        for key, item in layers.merged().items()
    }
    return Assembly(library=layers.library, report=report, layers=layers, value=value)


def declare(assembly: Assembly) -> Declared | None:
    """The declaration; None when so much is missing that there is none. Mistakes are in the assembly's report."""
    missing = [key for key in ("model", "instructions") if key not in assembly.value]
    for key in missing:
        assembly.error((), "A key is missing", f"Neither this file nor one it extends says `{key}:`.")
    if missing:
        return None
    check_promotion(assembly)
    address = Address(kind="assistant", name=assembly.name)
    return Declared(address=address, attrs=dict(_attrs(assembly)), options=_options(assembly))


def _attrs(assembly: Assembly) -> Iterator[tuple[str, JSON]]:
    value = assembly.value
    yield from ((key, value[key]) for key in _AS_WRITTEN if key in value)
    yield "instructions", instructions(assembly)
    for key, kind in _KINDS.items():
        if key in value:
            yield key, [ref(Address(kind=kind, name=str(name))) for name in as_list(value[key])]
    if "tools" in value:
        yield "tools", tools(assembly)
    if "output" in value:
        yield "output", output(assembly)


def _options(assembly: Assembly) -> Mapping[str, Attrs]:
    return {
        target: as_map(as_map(said)["options"])
        for target, said in as_map(assembly.value.get("targets")).items()
        if "options" in as_map(said)
    }
