"""The tables of a report draft: who took part, the codebook, the coding tree, the transcripts and the audit summary."""

from __future__ import annotations

from collections import Counter

from workbench.analysis.frequencies import attribute_counts, by_code, counted_codings, people_shown, reach
from workbench.domain.codebook import CodeStatus
from workbench.domain.coding import Origin
from workbench.domain.mirror import ReviewCounts
from workbench.domain.report import (
    Block,
    Heading,
    Paragraph,
    Row,
    Table,
    Words,
    ask,
    check,
    phase_name,
    words,
)
from workbench.domain.snapshot import Snapshot
from workbench.domain.transcript import Phase, Transcript, time_code


def participants_tables(snapshot: Snapshot) -> list[Block]:
    """Who took part, in groups: by step of the study and by each attribute, with small groups hidden."""
    blocks: list[Block] = [
        Table(
            "Who took part in which step of the study",
            ("Step", "Transcripts", "People"),
            tuple(_phase_row(snapshot, phase) for phase in Phase),
            weights=(3, 2, 2),
        )
    ]
    rows: list[Row] = []
    for name, values in attribute_counts(snapshot).items():
        rows.append(
            Row(
                (
                    words(name.replace("_", " ").capitalize()),
                    words("" if values else "too varied to show without pointing at people"),
                )
            )
        )
        rows += [Row((words(value), words(check(shown))), depth=1) for value, shown in values.items()]
    if rows:
        blocks.append(Table("Participants in groups", ("What they told us", "People"), tuple(rows), weights=(3, 2)))
        blocks.append(
            Paragraph(
                words(
                    "Groups of fewer than five people are shown as “<5”. Where such a number could be worked out from the others, "
                    "a second one is not shown either."
                )
            )
        )
    return blocks


def _phase_row(snapshot: Snapshot, phase: Phase) -> Row:
    transcripts = [transcript for transcript in snapshot.transcripts if transcript.phase is phase]
    people = people_in(snapshot, transcripts)
    return Row((words(phase_name(phase)), words(len(transcripts)), words(check(people_shown(people)))))


def people_in(snapshot: Snapshot, transcripts: list[Transcript]) -> int:
    """How many participants, not counting those who have withdrawn, are heard in some transcripts."""
    wanted = {transcript.id for transcript in transcripts}
    heard = {
        speaker.participant_id
        for speaker in snapshot.speakers.values()
        if speaker.transcript_id in wanted and speaker.role.is_data and speaker.participant_id
    }
    return sum(1 for person in snapshot.participants if person.id in heard and person.withdrawn_on is None)


def duration(snapshot: Snapshot, transcript: Transcript) -> float | None:
    """How many seconds a recording runs, as far as its last time code tells."""
    turns = snapshot.bodies[transcript.id].turns
    times = [time for turn in turns for time in (turn.begins_at, turn.ends_at) if time is not None]
    return max(times) if times else None


def appendices(snapshot: Snapshot) -> list[Block]:
    """Everything after the references."""
    return [
        *_guide(snapshot),
        Heading(1, "Appendix B: Codebook", new_page=True),
        *_codebook(snapshot),
        Heading(1, "Appendix C: Coding tree", new_page=True),
        *_coding_tree(snapshot),
        Heading(1, "Appendix D: Transcripts"),
        _transcripts(snapshot),
        Heading(1, "Appendix E: Audit summary"),
        _audit(snapshot),
        Heading(1, "Appendix F: Reporting checklists"),
        Paragraph(
            words(
                ask(
                    "Which checklist does your program want: COREQ, SRQR or GRIPP2? Fill it in and attach it here, with the heading of "
                    "this report where each item is answered."
                )
            )
        ),
    ]


def _guide(snapshot: Snapshot) -> list[Block]:
    guide = snapshot.project.facts.get("interview_guide", "").strip()
    lines: list[Block] = [Paragraph(words(line.strip())) for line in guide.splitlines() if line.strip()]
    question = "What did you ask in the interviews? Paste the guide here."
    return [
        Heading(1, "Appendix A: Interview guide", new_page=True),
        *(lines or [Paragraph(words(ask(question)))]),
    ]


