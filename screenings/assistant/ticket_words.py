"""What a ticket shop says of a screening, sold out, standby or last tickets, in six languages."""

import re
from collections.abc import Mapping
from functools import cache

from screenings.assistant.headings import AVAILABILITY
from screenings.assistant.questions import Answers, Choice, Question
from screenings.assistant.source_cells import SourceCell
from screenings.text.cleaning import fold, slug_of

# What each state is called, folded, without points and hyphens. Between two words stands a bar.
_WORDS: Mapping[str, str] = {
    "sold-out": (
        "sold out|soldout|sold|fully booked|booked out|no tickets|no tickets left|no more tickets|not available|"
        "unavailable|ausverkauft|ausgebucht|restlos ausverkauft|nicht verfugbar|keine karten|vergriffen|uitverkocht|"
        "volgeboekt|niet beschikbaar|complet|epuise|indisponible|guichets fermes|agotado|agotadas|entradas agotadas|"
        "completo|no disponible|esaurito|tutto esaurito|non disponibile"
    ),
    "standby": (
        "standby|stand by|standby only|standby line|rush|rush line|rush only|rush tickets|waiting list|waitlist|"
        "warteliste|wachtlijst|liste dattente|file dattente|lista de espera|lista dattesa"
    ),
    "available": (
        "available|tickets|tickets available|on sale|in sale|bookable|last tickets|last few|last few tickets|"
        "few tickets|few tickets left|few left|limited|limited availability|selling fast|verfugbar|erhaltlich|"
        "im verkauf|buchbar|frei|letzte tickets|letzte karten|letzte platze|restkarten|resttickets|wenige karten|"
        "wenige platze|nur noch wenige karten|nur noch wenige platze|beschikbaar|in de verkoop|in verkoop|"
        "laatste kaarten|laatste tickets|laatste plaatsen|bijna uitverkocht|disponible|disponibles|en vente|"
        "dernieres places|derniers billets|a la venta|ultimas entradas|ultimas plazas|disponibile|disponibili|"
        "in vendita|ultimi biglietti|ultimi posti"
    ),
}
_TRUTHS = {
    "yes": "yes|y|true|x|1|ja|j|oui|o|si|s|vrai|wahr|waar|vero|verdadero|✓|✔",
    "no": "no|n|false|0|nein|nee|non|faux|falsch|onwaar|falso|✗|✘",
}
_LEFT_OUT = "leave-out"
_BETWEEN = re.compile(r"[,;/+|()\n]|\s[-–]\s|\s(?:and|und|en|et|y|e|but|aber)\s")
# What each state says of the two columns; what it leaves open stays as it is.
_CELLS: Mapping[str, Mapping[str, str]] = {
    "sold-out": {"sold_out": "yes"},
    "standby": {"standby": "yes"},
    "available": {"sold_out": "no", "standby": "no"},
    _LEFT_OUT: {},
}


def ticket_cells(row: Mapping[str, SourceCell], answers: Answers) -> dict[str, str]:
    """The cells `sold_out` and `standby` of the importer, as far as any column of the row says them; it is by field.

    A word that nobody knows is asked about, once for all its cells; in a column of statuses it may be about something
    else, and says nothing of tickets.
    """
    cells: dict[str, str] = {}
    if status := row.get("status"):
        for state in ticket_states(status.text):
            cells.update(_CELLS[state])
    if availability := row.get(AVAILABILITY):
        cells.update(_availability(availability, answers))
    for name in ("sold_out", "standby"):
        if cell := row.get(name):
            truth = _by_word()[1].get(_folded(cell.text))
            cells.update({name: truth} if truth else _availability(cell, answers))
    return cells


def _availability(cell: SourceCell, answers: Answers) -> dict[str, str]:
    """By words, or by the number of tickets that are left."""
    text = cell.text.strip()
    if number := re.match(r"\d+", text):
        return dict(_CELLS["available" if number[0].strip("0") else "sold-out"])
    if states := ticket_states(text):
        return {name: value for state in states for name, value in _CELLS[state].items()}
    question = Question(
        f"tickets:{slug_of(text, fallback='tickets')}",
        cell.place,
        f'"{text[:60]}": what does that say of the tickets?',
        (
            Choice("available", "there are some"),
            Choice("sold-out", "sold out"),
            Choice("standby", "standby: whoever has none may queue at the door"),
            Choice(_LEFT_OUT, "nothing: leave it out"),
        ),
    )
    return dict(_CELLS[answers.ask(question) or _LEFT_OUT])


def ticket_states(text: str) -> tuple[str, ...]:
    """All that a text names, with what is better said last; none where any of its words is unknown."""
    known, _truths = _by_word()
    if state := known.get(_folded(text)):
        return (state,)
    words = [word for part in _BETWEEN.split(text.casefold()) if (word := _folded(part))]
    states = {known.get(word, "") for word in words}
    return () if "" in states else tuple(sorted(states))


@cache
def _by_word() -> tuple[Mapping[str, str], Mapping[str, str]]:
    """States and truths by what they are called."""
    return _split(_WORDS), _split(_TRUTHS)


def _split(table: Mapping[str, str]) -> dict[str, str]:
    return {word: key for key, words in table.items() for word in words.split("|")}


def _folded(text: str) -> str:
    return " ".join(re.sub(r"[.!*:’'´`]", "", fold(text)).replace("-", " ").split()) or text.strip()
