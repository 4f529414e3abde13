"""The evidence of a theme: how many people are heard in the passages that carry it."""

from __future__ import annotations

from collections.abc import Iterable

from workbench.analysis.frequencies import counted_codings, reach
from workbench.analysis.report_findings import supporting
from workbench.domain.codebook import FEWEST_PEOPLE, Theme
from workbench.domain.ids import ThemeId
from workbench.domain.snapshot import Snapshot
from workbench.services.desk import Deed, Look
from workbench.services.visibility import seen_codings, veil_of


def people_behind(look: Look | Deed, themes: Iterable[Theme]) -> dict[ThemeId, int]:
    """For each theme, how many people its passages are from; a voice that nobody has linked to a participant is one.

    Nobody who has withdrawn counts, and no passage that was marked as speaking against the theme. From whom a blind round
    hides codings, enough people are taken for granted: what cannot be seen is not found missing, and its number tells nothing.
    """
    asked = list(themes)
    uow, project_id = look.uow, look.project.id
    codes = {code_id for theme in asked for code_id in theme.code_ids}
    codings = tuple(coding for coding in seen_codings(look) if coding.code_id in codes)
    used = {coding.transcript_id for coding in codings}
    revisions = {one.transcript_id: one for one in uow.revisions.current_of_project(project_id)}
    bodies = uow.bodies.of_revisions([one for name, one in revisions.items() if name in used])
    study = Snapshot(
        project=look.project,
        taken_at="",
        version="",
        participants=tuple(uow.participants.of_project(project_id)),
        transcripts=tuple(uow.transcripts.of_project(project_id)),
        bodies={name: bodies[one.id] for name, one in revisions.items() if name in used},
        speakers={speaker.id: speaker for speaker in uow.speakers.of_project(project_id)},
        codings=codings,
    )
    counted = counted_codings(study)
    at_least = FEWEST_PEOPLE if veil_of(look) else 0
    found = {}
    for theme in asked:
        heard = reach(study, supporting(theme, counted))
        found[theme.id] = max(len(heard.people) + len(heard.unlinked), at_least)
    return found