def _codebook(snapshot: Snapshot) -> list[Block]:
    rows = []
    for code, depth in snapshot.codebook.outline():
        if code.status is CodeStatus.RETIRED:
            continue
        meaning = code.short_definition or code.full_definition
        use = [f"Use when: {line}" for line in code.when_to_use] + [
            f"Not when: {line}" for line in code.when_not_to_use
        ]
        name = f"{code.label} ({code.key})" if code.key else code.label
        missing = ask("What does this code mean?") if code.codable and not meaning.strip() else ""
        rows.append(
            Row(
                (words(name), words(meaning.strip(), missing), words("\n".join(use)), words(code.example)),
                depth=depth,
            )
        )
    if not rows:
        return [Paragraph(words("The codebook is empty."))]
    return [
        Table(
            "Codebook",
            ("Code", "Meaning", "When to use, when not", "Example"),
            tuple(rows),
            weights=(4, 5, 6, 5),
        )
    ]


def _coding_tree(snapshot: Snapshot) -> list[Block]:
    used = by_code(counted_codings(snapshot))
    rows = []
    for code, depth in snapshot.codebook.outline():
        own = used.get(code.id, [])
        if code.status is CodeStatus.RETIRED and not own:
            continue
        counted: Words = words(check(reach(snapshot, own).in_words())) if own else words("–")
        rows.append(Row((words(code.label), counted), depth=depth))
    if not rows:
        return [Paragraph(words("The codebook is empty."))]
    note = "A mention is a passage: overlapping passages with the same code count once. People are counted once, in groups too."
    return [
        Paragraph(words(note)),
        Table("Coding tree", ("Code", "People and mentions"), tuple(rows), weights=(3, 2)),
    ]


def _transcripts(snapshot: Snapshot) -> Table:
    rows = []
    for transcript in snapshot.transcripts:
        revision = snapshot.revisions.get(transcript.id)
        rows.append(
            Row(
                (
                    words(transcript.label),
                    words(phase_name(transcript.phase)),
                    words(transcript.kind.value.capitalize()),
                    words((transcript.held_on or "")[:7] or "–"),
                    words(check(time_code(duration(snapshot, transcript)) or "–")),
                    words(revision.words if revision else "–"),
                    words(len(snapshot.bodies[transcript.id].turns)),
                )
            )
        )
    return Table(
        "Transcripts",
        ("Id", "Step", "Kind", "Month", "Length", "Words", "Turns"),
        tuple(rows),
        weights=(2, 3, 4, 3, 3, 3, 2),
    )


def _audit(snapshot: Snapshot) -> Table:
    origins = Counter(coding.origin for coding in snapshot.codings)
    withdrawn = sum(1 for participant in snapshot.participants if participant.withdrawn_on is not None)
    lines: list[tuple[str, int]] = [
        ("Transcripts", len(snapshot.transcripts)),
        ("People who coded", len({coding.coder for coding in snapshot.codings})),
        ("Codes in use", len({coding.code_id for coding in snapshot.codings})),
        ("Codings made by hand", origins[Origin.HAND]),
        (
            "Codings that began as a suggestion of the software and were accepted by a person",
            origins[Origin.SUGGESTION],
        ),
        ("Suggestions that were reviewed", ReviewCounts.of(snapshot.reviews).all),
        ("Passages that were talked over and settled", sum(one.is_last_word for one in snapshot.decisions)),
        ("Marks for “speaks against a theme”", sum(1 for coding in snapshot.codings if coding.challenges)),
        ("Corrected transcripts", sum(1 for revision in snapshot.revisions.values() if revision.number > 1)),
        ("Participants who have withdrawn and are in no count", withdrawn),
    ]
    rows = [Row((words(label), words(number))) for label, number in lines]
    rows.append(Row((words("Program"), words(f"workbench {snapshot.version}"))))
    rows.append(
        Row(
            (
                words("State of the study when this draft was made"),
                words(snapshot.taken_at[:16].replace("T", " ")),
            )
        )
    )
    return Table("What was done, in numbers", ("What", "Number"), tuple(rows), weights=(4, 1))
