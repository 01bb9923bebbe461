import pytest

from gptctl.promote.row import Drop, Row
from gptctl.promote.steps.language import Language
from tests.support.planted import planted, row

ANSWERS = {
    "en": "Your flight leaves at noon, and you may check in two hours before it does.",
    "de": "Ihr Flug startet um zwölf Uhr, und Sie können zwei Stunden vorher einchecken.",
    "fr": "Votre vol part à midi et vous pouvez vous enregistrer deux heures avant.",
    "es": "Su vuelo sale al mediodía y puede registrarse dos horas antes de la salida.",
    "ja": "お客様のフライトは正午に出発します。出発の二時間前からチェックインできますので、空港へお越しください。",
}


def answered(content: str) -> Row:
    messages = [{"role": "user", "content": ANSWERS["en"]}, {"role": "assistant", "content": content}]
    return row({"id": "c1", "time": 0.0, "score": None, "messages": messages})


@pytest.mark.parametrize("language", ANSWERS)
def test_answers_in_what_was_asked_for_are_kept(language: str) -> None:
    asked = answered(ANSWERS[language])
    assert Language([language.upper(), "xx"]).judge([asked])[0] is asked


@pytest.mark.parametrize("language", ["de", "fr", "es", "ja"])
def test_other_answers_are_dropped_and_the_language_is_named(language: str) -> None:
    dropped = Drop(id="c1", reason="another language", detail=language)
    assert Language(["en"]).judge([answered(ANSWERS[language])]) == [dropped]


@pytest.mark.parametrize("content", ["OK", "HAT084", "", "12:30, 14C, 2024-05-27"])
def test_short_answers_are_kept(content: str) -> None:
    short = answered(content)
    assert Language(["de"]).judge([short])[0] is short


def test_real_english_conversations_are_english() -> None:
    rows = [row(conversation) for conversation in planted(1000).conversations]
    assert not [verdict for verdict in Language(["en"]).judge(rows) if isinstance(verdict, Drop)]
