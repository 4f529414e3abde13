"""Ready-made values and studies, with defaults for all that a test is not about."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from workbench.domain.codebook import Code, Codebook
from workbench.domain.ids import CodeId, ProjectId, new_id
from workbench.domain.project import Approach, Role
from workbench.domain.span import Span
from workbench.domain.text import count_words
from workbench.domain.transcript import Phase, SpeakerRole, Transcript
from workbench.importers.base import ImportedSpeaker, ImportedTranscript, ImportedTurn
from workbench.services import codebooks, projects, transcripts
from workbench.services.desk import Desk
from workbench.services.transcripts import Preview
from workbench.store import Store

TALK = (
    ("Interviewer", "What was the first year like?"),
    ("Maple", "I waited nine months for a letter. Then it came twice. (laughs)"),
    ("Interviewer", "And who helped you?"),
    ("Maple", "My sister drove me to Red Deer, every second week. 🙂 She never asked for gas money."),
)


def make_preview(talk: Iterable[tuple[str | None, str]] = TALK, *, title: str = "Maple") -> Preview:
    """A file as an importer would have read it."""
    turns = tuple(ImportedTurn(speaker, text, line=number) for number, (speaker, text) in enumerate(talk, 1))
    labels = dict.fromkeys(turn.speaker for turn in turns if turn.speaker)
    speakers = tuple(
        ImportedSpeaker(
            label,
            SpeakerRole.FACILITATOR if label == "Interviewer" else SpeakerRole.PARTICIPANT,
            sum(1 for turn in turns if turn.speaker == label),
        )
        for label in labels
    )
    words = sum(count_words(turn.text) for turn in turns)
    found = ImportedTranscript(title, "test", turns, speakers, words_in_file=words, words_imported=words)
    name = hashlib.sha256(repr((turns, title)).encode("utf-8", "surrogatepass")).hexdigest()
    return Preview(f"{title}.txt", name, found, None)


def make_codebook(*labels: str) -> Codebook:
    """A codebook with these codes at its top."""
    book = Codebook("Study", [])
    for label in labels:
        book.add(Code(CodeId(new_id()), ProjectId("p"), label))
    return book


class Study:
    """A small project with one transcript, two codes and two people, on a real database."""

    def __init__(self, store: Store, *, approach: Approach = Approach.PACER) -> None:
        self.store = store
        self.project = projects.create_project(store, "Living with it", actor="Ana", approach=approach)
        self.ana = Desk(store, self.project.id, "Ana")
        projects.add_member(self.ana, "Ben", role=Role.STUDENT)
        self.ben = Desk(store, self.project.id, "Ben")
        self.waiting = codebooks.add_code(self.ana, "Waiting", short_definition="Time lost before care.")
        self.family = codebooks.add_code(self.ana, "Family", short_definition="Help from relatives.")
        self.transcript: Transcript = transcripts.import_transcript(self.ana, make_preview(), phase=Phase.COLLECT)

    @property
    def text(self) -> str:
        return transcripts.open_transcript(self.ana, self.transcript.id).body.text

    def place(self, words: str) -> Span:
        """Where words stand in the transcript."""
        start = self.text.index(words)
        return Span(start, start + len(words))
