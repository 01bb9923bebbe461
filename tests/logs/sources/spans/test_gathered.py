from gptctl.logs.sources.spans.gathered import Gathered, Item, What, gathering


def span(trace: str, span_id: str, session: str = "") -> Item:
    return Item(what=What.SPAN, body={"id": span_id}, trace=trace, span=span_id, session=session)


def groups(all_: Gathered) -> list[list[str]]:
    return [[str(placed.item.body["id"]) for placed in group] for group in all_.groups()]


def test_a_group_is_a_session_or_a_trace_without_one() -> None:
    with gathering() as all_:
        for row, item in enumerate([span("a", "1"), span("b", "2"), span("a", "3", "s"), span("c", "4", "s")], 1):
            all_.add(item, "log", row)
        assert groups(all_) == [["1", "3", "4"], ["2"]]


def test_a_score_goes_where_its_span_its_trace_or_its_session_is() -> None:
    with gathering() as all_:
        scores = [
            Item(what=What.SCORE, body={"id": "by span"}, span="2"),
            Item(what=What.SCORE, body={"id": "by trace"}, trace="a"),
            Item(what=What.SCORE, body={"id": "by session"}, session="s"),
            Item(what=What.SCORE, body={"id": "lost"}, span="gone"),
        ]
        for row, item in enumerate([*scores, span("a", "1"), span("b", "2", "s")], 1):
            all_.add(item, "log", row)
        assert groups(all_) == [["by span", "by session", "2"], ["by trace", "1"], ["lost"]]


def test_more_than_one_session_may_hold_is_counted() -> None:
    with gathering(most=2) as all_:
        for row in range(1, 6):
            all_.add(span("a", str(row)), "log", row)
        assert groups(all_) == [["1", "2"]]
        assert list(all_.beyond()) == [("log", 3, 3)]


def test_half_a_character_in_an_id_breaks_nothing() -> None:
    with gathering() as all_:
        all_.add(span("a\ud800", "1\udfff"), "log\ud83d", 1)
        assert groups(all_) == [["1\udfff"]]
