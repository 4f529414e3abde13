"""A rich invented study for tests: nobody said these words. Every rule that an export keeps has someone it matters to.

Maple, Birch, Cedar, Willow, Spruce and Aspen may be quoted; Alder allows no quotes; Juniper has withdrawn; "Voice" is
linked to nobody; Willow asked to see her quotes first.
"""

from __future__ import annotations

from dataclasses import replace
from uuid import NAMESPACE_URL, uuid5

from workbench.domain.codebook import Code, CodeStatus, NearMiss, Theme, ThemeStatus
from workbench.domain.coding import Coding, Memo, MemoKind, Origin, Target, Visibility
from workbench.domain.decision import Decision, Outcome
from workbench.domain.ids import (
    CodeId,
    CodingId,
    ConsentId,
    DecisionId,
    MemberId,
    MemoId,
    ParticipantId,
    ProjectId,
    ReviewId,
    RevisionId,
    SpeakerId,
    ThemeId,
    TranscriptId,
)
from workbench.domain.participant import Consent, Participant, QuoteUse
from workbench.domain.project import Approach, Member, Project, Role
from workbench.domain.snapshot import Snapshot
from workbench.domain.suggestion import Band, Review, Verdict
from workbench.domain.text import count_words, make_text, text_digest
from workbench.domain.transcript import Body, Phase, Revision, Speaker, SpeakerRole, Transcript, TranscriptKind, Turn

PROJECT = ProjectId("10000000-0000-4000-8000-000000000001")
TAKEN_AT = "2031-04-12T15:30:00+00:00"

PEOPLE = {
    "Maple": ("P01", {"age": "64", "region": "urban"}),
    "Birch": ("P02", {"age": "58", "region": "urban"}),
    "Cedar": ("P03", {"age": "71", "region": "urban"}),
    "Willow": ("P04", {"age": "66", "region": "urban"}),
    "Spruce": ("P05", {"age": "62", "region": "urban"}),
    "Aspen": ("P06", {"age": "69", "region": "rural"}),
    "Alder": ("P07", {"age": "34", "region": "rural"}),
    "Juniper": ("P08", {"age": "90", "region": "northern"}),
}

LONG_STORY = " ".join(f"And on day {n} I waited again, and nobody came to tell me why." for n in range(1, 14))

TALK: dict[str, tuple[Phase, TranscriptKind, list[tuple[str, str]]]] = {
    "T01": (Phase.SET, TranscriptKind.FOCUS_GROUP, [
        ("Facilitator", "What should we ask people about coming home from hospital?"),
        ("Maple", "Ask them who they could phone at night. That first week I had a list of numbers and none of them answered after five."),
        ("Birch", "Ask about the ride home. My neighbour drove me, and she knew more about my pills than the discharge sheet did."),
        ("Voice", "Yes, the pills. Ask about the pills."),
    ]),
    "T02": (Phase.COLLECT, TranscriptKind.INTERVIEW, [
        ("Facilitator", "Tell me about the first days at home."),
        ("Maple", "The house was very quiet. I sat with the papers on my knees and read the same line again and again, because nobody had told me which of the three sheets was the one that counted."),
        ("Facilitator", "What did you do then?"),
        ("Maple", "I called my sister. She came with soup and a pencil, and we made our own sheet: morning, noon, night. 🙂 That sheet is still on the fridge."),
    ]),
    "T03": (Phase.COLLECT, TranscriptKind.INTERVIEW, [
        ("Facilitator", "What helped you most?"),
        ("Birch", "My neighbour. She is not a nurse, she used to drive the school bus, but she noticed that my ankles were swelling before I did. She made me ring the clinic."),
        ("Birch", "=SUM of it all: people, not paper."),
        ("Birch", LONG_STORY),
    ]),
    "T04": (Phase.COLLECT, TranscriptKind.INTERVIEW, [
        ("Facilitator", "And how was it for you?"),
        ("Cedar", "Honestly? The sheet was fine. I followed it line by line and I was glad nobody phoned. I wanted to be left alone to get on with it."),
        ("Alder", "I do not want my words in any report, and still I will tell you that the night line saved me."),
        ("Juniper", "Withdrawn words that must never appear anywhere."),
    ]),
    "T05": (Phase.COLLECT, TranscriptKind.INTERVIEW, [
        ("Facilitator", "Whom did you turn to?"),
        ("Willow", "The pharmacist. He went through the bag with me, one box at a time, and threw two of them out because they were the same pill with another name."),
        ("Spruce", "For me it was the night line. A voice at three in the morning that says “you did right to call” is worth a week of leaflets."),
    ]),
    "T06": (Phase.REFLECT, TranscriptKind.FOCUS_GROUP, [
        ("Facilitator", "We thought: home begins with one person who answers. Is that right?"),
        ("Aspen", "It is right, but say also that some of us were that person for someone else. I was sent home and I still had a husband to look after."),
        ("Willow", "Put it first on the page. Everybody needs one name and one number."),
        ("Cedar", "Not everybody. Some of us would rather have a good sheet."),
    ]),
}  # fmt: skip


