"""What two datasets do not have in common. Pure over what it is given."""

from collections.abc import Mapping
from dataclasses import dataclass

from gptctl.core.diff import FieldChange, diff
from gptctl.core.value import Attrs
from gptctl.promote.dataset.stored import StoredDataset
from gptctl.promote.example import Part


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Rows by conversation id. `changed` have the same id and part and other words; `moved` changed their part."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[str, ...]
    moved: Mapping[str, tuple[Part, Part]]
    recipe: tuple[FieldChange, ...]


def difference(before: StoredDataset, after: StoredDataset, recipes: tuple[Attrs, Attrs] | None) -> Difference:
    """`recipes` are None where one is not known. Raises GptctlError when a dataset is not what was written."""
    old, new = _rows(before), _rows(after)
    both = old.keys() & new.keys()
    return Difference(
        added=tuple(sorted(new.keys() - old.keys())),
        removed=tuple(sorted(old.keys() - new.keys())),
        changed=tuple(sorted(id_ for id_ in both if old[id_][0] is new[id_][0] and old[id_][1] != new[id_][1])),
        moved={id_: (old[id_][0], new[id_][0]) for id_ in sorted(both) if old[id_][0] is not new[id_][0]},
        recipe=tuple(diff(*recipes)) if recipes else (),
    )


def _rows(dataset: StoredDataset) -> dict[str, tuple[Part, int]]:
    """The part and a hash of what is learnt, of each conversation that is held; the control holds them again."""
    return {
        example.id: (part, hash((str(example.messages), example.targets)))
        for part in (Part.TRAIN, Part.VALIDATION, Part.TEST)
        for example in dataset.examples(part)
    }
