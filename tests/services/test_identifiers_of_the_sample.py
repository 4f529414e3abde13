"""The sample study from the search to the sign-off: afterwards no name that was taken out is in any file or row."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.services.deidentified import answer_all
from workbench.domain.identifiers import ReviewState, Verdict
from workbench.domain.project import Member, Role
from workbench.processes import ChildProcess
from workbench.services import (
    clearing,
    codings,
    identifier_replacing,
    identifiers,
    maintenance,
    projects,
    reports,
    sample,
    transcripts,
    vaults,
)
from workbench.services.desk import Desk
from workbench.services.vaults import VaultWish
from workbench.store import Store
from workbench.store.tables import metadata

PASSPHRASE = "no place like a vault"


@pytest.fixture
def models() -> Iterator[ChildProcess]:
    child = ChildProcess(memory_bytes=None, seconds=300)
    yield child
    child.close()


def decide_all(desk: Desk, team: list[Member]) -> set[str]:
    """Replace as proposed, but for the team's own names, pseudonyms, and words that the study itself is written with; what was replaced."""
    with desk.reading() as look:
        pseudonyms = [person.pseudonym for person in look.uow.participants.of_project(desk.project_id)]
    written = " ".join([desk_facts(desk), *(member.name for member in team), *pseudonyms]).casefold()
    gone: set[str] = set()
    for group in identifiers.look_over(desk).groups:
        if any(name.casefold() in written for name in group.spellings):
            identifiers.rule(desk, group.key, Verdict.KEEP, reason="the team's own word")
            continue
        identifiers.rule(desk, group.key, Verdict.REPLACE, replacement=proposal(desk, group.key))
        gone.update(one.text for one in group.occurrences)
        gone.update(group.spellings)
    return gone


def proposal(desk: Desk, key: str) -> str:
    return identifiers.look_over(desk).by_key[key].proposal


def desk_facts(desk: Desk) -> str:
    project = projects.get_project(desk)
    return " ".join([project.title, *project.facts.values()])


def as_words(names: set[str]) -> re.Pattern[str]:
    longest_first = sorted(names, key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, longest_first)) + r")(?!\w)")


def rows_of(store: Store) -> str:
    with store.engine.connect() as connection:
        return "\n".join(
            str(value)
            for table in metadata.sorted_tables
            for row in connection.execute(sa.select(table))
            for value in row
        )


@pytest.mark.timeout(600)
def test_after_sign_off_of_the_sample_study_no_name_is_left_and_every_coding_is(
    make_sqlite: Callable[[], Store], models: ChildProcess, tmp_path: Path
) -> None:
    store = make_sqlite()
    made = sample.create_sample_study(store)
    owner = Desk(store, made.project.id, sample.OWNER)
    team = projects.list_members(owner)
    student, mentor = (Desk(store, made.project.id, next(m.name for m in team if m.role is role)) for role in (Role.STUDENT, Role.MENTOR))  # fmt: skip
    labels = [row.transcript for row in transcripts.list_transcripts(owner)]
    before = Counter((one.id, one.code_id) for each in labels for one in codings.codings_of(owner, each.id))

    identifiers.search(student, models)
    gone = decide_all(student, team)
    done = identifier_replacing.replace_decided(student)
    answer_all(student)
    for standing in identifiers.look_over(mentor).standings:
        assert standing.state is ReviewState.TO_CHECK, (standing.here.transcript.label, standing.state)
        clearing.check(mentor, standing.here.transcript.id, remains="Those who know the story may know the person.")
    wish = VaultWish(tmp_path.parent / f"{tmp_path.name}-apart" / "sample.vault", PASSPHRASE)
    clearing.sign_off(mentor, [each.id for each in labels], keep=wish)

    assert len(gone) > 120
    assert done.transcripts == 11
    sought = as_words(gone)
    assert sorted(set(sought.findall(rows_of(store)))) == []
    assert store.path is not None
    for file in store.path.parent.rglob("*"):
        text = file.read_bytes().decode("utf-8", "ignore") if file.is_file() else ""
        assert sorted(set(sought.findall(text))) == [], file.name
    assert maintenance.verify(store).faults == ()
    assert Counter((one.id, one.code_id) for each in labels for one in codings.codings_of(owner, each.id)) == before
    kept = vaults.open_vault(mentor, wish.path, PASSPHRASE)
    assert len(kept.texts) == 11
    with owner.reading() as look:
        assert clearing.checked_transcripts(look) == {each.id for each in labels}
    assert sorted(set(sought.findall(words_of_docx(reports.report_bytes(owner))))) == []


def words_of_docx(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return re.sub(r"<[^>]+>", "", archive.read("word/document.xml").decode())
