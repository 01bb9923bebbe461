from gptctl.views.line import BLANK, COLOUR, PLAIN, Style, indent, line, lines, render, section


def test_a_line_feed_in_a_line_cannot_start_another() -> None:
    assert render([line("name\nrefused: nothing")], PLAIN) == "name\\nrefused: nothing\n"


def test_colours_are_added_after_escaping() -> None:
    assert render([line("\x1b[31mred", Style.ADDED)], COLOUR) == "\x1b[32m\\x1b[31mred\x1b[0m\n"


def test_without_colours_there_is_no_escape_sequence() -> None:
    assert render([line("new", Style.ADDED)], PLAIN) == "new\n"


def test_a_text_becomes_lines() -> None:
    assert render(lines("one\ntwo"), PLAIN) == "one\ntwo\n"


def test_blank_lines_are_not_indented() -> None:
    assert render(indent([line("a"), BLANK, line("b")]), PLAIN) == "  a\n\n  b\n"


def test_an_empty_section_is_not_there() -> None:
    assert list(section("Title", [])) == []
    assert render(section("Title", [line("a")]), PLAIN) == "Title\n  a\n\n"
