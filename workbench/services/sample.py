"""The sample study of made-up people, brought in through the same deeds as any other study."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import yaml

from workbench.domain.attribute import AttributeKind
from workbench.domain.codebook import Code, Theme, ThemeStatus
from workbench.domain.coding import MemoKind, Target, Visibility
from workbench.domain.decision import Outcome
from workbench.domain.exit import Recipient
from workbench.domain.ids import ParticipantId, ProjectId
from workbench.domain.participant import Consent, FutureUse, Participant, QuoteUse, RepositoryShare, SponsorShare
from workbench.domain.project import Approach, Project, Role
from workbench.domain.span import Span
from workbench.domain.transcript import Phase, SpeakerRole, TranscriptKind
from workbench.domain.withdrawal import Scope, Turns
from workbench.errors import NotFoundError, RuleError
from workbench.services import (
    attributes,
    codebooks,
    codings,
    consents,
    decisions,
    memos,
    people,
    projects,
    themes,
    transcripts,
    withdrawal,
)
from workbench.services.decisions import NewCode
from workbench.services.desk import Desk
from workbench.services.transcripts import OpenTranscript
from workbench.shipped import shipped_folder
from workbench.store import Store

OWNER = "PaCER office"
Row = dict[str, Any]


@dataclass(frozen=True)
class SampleStudy:
    """What was brought in."""

    project: Project
    transcripts: int
    words: int
    codings: int
    coders: tuple[str, ...]


def create_sample_study(store: Store, *, tell: Callable[[str], None] = lambda _line: None) -> SampleStudy:
    """A fresh copy of the sample study. ``tell`` hears what is being done, in short sentences."""
    folder = shipped_folder("sample_data")
    if not (folder / "study.yaml").is_file():
        raise NotFoundError("sample study", str(folder), hint="Install the workbench again.")
    study = _read(folder, "study")
    existing = {project.title for project in projects.list_projects(store)}
    title = study["short_title"]
    copies = next(n for n in range(1, 1000) if (title if n == 1 else f"{title} ({n})") not in existing)
    project = projects.create_project(
        store,
        title if copies == 1 else f"{title} ({copies})",
        actor=OWNER,
        approach=Approach(study["approach"]),
        made_up=True,
    )
    return _Builder(store, project.id, folder, study, tell).build()


def _read(folder: Path, name: str) -> Row:
    text = (folder / f"{name}.yaml").read_text(encoding="utf-8")
    return cast(Row, yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)))  # noqa: S506 - both are safe


class _Builder:
    """Brings in one part after another; each part needs the ids of those before."""

    def __init__(
        self, store: Store, project_id: ProjectId, folder: Path, study: Row, tell: Callable[[str], None]
    ) -> None:
        self.store = store
        self.folder = folder
        self.study = study
        self.tell = tell
        self.owner = Desk(store, project_id, OWNER)
        self.desks: dict[str, Desk] = {}
        self.places: dict[str, OpenTranscript] = {}
        self.codes: dict[str, Code] = {}
        self.people: dict[str, Participant] = {}
        self.themes: dict[str, Theme] = {}

    def build(self) -> SampleStudy:
        self._team()
        self._transcripts()
        self._participants()
        self._codebook()
        count = self._codings()
        self._themes()
        self._memos()
        self._decisions()
        self._readings()
        return SampleStudy(
            projects.get_project(self.owner),
            len(self.places),
            sum(place.revision.words for place in self.places.values()),
            count,
            tuple(person["name"] for person in self.study["team"] if person["role"] == "student"),
        )

    def _rows(self, name: str) -> list[Row]:
        return cast(list[Row], _read(self.folder, name)[name])

    def _team(self) -> None:
        for person in self.study["team"]:
            projects.add_member(self.owner, person["name"], role=Role(person["role"]))
            self.desks[person["id"]] = Desk(self.store, self.owner.project_id, person["name"])
        facts = {key: str(value) for key, value in self.study.get("facts", {}).items()}
        projects.describe_project(self.owner, facts)

    def _transcripts(self) -> None:
        facilitators = {(label, row["label"]) for row in self.study["facilitators"] for label in row["transcripts"]}
        for row in self.study["transcripts"]:
            source = (self.folder / "transcripts" / row["file"]).read_bytes()
            seen = transcripts.preview(self.owner, source, file_name=row["file"])
            roles = {
                speaker.label: SpeakerRole.FACILITATOR
                if (row["id"], speaker.label) in facilitators
                else SpeakerRole.PARTICIPANT
                for speaker in seen.found.speakers
            }
            transcript = transcripts.import_transcript(
                self.owner, seen, phase=Phase(row["phase"]), roles=roles, title=row["title"]
            )
            transcripts.change_transcript(
                self.owner,
                transcript.id,
                kind=TranscriptKind(row["kind"]),
                held_on=str(row["held_on"]),
                content_note=row.get("content_note", ""),
            )
            place = transcripts.open_transcript(self.owner, transcript.id)
            self.places[row["id"]] = place
            self.tell(f"{transcript.label} {row['file']}: {seen.found.format}, {place.revision.words:,} words")

    def _participants(self) -> None:
        for name, choices in _read(self.folder, "participants")["attributes"].items():
            attributes.define_attribute(self.owner, name, AttributeKind.CHOICE, choices=choices)
        for row in self._rows("participants"):
            person = people.add_participant(
                self.owner,
                row["id"],
                pseudonym=row["pseudonym"],
                attributes={key: str(value) for key, value in row["attributes"].items()},
                community_governed=bool(row["community_governed"]),
                pseudonym_chosen=bool(row["chosen_by_participant"]),
            )
            if approval := row.get("community_approval"):
                consents.record_approval(
                    self.owner,
                    body=approval["body"],
                    given_on=str(approval["given_on"]),
                    covers=[Recipient(name) for name in approval["recipients"]],
                    purpose=approval["covers"],
                    participant_id=person.id,
                )
            self.people[row["id"]] = person
            consents.record_consent(self.owner, _consent(person.id, row["consent"]))
            for voice in row["speaks_as"]:
                speakers = self.places[voice["transcript"]].speakers.values()
                speaker = next(speaker for speaker in speakers if speaker.label == voice["label"])
                transcripts.change_speaker(self.owner, speaker.id, participant_id=person.id)
            if row.get("withdrawal"):
                self._withdrawal(person, row["withdrawal"])

    def _withdrawal(self, person: Participant, row: Row) -> None:
        """What a person took back, recorded and not carried out, so that it can be tried."""
        passages = tuple(
            Turns(self.places[turns["transcript"]].transcript.id, turns["from_turn"], turns["to_turn"])
            for turns in row.get("passages", ())
        )
        withdrawal.ask(self.owner, person.id, Scope(row["scope"]), asked_on=str(row["asked_on"]), passages=passages)

    def _codebook(self) -> None:
        source = (self.folder / "codebook.yaml").read_bytes()
        done = codebooks.import_codebook(self.owner, source, file_name="codebook.yaml")
        self.codes = {code.key: code for code in done.added}
        self.tell(f"Codebook: {len(done.added)} codes")

    def _codings(self) -> int:
        rows = self._rows("codings")
        for row in rows:
            place = self._find(row)
            transcript_id = self.places[row["transcript"]].transcript.id
            codings.add_coding(self.desks[row["coder"]], transcript_id, place, self.codes[row["code"]].id)
        self.tell(f"Codings: {len(rows)} by {len({row['coder'] for row in rows})} students")
        return len(rows)

    def _themes(self) -> None:
        for row in self._rows("themes"):
            theme = themes.add_theme(
                self.owner,
                row["title"],
                claim=row["claim"],
                code_ids=tuple(self.codes[key].id for key in row["codes"]),
                scope=row["scope"],
                is_not=row["is_not"],
                counter_examples=row["counter_examples"],
                meaning=row["meaning"],
            )
            if row["status"] == ThemeStatus.READY:
                theme = themes.change_theme(self.owner, theme.id, status=ThemeStatus.READY)
            self.themes[row["id"]] = theme
            for passage in row["challenges"]:
                self._mark_challenge(passage, theme)

    def _mark_challenge(self, passage: Row, theme: Theme) -> None:
        place, transcript_id = self._find(passage), self.places[passage["transcript"]].transcript.id
        for coding in codings.codings_of(self.owner, transcript_id):
            if coding.span == place:
                codings.mark_challenge(Desk(self.store, self.owner.project_id, coding.coder), coding.id, theme.id)

    def _memos(self) -> None:
        for row in self._rows("memos"):
            target = Target(row["target"])
            span = self._find(row) if target is Target.PASSAGE else None
            memos.write_memo(
                self.desks[row["author"]],
                row["text"],
                kind=MemoKind(row["kind"]),
                visibility=Visibility(row["visibility"]),
                target=target,
                target_id=self._target_id(target, row),
                span=span,
            )

    def _target_id(self, target: Target, row: Row) -> str | None:
        if target is Target.PASSAGE:
            return self.places[row["transcript"]].transcript.id
        name = row["target_id"]
        ids: dict[Target, Callable[[], str]] = {
            Target.TRANSCRIPT: lambda: self.places[name].transcript.id,
            Target.CODE: lambda: self.codes[name].id,
            Target.THEME: lambda: self.themes[name].id,
            Target.PARTICIPANT: lambda: self.people[name].id,
        }
        return ids[target]() if target in ids else None

    def _decisions(self) -> None:
        for row in self._rows("decisions"):
            desk = self.desks[row["people"][0]]
            transcript_id = self.places[row["transcript"]].transcript.id
            span = self._find(row)
            there = [one for one in codings.codings_of(desk, transcript_id) if one.span.overlaps(span)]
            asked = {self.codes[key].id for key in row["codes"]}
            outcome = Outcome(row["outcome"])
            new = self.codes[row["codes"][-1]]
            decisions.decide(
                desk,
                transcript_id,
                span,
                outcome=outcome,
                reason=row["reason"],
                about=[one.id for one in there if one.code_id in asked],
                keep=[one.id for one in there if one.code_id == self.codes[row["keep"]].id] if "keep" in row else (),
                people=self._names(row["people"]),
                new_code=NewCode(new.label) if outcome is Outcome.NEW_CODE else None,
            )

    def _readings(self) -> None:
        for row in self._rows("readings"):
            transcript_id = self.places[row["transcript"]].transcript.id
            transcripts.read_up_to(self.desks[row["reader"]], transcript_id, row["up_to_turn"])

    def _names(self, ids: Iterable[str]) -> tuple[str, ...]:
        return tuple(self.desks[name].actor for name in ids)

    def _find(self, row: Row) -> Span:
        """Where a quote stands: exactly once in its turn, or the sample data are wrong."""
        body = self.places[row["transcript"]].body
        turn = body.turns[row["turn"] - 1]
        words = turn.span.text_in(body.text)
        if words.count(row["quote"]) != 1:
            raise RuleError(
                f"The sample data name words that do not stand once in {row['transcript']} turn {row['turn']}."
            )
        start = turn.start + words.index(row["quote"])
        return Span(start, start + len(row["quote"]))


def _consent(participant_id: ParticipantId, row: Row) -> Consent:
    """A record in which a missing answer is the most restrictive."""
    least = Consent(consents.new_consent_id(), participant_id)
    return Consent(
        id=least.id,
        participant_id=participant_id,
        consent_version=row.get("consent_version") or "",
        signed_on=str(row["signed_on"]) if row.get("signed_on") else None,
        recorded=bool(row.get("recorded")),
        quote_use=QuoteUse(row.get("quote_use") or least.quote_use),
        quote_review_wanted=bool(row.get("quote_review_wanted")),
        sponsor_share=SponsorShare(row.get("sponsor_share") or least.sponsor_share),
        repository_share=RepositoryShare(row.get("repository_share") or least.repository_share),
        future_use=FutureUse(row.get("future_use") or least.future_use),
        recontact=bool(row.get("recontact")),
        withdraw_until=str(row["withdraw_until"]) if row.get("withdraw_until") else None,
        focus_group_limits_explained=bool(row.get("focus_group_limits_explained")),
        notes=row.get("notes") or "",
    )
