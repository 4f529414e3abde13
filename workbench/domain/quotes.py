"""Finding the one place that a quote names in a transcript, or saying how to name it better."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workbench.domain.span import Span
from workbench.domain.text import make_text
from workbench.domain.transcript import Body, Turn
from workbench.errors import RuleError

_SHOWN = 60  # characters of a quote that a message repeats
_ALIKE = ("'’‘ʼ`´", '"“”„«»', "-‐‑–—")  # what people type one for the other


def find_quote(body: Body, quote: str, *, where: str, turn: int | None = None) -> Span:
    """The place at which a quote stands, character by character; ``RuleError`` unless there is exactly one.

    ``turn`` looks in one turn only. ``where`` is what the transcript is called in messages.
    """
    words = make_text(quote).strip()
    if not words:
        raise RuleError("The quote is empty. Give the words of the passage.")
    within = _stretch(body, turn, where)
    found = list(_places(body.text, words, within))
    here = where if turn is None else f"turn {turn} of {where}"
    if len(found) == 1:
        return found[0]
    if not found:
        raise RuleError(
            f"“{_short(words)}” does not stand in {here}. {_near(body, words, within) or 'Copy the words as they stand there.'}"
        )
    turns = [number.number if (number := body.turn_at(span.start)) else 0 for span in found]
    different = list(dict.fromkeys(turns))
    if turn is None and len(different) > 1:
        listed = ", ".join(map(str, different[:10])) + (" …" if len(different) > 10 else "")
        advice = f"in the turns {listed}. Say which turn, or quote more of the words around it."
    else:
        advice = "so quote more of the words around it."
    raise RuleError(f"“{_short(words)}” stands {len(found)} times in {here}, {advice}")


def _stretch(body: Body, turn: int | None, where: str) -> Span:
    if turn is None:
        return Span(0, max(1, len(body.text)))
    chosen: Turn | None = next((each for each in body.turns if each.number == turn), None)
    if chosen is None:
        raise RuleError(f"{where} has no turn {turn}. Its turns are 1 to {len(body.turns)}.")
    return chosen.span


def _places(text: str, words: str, within: Span) -> Iterator[Span]:
    at = text.find(words, within.start, within.end)
    while at >= 0:
        yield Span(at, at + len(words))
        at = text.find(words, at + 1, within.end)


def _near(body: Body, words: str, within: Span) -> str:
    """Advice where the same words stand there with other capitals, spaces, dashes or quotation marks."""
    pattern = re.compile(r"\s+".join(map(_loose, words.split())), re.IGNORECASE)
    match = pattern.search(body.text, within.start, within.end)
    if match is None:
        return ""
    turn = body.turn_at(match.start())
    place = f" (turn {turn.number})" if turn else ""
    return f"Something close to it does{place}: “{_short(match[0])}”. Copy the words as they stand there."


def _loose(word: str) -> str:
    return "".join(
        next((f"[{re.escape(signs)}]" for signs in _ALIKE if character in signs), re.escape(character))
        for character in word
    )


def _short(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= _SHOWN else line[:_SHOWN].rstrip() + " …"
