"""Taking turns out of a text: a placeholder stands for each, and of a passage that reaches beyond them a part stays.

>>> from workbench.domain.revising import travel
>>> body = Body("Hello.\\n\\nIt rained.\\n\\nAnd then?", (Turn(1, None, 0, 6), Turn(2, None, 8, 18), Turn(3, None, 20, 29)))
>>> travel(body.text, without_turns(body, {2}, "[removed]")).new
'Hello.\\n\\n[removed]\\n\\nAnd then?'
>>> staying(body, {2}, Span(8, 23)).text_in(body.text), staying(body, {2}, Span(8, 12))
('And', None)
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

from workbench.domain.revising import Edit
from workbench.domain.span import Span
from workbench.domain.text import count_words
from workbench.domain.transcript import Body, Turn


def without_turns(body: Body, gone: Collection[int], placeholder: str) -> list[Edit]:
    """The edits that put a placeholder in the place of some turns."""
    return [Edit(turn.start, turn.end, placeholder) for turn in body.turns if turn.number in gone]


def staying(
    body: Body, gone: Collection[int], span: Span, counts: Callable[[Turn], bool] = lambda _turn: True
) -> Span | None:
    """The part of a passage that stays when some turns go, in the old text; the passage itself where it touches none.

    Of several parts, the one with most words in turns that ``counts``; ``None`` where no word of such a turn stays.
    """
    if not any(turn.number in gone for turn in body.turns_of(span)):
        return span
    best: Span | None = None
    most = 0
    for part in _parts(body, gone, span):
        said = [
            body.text[max(part.start, turn.start) : min(part.end, turn.end)]
            for turn in body.turns_of(part)
            if counts(turn)
        ]
        if (words := sum(map(count_words, said))) > most:
            best, most = part, words
    return best


def _parts(body: Body, gone: Collection[int], span: Span) -> Iterator[Span]:
    """The stretches of a passage between the turns that are gone, without white space around them."""
    at = span.start
    ends = [(turn.start, turn.end) for turn in body.turns_of(span) if turn.number in gone]
    for start, end in [*ends, (span.end, span.end)]:
        words = body.text[at:start] if at < start else ""
        if words.strip():
            begin = at + len(words) - len(words.lstrip())
            yield Span(begin, begin + len(words.strip()))
        at = max(at, end)