def uuid(name: str) -> str:
    """The same name gives the same id."""
    return str(uuid5(NAMESPACE_URL, f"made-up:{name}"))


def code_id(key: str) -> CodeId:
    return CodeId(uuid(f"code {key}"))


def codes() -> tuple[Code, ...]:
    def code(key: str, label: str, parent: str | None = None, **more: object) -> Code:
        made = Code(
            id=code_id(key), project_id=PROJECT, label=label, key=key, parent_id=code_id(parent) if parent else None,
            created_at="2031-02-01T10:00:00+00:00", created_by="Ada",
        )  # fmt: skip
        return replace(made, **more)

    return (
        code("HELP", "Who helps", position=1, codable=False, short_definition="People one can turn to after coming home."),
        code(
            "HELP_NEAR", "People nearby", "HELP", position=1, status=CodeStatus.AGREED,
            short_definition="Family, friends or neighbours who help without being paid.",
            full_definition="Somebody close by notices, explains, drives, cooks or sits with the person.",
            when_to_use=("A neighbour, relative or friend does something.",),
            when_not_to_use=("The help comes from staff: use HELP_PRO.",),
            example="She came with soup and a pencil.", near_miss=NearMiss("The pharmacist explained it.", "HELP_PRO"),
            seed_terms=("neighbour", "sister", "no", "on"),
        ),
        code("HELP_PRO", "Professionals", "HELP", position=2, short_definition="Help by someone whose job it is."),
        code("PAPER", "Papers and sheets", position=2, short_definition="What was handed over in writing."),
        code("PILLS", "Pills", position=3),
        code("OLD", "Given up", position=4, status=CodeStatus.RETIRED),
    )  # fmt: skip


MARKS: list[tuple[str, str, str, str, str | None]] = [
    # transcript, words that stand there, code, coder, theme that it challenges
    ("T01", "Ask them who they could phone at night. That first week I had a list of numbers and none of them answered after five.", "HELP_PRO", "Ada", None),
    ("T01", "My neighbour drove me, and she knew more about my pills than the discharge sheet did.", "HELP_NEAR", "Ada", None),
    ("T01", "Yes, the pills. Ask about the pills.", "PILLS", "Bo", None),
    ("T02", "nobody had told me which of the three sheets was the one that counted", "PAPER", "Ada", None),
    ("T02", "I called my sister. She came with soup and a pencil, and we made our own sheet: morning, noon, night. 🙂", "HELP_NEAR", "Ada", None),
    ("T02", "She came with soup and a pencil, and we made our own sheet", "HELP_NEAR", "Bo", None),
    ("T03", "My neighbour. She is not a nurse, she used to drive the school bus, but she noticed that my ankles were swelling before I did.", "HELP_NEAR", "Ada", None),
    ("T03", "=SUM of it all: people, not paper.", "PAPER", "Bo", None),
    ("T03", LONG_STORY, "HELP_PRO", "Bo", None),
    ("T04", "The sheet was fine. I followed it line by line and I was glad nobody phoned.", "PAPER", "Ada", "near"),
    ("T04", "the night line saved me", "HELP_PRO", "Ada", None),
    ("T04", "Withdrawn words that must never appear anywhere.", "HELP_NEAR", "Ada", None),
    ("T05", "The pharmacist. He went through the bag with me, one box at a time, and threw two of them out because they were the same pill with another name.", "HELP_PRO", "Ada", None),
    ("T05", "A voice at three in the morning that says “you did right to call” is worth a week of leaflets.", "HELP_PRO", "Bo", None),
    ("T05", "Whom did you turn to?", "HELP_PRO", "Bo", None),
    ("T06", "some of us were that person for someone else. I was sent home and I still had a husband to look after.", "HELP_NEAR", "Ada", None),
    ("T06", "Everybody needs one name and one number.", "HELP_PRO", "Ada", None),
    ("T06", "Not everybody. Some of us would rather have a good sheet.", "PAPER", "Bo", "near"),
]  # fmt: skip


