"""A coder in a process of its own, that can be killed: codes without end and says what was acknowledged."""

from __future__ import annotations

import random
from multiprocessing.connection import Connection
from uuid import uuid4

from workbench.domain.ids import ProjectId, TranscriptId
from workbench.services import codebooks, operations, transcripts
from workbench.services.desk import Desk
from workbench.store import Store


def code_until_killed(database: str, project: str, transcript: str, seed: int, told: Connection) -> None:
    """Send the id of each coding through ``told`` once it is acknowledged, after the word “ready”."""
    chance = random.Random(seed)
    store = Store.open(database)
    desk = Desk(store, ProjectId(project), "Ana")
    text = transcripts.open_transcript(desk, TranscriptId(transcript)).body.text
    codes = [code.id for code in codebooks.get_codebook(desk)]
    told.send("ready")
    while True:
        start = chance.randrange(len(text) - 12)
        end = start + chance.randrange(1, 12)
        if not text[start:end].strip():
            continue
        coding = str(uuid4())
        operation = {
            "op": str(uuid4()), "kind": "add", "coding": coding, "code": chance.choice(codes),
            "start": start, "end": end, "quote": text[start:end],
        }  # fmt: skip
        outcome = operations.settle(desk, TranscriptId(transcript), [operation], since=10**9)
        if outcome.acknowledged and coding not in outcome.delta.dropped:
            told.send(coding)
