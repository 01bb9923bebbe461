import pytest

from gptctl.promote.steps.personal.places import documents, streets


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("my passport number is X1234567.", "X1234567"),
        ("Passport: 123456789", "123456789"),
        ("driver's license no. D1234567", "D1234567"),
    ],
)
def test_documents_behind_a_cue(text: str, number: str) -> None:
    assert [hit.text for hit in documents(text)] == [number]


@pytest.mark.parametrize("text", ["reservation X1234567", "my passport expires 2030", "a passport number is needed"])
def test_no_documents(text: str) -> None:
    assert list(documents(text)) == []


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Send it to 825 Laurel Lane, Suite 595 please", "825 Laurel Lane, Suite 595"),
        ("I live at 12 Rue de Rivoli, Paris.", "12 Rue de Rivoli, Paris"),
        ("my address is Hauptstr. 5", ""),  # ends at the dot: best effort
        ("My address is Hauptstrasse 5, Bonn\nThanks", "Hauptstrasse 5, Bonn"),
    ],
)
def test_addresses(text: str, place: str) -> None:
    assert [hit.text for hit in streets(text)] == ([place] if place else [])


def test_no_addresses() -> None:
    assert list(streets("2 Gold Members on the way; 27 May; gate 5 Street food")) == []