def made_up_study() -> Snapshot:
    """The whole study, always the same."""
    people = {name: ParticipantId(uuid(f"person {name}")) for name in PEOPLE}
    participants = tuple(
        Participant(people[name], PROJECT, label, name, dict(attributes), "2031-03-01" if name == "Juniper" else None)
        for name, (label, attributes) in PEOPLE.items()
    )
    consents = tuple(
        Consent(
            id=ConsentId(uuid(f"consent {name}")), participant_id=people[name], consent_version="2.1", signed_on="2031-01-15",
            quote_use=QuoteUse.NONE if name == "Alder" else QuoteUse.VERBATIM_PSEUDONYM, quote_review_wanted=name == "Willow",
        )
        for name in PEOPLE
    )  # fmt: skip
    transcripts, revisions, bodies, speakers = [], {}, {}, {}
    for label, (phase, kind, turns) in TALK.items():
        transcript_id, revision_id = TranscriptId(uuid(label)), RevisionId(uuid(f"revision {label}"))
        ids = {name: SpeakerId(uuid(f"{label} {name}")) for name, _ in turns}
        for name, speaker_id in ids.items():
            role = SpeakerRole.FACILITATOR if name == "Facilitator" else SpeakerRole.PARTICIPANT
            speakers[speaker_id] = Speaker(speaker_id, transcript_id, name, role, people.get(name))
        text, placed = "", []
        for number, (name, said) in enumerate(turns, start=1):
            begins = None if label == "T05" else number * 61.0
            placed.append(Turn(number, ids[name], len(text), len(text) + len(said), begins, begins and begins + 40))
            text += said + "\n"
        assert make_text(text) == text
        transcripts.append(
            Transcript(
                transcript_id, PROJECT, label, f"Conversation {label}", phase, kind, "plain text", text_digest(label),
                revision_id, "2031-01-20T10:00:00+00:00", f"2031-01-{10 + len(transcripts):02d}",
            )
        )  # fmt: skip
        bodies[transcript_id] = Body(text, tuple(placed))
        revisions[transcript_id] = Revision(
            revision_id, transcript_id, 1, text_digest(text), text_digest(text), count_words(text), "2031-01-20T10:00:00+00:00", "Ada"
        )  # fmt: skip
    codings = tuple(_coding(number, bodies, *mark) for number, mark in enumerate(MARKS))
    return Snapshot(
        project=Project(
            PROJECT, "Coming home after a hospital stay", Approach.PACER, "2031-01-01T09:00:00+00:00", facts=facts(), made_up=True
        ),
        taken_at=TAKEN_AT,
        version="0.1.0",
        members=tuple(Member(MemberId(uuid(name)), PROJECT, name, Role.STUDENT) for name in ("Ada", "Bo")),
        participants=participants,
        consents=consents,
        transcripts=tuple(transcripts),
        revisions=revisions,
        bodies=bodies,
        speakers=speakers,
        codes=codes(),
        codings=codings,
        memos=memos(),
        themes=themes(),
        decisions=(
            Decision(
                DecisionId(uuid("d")), PROJECT, TranscriptId(uuid("T02")), 1, 5, ("Ada", "Bo"), Outcome.KEEP_BOTH,
                "It is both.", "2031-03-02T10:00:00+00:00",
            ),
        ),
        reviews=tuple(
            Review(
                ReviewId(uuid(f"review {n}")), PROJECT, TranscriptId(uuid("T05")), f"s{n}", code_id("HELP_PRO"), 0, 5, "Ada",
                verdict, 0.7, Band.LIKELY, ("because",), "model", f"2031-03-0{n + 1}T10:00:00+00:00",
            )
            for n, verdict in enumerate((Verdict.ACCEPTED, Verdict.ADJUSTED, Verdict.REJECTED, Verdict.UNSURE))
        ),
    )  # fmt: skip


