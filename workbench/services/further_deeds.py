"""What a person makes of what was found by looking further: a mark against a theme, or a code in participants' own words."""

from __future__ import annotations

from dataclasses import replace

from workbench.domain.code_rule import WORD, Term, show_rule
from workbench.domain.codebook import Code
from workbench.domain.coding import Coding
from workbench.domain.ids import CodeId, ThemeId, TranscriptId
from workbench.domain.project import Right
from workbench.domain.rule_reading import read_rule
from workbench.domain.span import Span
from workbench.domain.text import make_text
from workbench.errors import NotFoundError, RuleError
from workbench.services.codebooks import put_code
from workbench.services.codings import put_challenge, put_coding
from workbench.services.desk import Desk
from workbench.services.transcripts import opened
from workbench.services.visibility import seen_codings


def mark_against(
    desk: Desk,
    theme_id: ThemeId,
    transcript_id: TranscriptId,
    span: Span,
    *,
    code_id: CodeId | None = None,
    note: str = "",
) -> Coding:
    """Say in one act that a passage speaks against a theme.

    One's own coding of the passage is marked, one with a code of the theme before others. Where there is none, the passage is coded first, with
    ``code_id`` or else the theme's first code. Another person's coding is never touched.
    """
    with desk.deed("mark challenge", Right.CODE) as deed:
        theme = deed.uow.themes.find(theme_id)
        if theme is None or theme.project_id != deed.project_id:
            raise NotFoundError("theme", theme_id)
        own = [
            one
            for one in seen_codings(deed, transcript_id=transcript_id)
            if one.coder == deed.actor and span.mostly_shared_with(one.span)
        ]
        own.sort(key=lambda one: (one.code_id != code_id, one.code_id not in theme.code_ids, one.start, one.id))
        if own and (code_id is None or own[0].code_id == code_id):
            coding = own[0]
        else:
            chosen = code_id or next(iter(theme.code_ids), None)
            if chosen is None:
                raise RuleError(
                    f"“{theme.title}” has no codes. Add one to the theme, so that this passage can be coded."
                )
            coding = put_coding(deed, opened(deed, transcript_id), span, chosen)
        return put_challenge(deed, coding.id, theme_id, note=note)


def code_in_their_words(desk: Desk, phrase: str) -> Code:
    """A new code named by a phrase of participants, in quotation marks, with the phrase as its rule and seed term."""
    words = " ".join(make_text(phrase).split())
    spoken = [word.lower() for word in WORD.findall(words)]
    if not spoken:
        raise RuleError("A code in people's own words needs at least one word.")
    with desk.deed("add code", Right.EDIT_CODEBOOK) as deed:
        made = put_code(deed, f"“{words}”")
        rule = f'"{" ".join(spoken)}"' if len(spoken) > 1 else show_rule(Term(spoken[0]))
        code = replace(made, seed_terms=(words,), rule=show_rule(read_rule(rule)))
        deed.uow.codes.save(code)
    return code
