"""The two withdrawals that the sample study has recorded, carried out: the main promise, on both kinds of database."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.files_of import everything_in
from workbench.domain.withdrawal import PLACEHOLDER, Scope
from workbench.services import codings, reports, sample, transcripts, withdrawal
from workbench.services.desk import Desk
from workbench.services.maintenance import verify
from workbench.store import Store

SOURCE = Path(__file__).parents[2] / "sample_data" / "source"
IDENTIFIERS = ("Trevor", "Diesel", "Valleyview", "TRK-4471", "046 454 286", "SN-KX48-20917", "825-555-0131")


def talk_of(label: str) -> list[tuple[str, str]]:
    """(speaker, words) of every turn of a transcript of the sample."""
    lines = (SOURCE / f"{label}.txt").read_text(encoding="utf-8").splitlines()
    return [(found[1], found[2]) for line in lines if (found := re.match(r"\[[\d:]+\] ([^:]+): (.*)", line))]


def runs(texts: list[str]) -> set[str]:
    """Every five words in a row, as they are written."""
    found = set()
    for text in texts:
        words = text.split()
        found |= {" ".join(words[at : at + 5]) for at in range(len(words) - 4)}
    return found


def said_by_others(without: tuple[str, set[int]]) -> str:
    """All that stays, in one line: the whole sample but some turns of one transcript."""
    label, gone = without
    kept = []
    for file in sorted(SOURCE.glob("T*.txt")):
        for number, (_, words) in enumerate(talk_of(file.stem), 1):
            if file.stem != label or number not in gone:
                kept.append(" ".join(words.split()))
    return "\n".join(kept)


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_after_both_withdrawals_of_the_sample_no_five_of_the_words_stand_anywhere(store: Store) -> None:
    study = sample.create_sample_study(store)
    desk = Desk(store, study.project.id, sample.OWNER)
    labels = {one.label: one.id for one in (row.transcript for row in transcripts.list_transcripts(desk))}
    others = {
        one.id: one.quote
        for label, transcript_id in labels.items()
        if label not in ("T09", "T10")
        for one in codings.codings_of(desk, transcript_id)
    }
    t09, t10 = talk_of("T09"), talk_of("T10")
    everything = {number for number, (who, _) in enumerate(t09, 1) if who == "Trevor"}
    passage = set(range(34, 40))
    lost = runs([t09[number - 1][1] for number in everything]) | runs([t10[number - 1][1] for number in passage])
    stays = said_by_others(("T09", everything)), said_by_others(("T10", passage))
    lost = {run for run in lost if not all(run in text for text in stays)}
    assert len(lost) > 1_500

    done = {one.scope: withdrawal.carry_out(desk, one) for one in withdrawal.withdrawals(desk)}

    assert (done[Scope.EVERYTHING].turns, done[Scope.PASSAGES].turns) == (28, 6)
    assert [one.left for one in done.values()] == [(), ()]
    found = everything_in(store)
    assert sorted(run for run in lost if run in found) == []
    assert [name for name in IDENTIFIERS if name in found] == []
    assert verify(store).faults == ()
    for transcript_id in (labels[label] for label in labels if label not in ("T09", "T10")):
        for one in codings.codings_of(desk, transcript_id):
            assert others.pop(one.id) == one.quote
    assert others == {}
    here = transcripts.open_transcript(desk, labels["T10"])
    texts = [turn.span.text_in(here.body.text) for turn in here.body.turns]
    assert {number for number, text in enumerate(texts, 1) if text == PLACEHOLDER} == passage
    assert all(one.span.text_in(here.body.text) == one.quote for one in codings.codings_of(desk, labels["T10"]))
    assert reports.draft_report(desk).title
