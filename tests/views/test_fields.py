from gptctl.core.diff import FieldChange, diff
from gptctl.core.value import JSON
from gptctl.views.fields import MOST_FILES, field_lines
from gptctl.views.line import PLAIN, render


def shown(*fields: FieldChange, files: JSON = None) -> str:
    return render(field_lines(fields, files), PLAIN)


def test_short_values_stand_on_one_line() -> None:
    fields = diff({"model": "small", "gone": 1}, {"model": "big", "new": True})
    assert shown(*fields) == '- gone: 1\n~ model: "small" -> "big"\n+ new: true\n'


def test_a_long_value_is_folded() -> None:
    text = shown(FieldChange(path="instructions", before=None, after="First.\n" + "more\n" * 11))
    assert text == '+ instructions: "First." and 11 more lines\n'


def test_references_are_shown_by_address() -> None:
    fields = [FieldChange(path="knowledge", before=None, after=[{"$ref": "knowledge.handbook"}])]
    assert shown(*fields) == "+ knowledge: [knowledge.handbook]\n"


def test_a_changed_schema_is_compared_line_by_line() -> None:
    before: JSON = [{"enum": [f"value {n}" for n in range(20)]}]
    after: JSON = [*before, {"type": "string"}]
    text = shown(FieldChange(path="anyOf", before=before, after=after))
    assert "~ anyOf:\n" in text
    assert '+   {\n    +     "type": "string"\n' in text
    assert "value 3" not in text


def test_knowledge_files_are_counted_and_named_not_hashed() -> None:
    before = {"files": {"a.md": "1" * 64, "b.md": "2" * 64, "c d.md": "3" * 64}}
    after = {"files": {"a.md": "9" * 64, "b.md": "2" * 64, "LICENSE": "4" * 64}}
    assert shown(*diff(before, after), files=after["files"]) == (
        "~ 3 files: +1 ~1 -1\n    + LICENSE\n    - c d.md\n    ~ a.md\n"
    )


def test_the_files_of_a_new_folder_are_counted() -> None:
    files = {f"{n:02}.md": "0" * 64 for n in range(MOST_FILES + 2)}
    text = shown(FieldChange(path="files", before=None, after=files), files=files)
    assert text.startswith("~ 22 files: +22 ~0 -0\n    + 00.md\n")
    assert text.endswith("    and 2 more\n")


def test_one_file_is_no_plural() -> None:
    files: JSON = {"a.md": "1" * 64}
    assert shown(FieldChange(path="files.a.md", before=None, after="1" * 64), files=files).startswith("~ 1 file: ")
