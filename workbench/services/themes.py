"""Themes: what the team makes of its codes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from workbench.domain.codebook import Theme, ThemeStatus
from workbench.domain.ids import CodeId, ThemeId, new_id
from workbench.domain.project import Right
from workbench.domain.text import make_text
from workbench.errors import NotFoundError
from workbench.services.desk import Deed, Desk
from workbench.services.evidence import people_behind


def add_theme(
    desk: Desk,
    title: str,
    *,
    claim: str = "",
    code_ids: tuple[CodeId, ...] = (),
    scope: str = "",
    is_not: str = "",
    counter_examples: str = "",
    meaning: str = "",
    status: ThemeStatus = ThemeStatus.CANDIDATE,
) -> Theme:
    """A new theme, at the end of the list.

    :raises RuleError: it is to be ready, and lacks something; says what
    """
    with desk.deed("add theme", Right.EDIT_THEMES) as deed:
        there = deed.uow.themes.of_project(desk.project_id)
        theme = Theme(
            id=ThemeId(new_id()),
            project_id=desk.project_id,
            title=make_text(title).strip(),
            claim=make_text(claim).strip(),
            code_ids=code_ids,
            position=len(there) + 1,
            scope=make_text(scope).strip(),
            is_not=make_text(is_not).strip(),
            counter_examples=make_text(counter_examples).strip(),
            meaning=make_text(meaning).strip(),
            status=status,
        )
        known = {code.id for code in deed.uow.codes.of_project(desk.project_id)}
        if unknown := set(code_ids) - known:
            raise NotFoundError("code", unknown.pop())
        _save(deed, theme)
    return theme


def change_theme(desk: Desk, theme_id: ThemeId, **changes: Any) -> Theme:
    """Change the texts, codes, status or place of a theme.

    :raises RuleError: it is, or is to be, ready, and lacks something; says what
    """
    with desk.deed("change theme", Right.EDIT_THEMES) as deed:
        theme = deed.uow.themes.get(theme_id)
        if theme.project_id != desk.project_id:
            raise NotFoundError("theme", theme_id)
        changed = replace(theme, **changes)
        if changes.keys() == {"position"}:
            deed.uow.themes.save(changed)
        else:
            _save(deed, changed)
    return changed


def _save(deed: Deed, theme: Theme) -> None:
    """Keep a theme; one that is called ready has all that it takes."""
    if theme.status is ThemeStatus.READY:
        theme.check_ready(people=people_behind(deed, [theme])[theme.id])
    deed.uow.themes.save(theme)


def list_themes(desk: Desk) -> list[Theme]:
    """The themes in their order."""
    with desk.reading() as look:
        return look.uow.themes.of_project(desk.project_id)
