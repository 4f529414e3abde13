"""Taking words out of a text: whole turns make room for a placeholder, single words are masked, all else keeps its place.

>>> from workbench.domain.transcript import Body, Turn
>>> body = Body("Hello.\\n\\nIt rained.\\n\\nAnd then?", (Turn(1, None, 0, 6), Turn(2, None, 8, 18), Turn(3, None, 20, 29)))
>>> cuts = Cuts(body, gone={2}, placeholder="[removed]")
>>> cuts.body.text
'Hello.\\n\\n[removed]\\n\\nAnd then?'
>>> cuts.moved(Span(20, 23)).text_in(cuts.body.text), cuts.moved(Span(8, 12))
('And', None)
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace

from workbench.domain.span import Span
from workbench.domain.text import count_words, make_text
from workbench.domain.transcript import Body, Turn


@dataclass(frozen=True, slots=True)
class Mask:
    """Some words inside a turn that stays, and what stands there instead."""

    start: int
    end: int
    instead: str


@dataclass(frozen=True, slots=True)
class _Cut:
    start: int
    end: int
    instead: str
    at: int  # where what stands instead begins in the new text
    whole: bool

    @property
    def grown(self) -> int:
        return len(self.instead) - (self.end - self.start)


class Cuts:
    """A body without some turns and words, and where each place of the old text is in the new one."""

    def __init__(self, body: Body, *, gone: Collection[int], placeholder: str, masks: Iterable[Mask] = ()) -> None:
        self.before = body
        self.gone = frozenset(gone)
        wanted = [(turn.start, turn.end, placeholder, True) for turn in body.turns if turn.number in self.gone]
        wanted += [(mask.start, mask.end, mask.instead, False) for mask in masks]
        self._cuts: list[_Cut] = []
        grown = 0
        for start, end, instead, whole in sorted(wanted):
            cut = _Cut(start, end, instead, start + grown, whole)
            grown += cut.grown
            self._cuts.append(cut)
        self.body = Body(self._text(), tuple(map(self._turn, body.turns)))

    @property
    def changes_anything(self) -> bool:
        return self.body != self.before

    def _text(self) -> str:
        parts, at = [], 0
        for cut in self._cuts:
            parts += [self.before.text[at : cut.start], cut.instead]
            at = cut.end
        text = "".join([*parts, self.before.text[at:]])
        if make_text(text) != text:  # what is put in is plain, so this is a broken promise of a caller
            raise AssertionError("The text without the words is not canonical.")
        return text

    def _turn(self, turn: Turn) -> Turn:
        moved = replace(turn, start=self._at(turn.start), end=self._at(turn.end, ends=True))
        return replace(moved, begins_at=None, ends_at=None) if turn.number in self.gone else moved

    def _at(self, position: int, *, ends: bool = False) -> int:
        """Where a place is now; a place inside a cut is that of its edge."""
        grown = 0
        for cut in self._cuts:
            if cut.start >= position:
                break
            if position < cut.end:
                return cut.at + (len(cut.instead) if ends else 0)
            grown += cut.grown
        return position + grown

    def moved(self, span: Span, *, counts: Callable[[Turn], bool] = lambda _turn: True) -> Span | None:
        """Where a passage is now: itself, or the part of it that stays, or ``None`` where nothing of it does.

        Of several parts that stay, the one with most words in turns that ``counts``; none with words there: ``None``.
        """
        if not any(turn.number in self.gone for turn in self.before.turns_of(span)):
            return Span(self._at(span.start), self._at(span.end, ends=True))
        best: Span | None = None
        most = 0
        for part in self._parts(span):
            turns = [turn for turn in self.before.turns_of(part) if counts(turn)]
            words = sum(count_words(self.before.text[max(part.start, t.start) : min(part.end, t.end)]) for t in turns)
            if words > most:
                best, most = part, words
        return None if best is None else Span(self._at(best.start), self._at(best.end, ends=True))

    def _parts(self, span: Span) -> Iterable[Span]:
        """The stretches of a passage between the turns that are gone, without white space around them."""
        at = span.start
        for turn in [*self.before.turns_of(span), None]:
            if turn is not None and turn.number not in self.gone:
                continue
            end = span.end if turn is None else turn.start
            words = self.before.text[at:end] if at < end else ""
            if words.strip():
                start = at + len(words) - len(words.lstrip())
                yield Span(start, start + len(words.strip()))
            if turn is not None:
                at = max(at, turn.end)