def _coding(
    number: int, bodies: dict[TranscriptId, Body], label: str, quote: str, key: str, coder: str, against: str | None
) -> Coding:
    transcript_id = TranscriptId(uuid(label))
    start = bodies[transcript_id].text.index(quote)
    return Coding(
        id=CodingId(uuid(f"coding {number}")), project_id=PROJECT, transcript_id=transcript_id,
        revision_id=RevisionId(uuid(f"revision {label}")), code_id=code_id(key), coder=coder, start=start,
        end=start + len(quote), quote=quote, created_at=f"2031-02-{number + 1:02d}T10:00:00+00:00",
        origin=Origin.SUGGESTION if number == 12 else Origin.HAND,
        review_id=ReviewId(uuid("review 0")) if number == 12 else None,
        challenges=ThemeId(uuid(f"theme {against}")) if against else None,
    )  # fmt: skip


def themes() -> tuple[Theme, ...]:
    return (
        Theme(
            ThemeId(uuid("theme near")), PROJECT, "Home begins with one person who answers",
            claim="Coming home becomes safe when one person answers, whoever that person is.",
            meaning="People did not speak of services. They spoke of somebody.\n\nThat somebody was rarely the one on the sheet.",
            counter_examples="Cedar wanted to be left alone.", status=ThemeStatus.READY,
            code_ids=(code_id("HELP_NEAR"), code_id("HELP_PRO")), position=1,
        ),
        Theme(
            ThemeId(uuid("theme paper")), PROJECT, "Paper is no substitute for a person",
            code_ids=(code_id("PAPER"), code_id("PILLS")), position=2,
        ),
    )  # fmt: skip


def memos() -> tuple[Memo, ...]:
    def memo(kind: MemoKind, seen_by: Visibility, text: str, target: Target, target_id: str) -> Memo:
        when = "2031-02-20T10:00:00+00:00"
        return Memo(MemoId(uuid(text)), PROJECT, "Ada", kind, seen_by, text, target, target_id, when, when)

    near = uuid("theme near")
    return (
        memo(MemoKind.THEME, Visibility.TEAM, "Ask in REFLECT whether staff can be that person.", Target.THEME, near),
        memo(MemoKind.THEME, Visibility.ME, "A private thought about the theme.", Target.THEME, near),
        memo(MemoKind.REFLEXIVE, Visibility.TEAM, "My own mother came home like this.", Target.THEME, near),
        memo(MemoKind.METHOD, Visibility.TEAM, "We coded whole sentences.", Target.PROJECT, PROJECT),
    )


def facts() -> dict[str, str]:
    """What this team wrote; everything else is left open."""
    return {
        "authors": "Ada Example and Bo Sample",
        "mentor": "Mentor Made-Up",
        "sponsor": "The Invented Health Network",
        "ethics_id": "REB31-0000",
        "background": "Many people come home from hospital with more questions than they left with.\n\nLittle is written from their side.",
        "research_question": "What makes coming home from hospital feel safe?",
        "recommendations_participants": "- Give everyone one name and one number.\n- Throw out the second and third sheet.",
        "references": "- Example A. A made-up reference. Journal of Invented Studies 2030;1:1-9.",
    }  # fmt: skip
