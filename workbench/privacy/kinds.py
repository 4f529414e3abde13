"""Whether a proper name is a person's, a place's or an organisation's."""

from __future__ import annotations

from workbench.privacy.lexicon import Lexicon
from workbench.privacy.values import IdentifierClass
from workbench.privacy.word_groups import word_group

TITLES = word_group("titles")
_INTO_PLACES = word_group("into places")
_CALLED = word_group("called")


def kind_of(
    lows: list[str], plain: list[str], *, upper: bool, before: str, titled: bool, lists: Lexicon
) -> IdentifierClass:
    """The class of a name, from its words and the word before it; the first rule that holds decides."""
    person, place, body = IdentifierClass.PERSON, IdentifierClass.PLACE, IdentifierClass.ORGANISATION
    first, last, several = lows[0], lows[-1], len(lows) > 1
    into = before in _INTO_PLACES
    alone_named = not several and lists.is_name_word(first)
    rules = (
        (titled, person),
        (several and any(low in lists.organisation_words for low in lows), body),
        (lists.places.longest_at(plain, 0) == len(lows), place if into or not alone_named else person),
        (lists.organisations.longest_at(plain, 0) == len(lows), person if alone_named and before in _CALLED else body),
        (several and bool({first, last} & lists.place_words), place),
        (first in lists.given or (several and last in lists.surnames), person),
        (upper and not several and len(first) <= _ACRONYM, body),
        (into and before not in ("to", "at") and last not in lists.surnames, place),
    )
    return next((kind for holds, kind in rules if holds), person)


_ACRONYM = 6  # letters, at most
