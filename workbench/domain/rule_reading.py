"""Reads the notation of ``code_rule``, and says in plain words what is wrong with it and where."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from workbench.domain.code_rule import (
    OPERATORS,
    And,
    Form,
    Near,
    Not,
    Or,
    Phrase,
    Rule,
    Said,
    Term,
    fold_word,
    has_places,
    holds,
    show_rule,
)
from workbench.errors import RuleError

MAX_RULE = 500
FARTHEST = 50
_DEEPEST = 20
_TOKEN = re.compile(
    r"""(?P<quote>["“”„«»])|(?P<open>\()|(?P<close>\))|(?P<near>NEAR(?:\s*/\s*(?P<far>\d*))?(?![\w']))"""
    r"""|(?P<operator>(?:AND|OR|NOT)(?![\w']))|(?P<word>=?[^\W_]+(?:['’\-][^\W_]+)*\*?)|(?P<space>\s+)|(?P<other>.)""",
    re.DOTALL,
)
_QUOTED_WORD = re.compile(r"=?[^\W_]+(?:['’\-][^\W_]+)*\*?")


class RuleProblemError(RuleError):
    """A rule cannot be read. ``at`` and ``end`` say where in its text; the message says what is wrong and what to do."""

    def __init__(self, message: str, at: int, end: int) -> None:
        super().__init__(message)
        self.at = at
        self.end = end


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    at: int
    end: int
    rule: Rule | None = None
    within: int = 0


def read_rule(text: str) -> Rule:
    """The rule that a text says, or ``RuleProblemError``.

    >>> show_rule(read_rule('(=wait or delay*) AND NOT "waiting room"'))
    Traceback (most recent call last):
        ...
    workbench.domain.rule_reading.RuleProblemError: Write “OR” in capitals. To look for the word itself, put it in quotation marks: "or".
    >>> show_rule(read_rule('(=wait OR delay*) AND NOT  "Waiting  room"'))
    '(=wait OR delay*) AND NOT "waiting room"'
    """
    if len(text) > MAX_RULE:
        raise RuleProblemError(
            f"A rule has at most {MAX_RULE} characters. Make two codes of it, or take words out.", MAX_RULE, len(text)
        )
    tokens = _tokens(text)
    if not tokens:
        raise RuleProblemError("Write a word to look for.", 0, len(text))
    reader = _Reader(tokens, len(text))
    rule = reader.either(0)
    if reader.next is not None:
        raise _stray(reader.next)
    if holds(rule, Said((), ())):
        raise RuleProblemError(
            "This rule fits every passage, because it only says what is not there. Add a word that has to be there, "
            "such as: wait AND NOT list.",
            0,
            len(text),
        )
    return rule


@lru_cache(maxsize=512)
def readable(text: str) -> Rule | None:
    """The same for a rule that may come from a file: ``None`` where it is empty or cannot be read."""
    try:
        return read_rule(text)
    except RuleProblemError:
        return None


def _tokens(text: str) -> list[_Token]:
    found: list[_Token] = []
    at = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        assert match is not None
        kind, begin, at = match.lastgroup or "", at, match.end()
        kind = "near" if kind == "far" else kind
        if kind == "space":
            continue
        if kind == "other" and match.group() in "=*":
            raise RuleProblemError("Put = right before a word (=wait), or * right after it (wait*).", begin, at)
        if kind == "other":
            raise RuleProblemError(
                f'“{match.group()}” means nothing in a rule. Take it out; words, = * " ( ) and AND, OR, NOT, NEAR/5 can be used.',
                begin,
                at,
            )
        if kind == "quote":
            token = _quoted(text, begin)
            at = token.end
        elif kind == "near":
            token = _Token("near", match.group(), begin, at, within=_distance(match, begin, at))
        elif kind == "word":
            if (operator := match.group().lower()) in OPERATORS:
                raise _not_capital(operator, begin, at)
            token = _Token("word", match.group(), begin, at, _phrase([match.group()], begin, at))
        else:
            token = _Token(kind, match.group(), begin, at)
        found.append(token)
    return found


def _distance(match: re.Match[str], begin: int, end: int) -> int:
    far = match.group("far") or ""
    if not far or len(far) > 3 or not 1 <= int(far) <= FARTHEST:
        raise RuleProblemError(
            f"Say how near: NEAR/5 allows five words between the two. The number goes from 1 to {FARTHEST}.", begin, end
        )
    return int(far)


def _not_capital(operator: str, begin: int, end: int) -> RuleProblemError:
    capitals = "NEAR/5" if operator == "near" else operator.upper()
    return RuleProblemError(
        f'Write “{capitals}” in capitals. To look for the word itself, put it in quotation marks: "{operator}".',
        begin,
        end,
    )


def _quoted(text: str, begin: int) -> _Token:
    closing = re.compile(r"[\"“”„«»]").search(text, begin + 1)
    if closing is None:
        raise RuleProblemError("A quotation mark is open. Put another one after the last word.", begin, len(text))
    end = closing.end()
    inside = text[begin + 1 : closing.start()]
    words = _QUOTED_WORD.findall(inside)
    if not words:
        raise RuleProblemError("There is no word between these quotation marks.", begin, end)
    return _Token("word", text[begin:end], begin, end, _phrase(words, begin, end))


def _phrase(words: Sequence[str], begin: int, end: int) -> Rule:
    terms: list[Term] = []
    for word in words:
        form = Form.ANY if word.startswith("=") else Form.BEGINNING if word.endswith("*") else Form.EXACT
        if word.startswith("=") and word.endswith("*"):
            raise RuleProblemError(
                f"“{word}” has both = and *. Use one of them: ={word[1:-1]} or {word[1:]}.", begin, end
            )
        parts = [fold_word(part) for part in word.strip("=*").split("-")]
        terms += [Term(part) for part in parts[:-1]]
        terms.append(Term(parts[-1], form))
    return terms[0] if len(terms) == 1 else Phrase(tuple(terms))


class _Reader:
    """Reads from left to right; OR binds least, then AND, NOT, NEAR."""

    def __init__(self, tokens: Sequence[_Token], length: int) -> None:
        self._tokens = tokens
        self._length = length
        self._at = 0

    @property
    def next(self) -> _Token | None:
        return self._tokens[self._at] if self._at < len(self._tokens) else None

    def _take(self, kind: str, text: str | None = None) -> _Token | None:
        token = self.next
        if token is None or token.kind != kind or text not in (None, token.text):
            return None
        self._at += 1
        return token

    def either(self, depth: int) -> Rule:
        parts = [self._all(depth)]
        while self._take("operator", "OR"):
            parts.append(self._all(depth))
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def _all(self, depth: int) -> Rule:
        parts = [self._not(depth)]
        while self._take("operator", "AND") or (self.next is not None and self.next.text == "NOT"):
            parts.append(self._not(depth))  # “wait NOT list” is read as “wait AND NOT list”
        return parts[0] if len(parts) == 1 else And(tuple(parts))

    def _not(self, depth: int) -> Rule:
        if depth > _DEEPEST:
            raise RuleProblemError("This rule has too many brackets in brackets. Make it simpler.", 0, self._length)
        if self._take("operator", "NOT"):
            return Not(self._not(depth + 1))
        return self._near(depth)

    def _near(self, depth: int) -> Rule:
        begin = self.next
        left = self._atom(depth)
        near = self._take("near")
        if near is None:
            return left
        assert begin is not None
        right = self._atom(depth)
        if not (has_places(left) and has_places(right)):
            raise RuleProblemError(
                "NEAR joins words, phrases or a choice of them, such as (bus OR train) NEAR/5 late. "
                "Take AND, NOT and NEAR out of its sides.",
                begin.at,
                self._tokens[self._at - 1].end,
            )
        if self.next is not None and self.next.kind == "near":
            raise RuleProblemError(
                "NEAR joins two things at a time. Write it as two: a NEAR/5 b AND b NEAR/5 c.", begin.at, self.next.end
            )
        return Near(left, right, near.within)

    def _atom(self, depth: int) -> Rule:
        token = self.next
        if token is None:
            last = self._tokens[-1]
            raise RuleProblemError(f"A word is missing after “{last.text}”.", last.at, last.end)
        self._at += 1
        if token.rule is not None:
            return token.rule
        if token.kind == "open":
            if depth >= _DEEPEST:
                raise RuleProblemError(
                    "This rule has too many brackets in brackets. Make it simpler.", token.at, token.end
                )
            inside = self.either(depth + 1)
            if self._take("close") is None:
                if self.next is not None:
                    raise _stray(self.next)
                raise RuleProblemError("A bracket is open. Put “)” where it ends.", token.at, token.end)
            return inside
        if self._at > 1:
            before = self._tokens[self._at - 2]
            raise RuleProblemError(
                f"A word is missing between “{before.text}” and “{token.text}”.", before.at, token.end
            )
        raise RuleProblemError(f"A rule cannot begin with “{token.text}”. Put a word before it.", token.at, token.end)


def _stray(token: _Token) -> RuleProblemError:
    if token.kind == "close":
        return RuleProblemError("This bracket closes nothing. Put “(” before it, or take it out.", token.at, token.end)
    return RuleProblemError(
        f"Something is missing before “{token.text}”. Put AND or OR there, or put words that belong together in quotation marks.",
        token.at,
        token.end,
    )


# Rules made from rules ----------------------------------------------------------------------------------------------


def both_rules(first: str, second: str) -> str:
    """Two rules as one that finds what either finds; the first alone where the two together would be too long.

    >>> both_rules("=wait", "delay* AND clinic"), both_rules("", "delay*"), both_rules("=wait", "=WAIT")
    ('=wait OR delay* AND clinic', 'delay*', '=wait')
    """
    one, other = readable(first), readable(second)
    if one is None or other is None:
        return first or second
    parts = dict.fromkeys(part for rule in (one, other) for part in (rule.parts if isinstance(rule, Or) else (rule,)))
    if len(parts) == 1:
        return first
    joined = show_rule(Or(tuple(parts)))
    return joined if len(joined) <= MAX_RULE else first


def seed_terms(text: str) -> tuple[str, ...]:
    """The words and phrases that a rule looks for, as the suggestion engine's seed terms; none for an unreadable rule.

    >>> seed_terms('(=wait OR "phone tag") AND NOT "waiting room"')
    ('wait', 'phone tag')
    """
    rule = readable(text)
    return tuple(dict.fromkeys(_seeds(rule))) if rule is not None else ()


def _seeds(rule: Rule) -> Iterator[str]:
    match rule:
        case Term():
            yield rule.word
        case Phrase():
            yield " ".join(term.word for term in rule.terms)
        case Near():
            yield from _seeds(rule.left)
            yield from _seeds(rule.right)
        case And() | Or():
            for part in rule.parts:
                yield from _seeds(part)
        case Not():
            return
