"""A report draft from a snapshot: it places what people wrote, counts, and quotes; the rest it asks.

Nothing here interprets. What the team wrote about its study comes from ``project.facts`` (``STUDY_FACTS`` lists the
keys), findings come from themes and codings, and whatever only the team can know stands as ``[ASK: a plain question]``.
"""

from __future__ import annotations

from collections import Counter

from workbench.analysis.frequencies import SMALL_CELL, count_of, without_withdrawn
from workbench.analysis.report_appendices import appendices, duration, participants_tables, people_in
from workbench.analysis.report_findings import findings, prose
from workbench.domain.coding import MemoKind, Visibility
from workbench.domain.decision import Layer, Outcome
from workbench.domain.mirror import ReviewCounts
from workbench.domain.project import Approach
from workbench.domain.report import (
    Block,
    Heading,
    Paragraph,
    Report,
    Words,
    ask,
    check,
    words,
)
from workbench.domain.snapshot import Snapshot
from workbench.domain.study_facts import STUDY_FACTS
from workbench.domain.suggestion import UNAIDED_ONE_IN
from workbench.domain.transcript import Phase, Transcript, TranscriptKind

_FACTS = {fact.key: fact for fact in STUDY_FACTS}

_APPROACHES = {
    Approach.PACER: "We worked as patient researchers by the PaCER method, in three steps: SET, COLLECT and REFLECT.",
    Approach.REFLEXIVE: "We analysed the interviews by reflexive thematic analysis.",
    Approach.CODEBOOK: "We analysed the interviews by thematic analysis with a shared codebook.",
    Approach.CONTENT: "We analysed the interviews by content analysis with a fixed frame of codes.",
}

_STEPS = {
    Phase.SET: ("SET", "In SET, peers set the direction: what to ask, and in which words.", "set_method"),
    Phase.COLLECT: ("COLLECT", "In COLLECT, people told their stories.", "collect_method"),
    Phase.REFLECT: ("REFLECT", "In REFLECT, participants looked at the findings with us.", "reflect_method"),
}


def build_report(snapshot: Snapshot, *, title: str | None = None) -> Report:
    """The whole draft, in the order of a PaCER report. The same snapshot gives the same draft.

    ``title`` is the project's title unless another is given. Quotations are verbatim, only from people who allow it.
    """
    snapshot = without_withdrawn(snapshot)
    return Report(
        title=(title or snapshot.project.title).strip() or snapshot.project.title,
        title_lines=_title_lines(snapshot),
        blocks=(
            *_opening(snapshot),
            *_method(snapshot),
            *_participants(snapshot),
            *findings(snapshot),
            *_closing(snapshot),
        ),
        made_up=snapshot.project.made_up,
    )


def _fact(snapshot: Snapshot, key: str) -> list[Block]:
    """What the team wrote, or the question."""
    return prose(snapshot.project.facts.get(key, "")) or [Paragraph(words(ask(_FACTS[key].question)))]


def _title_lines(snapshot: Snapshot) -> tuple[tuple[str, Words], ...]:
    lines = []
    for fact in STUDY_FACTS:
        if fact.section == "Title page":
            written = " ".join(snapshot.project.facts.get(fact.key, "").split())
            lines.append((fact.label, words(written or ask(fact.question))))
    return tuple(lines)


def _opening(snapshot: Snapshot) -> list[Block]:
    return [
        Heading(1, "Acknowledgements", new_page=True),
        *_fact(snapshot, "acknowledgements"),
        *_fact(snapshot, "land_acknowledgement"),
        Heading(1, "Plain-language summary", new_page=True),
        *_fact(snapshot, "plain_summary"),
        Heading(1, "Background", new_page=True),
        *_fact(snapshot, "background"),
        Heading(2, "Why it matters to patients"),
        *_fact(snapshot, "why_it_matters"),
        Heading(1, "Research question"),
        *_fact(snapshot, "research_question"),
        *_fact(snapshot, "question_shaped_by_set"),
    ]


def _method(snapshot: Snapshot) -> list[Block]:
    blocks: list[Block] = [
        Heading(1, "Method", new_page=True),
        Paragraph(words(_APPROACHES[snapshot.project.approach])),
    ]
    for phase, (name, meaning, fact) in _STEPS.items():
        transcripts = [transcript for transcript in snapshot.transcripts if transcript.phase is phase]
        if snapshot.project.approach is Approach.PACER or transcripts:
            blocks += [
                Heading(2, name),
                _step_sentence(snapshot, meaning, transcripts),
                *_fact(snapshot, fact),
            ]
    blocks += [Heading(2, "Finding participants"), *_fact(snapshot, "recruitment")]
    blocks += [Heading(2, "Ethics"), *_ethics(snapshot), *_fact(snapshot, "ethics")]
    blocks += [Heading(2, "Data"), _data_sentence(snapshot), *_fact(snapshot, "deidentification")]
    blocks += [Heading(2, "Analysis"), *_fact(snapshot, "analysis_steps"), *_analysis(snapshot)]
    blocks += [Heading(2, "Software"), *_software(snapshot)]
    blocks += [Heading(2, "Who we are"), *_fact(snapshot, "reflexivity")]
    return blocks


def _step_sentence(snapshot: Snapshot, meaning: str, transcripts: list[Transcript]) -> Paragraph:
    if not transcripts:
        return Paragraph(words(meaning, " No transcript of this step is in the project."))
    kinds = Counter(transcript.kind for transcript in transcripts)
    names = {
        TranscriptKind.INTERVIEW: ("interview", ""),
        TranscriptKind.FOCUS_GROUP: ("focus group", ""),
        TranscriptKind.SURVEY: ("set of survey answers", "sets of survey answers"),
    }
    listed = " and ".join(count_of(kinds[kind], *names[kind]) for kind in TranscriptKind if kinds[kind])
    people = people_in(snapshot, transcripts)
    few = f"fewer than {SMALL_CELL} participants"
    who = few if 0 < people < SMALL_CELL else count_of(people, "participant")
    return Paragraph(words(meaning, " The project holds ", check(listed), " from this step, with ", check(who), "."))


def _ethics(snapshot: Snapshot) -> list[Block]:
    number = snapshot.project.facts.get("ethics_id", "").strip()
    versions = sorted({consent.consent_version for consent in snapshot.consents if consent.consent_version})
    blocks: list[Block] = [Paragraph(words("Ethics approval: ", number or ask(_FACTS["ethics_id"].question), "."))]
    if versions:
        form = "version" if len(versions) == 1 else "versions"
        blocks.append(Paragraph(words(f"Consent was given on the form of {form} ", check(", ".join(versions)), ".")))
    if any(participant.community_governed for participant in snapshot.participants):
        question = "Which community approved that this report leaves the team, and who said so, when?"
        blocks.append(Paragraph(words("Some of the data are governed by a community. ", ask(question))))
    withdrawn = sum(1 for participant in snapshot.participants if participant.withdrawn_on is not None)
    if withdrawn:
        blocks.append(
            Paragraph(
                words(
                    check(count_of(withdrawn, "participant")),
                    " withdrew; nothing of what they said is in this report or in its numbers.",
                )
            )
        )
    return blocks


def _data_sentence(snapshot: Snapshot) -> Paragraph:
    total_words = sum(revision.words for revision in snapshot.revisions.values())
    seconds = [length for transcript in snapshot.transcripts if (length := duration(snapshot, transcript)) is not None]
    parts: list[str | int] = ["The data are "]
    runs = [
        *words(
            *parts,
            check(count_of(len(snapshot.transcripts), "transcript")),
            " with ",
            check(count_of(total_words, "word")),
        )
    ]
    if seconds:
        hours = f"{sum(seconds) / 3600:.1f} hours"
        whole = len(seconds) == len(snapshot.transcripts)
        told = check(hours) if whole else check(f"{hours} in {count_of(len(seconds), 'transcript')} with time codes")
        runs += words(", recorded over ", told)
    return Paragraph((*runs, *words(".")))


def _analysis(snapshot: Snapshot) -> list[Block]:
    coders = {coding.coder for coding in snapshot.codings}
    blocks: list[Block] = [
        Paragraph(
            words(
                check(count_of(len(coders), "person", "people")),
                " coded the transcripts, making ",
                check(count_of(len(snapshot.codings), "coding")),
                " with ",
                check(count_of(len({coding.code_id for coding in snapshot.codings}), "code")),
                ".",
            )
        )
    ]
    blocks += _talks(snapshot)
    notes = [
        memo.text.strip()
        for memo in snapshot.memos
        if memo.kind is MemoKind.METHOD and memo.visibility is Visibility.TEAM and memo.text.strip()
    ]
    if notes:
        blocks.append(
            Paragraph(
                words("Decisions on method that your team wrote down, to work into the text or to take out:"),
                aside=True,
            )
        )
        blocks += [Paragraph(words(f"• {note}"), aside=True) for note in notes]
    return blocks


_LED_TO = {
    Outcome.KEEP_ONE: "one coding was kept",
    Outcome.KEEP_FIRST: "one coding was kept",
    Outcome.KEEP_SECOND: "one coding was kept",
    Outcome.KEEP_BOTH: "all codings were kept",
    Outcome.NEW_CODE: "a new code was made",
    Outcome.NO_CODE: "no code was kept",
    Outcome.RECODE_LATER: "to be coded again",
    Outcome.AGREE_TO_DIFFER: "we agreed to differ",
}


def _talks(snapshot: Snapshot) -> list[Block]:
    """How differences between coders were settled, from what really happened, and which codings the findings count."""
    talks = [one for one in snapshot.decisions if one.is_last_word]
    if not talks:
        return [Paragraph(words(ask("How did you settle differences between people who coded the same passage?")))]
    led_to = Counter(_LED_TO[one.outcome] for one in talks)
    listed = "; ".join(f"{phrase}: {led_to[phrase]}" for phrase in dict.fromkeys(_LED_TO.values()) if led_to[phrase])
    redefined = {code_id for one in talks for code_id in one.redefined}
    runs = words(
        "We settled differences by talking. We discussed ",
        check(count_of(len(talks), "passage")),
        " and wrote down each outcome with a reason (",
        check(listed),
        ").",
    )
    if redefined:
        runs += words(" In these talks we redefined ", check(count_of(len(redefined), "code")), ".")
    runs += words(" The codings that each of us had made stayed as they were.")
    if snapshot.has_settled:
        counted = (
            " Where we settled a passage, the numbers below count what we agreed on, and everybody's own codings elsewhere."
            if snapshot.layer is Layer.AGREED
            else " The numbers below count everybody's own codings, also where we settled a passage."
        )
        runs += words(counted)
    return [Paragraph(runs)]


def _software(snapshot: Snapshot) -> list[Block]:
    blocks: list[Block] = [Paragraph(words("We coded with the workbench, version ", check(snapshot.version), "."))]
    counts = ReviewCounts.of(snapshot.reviews)
    if not counts.all:
        blocks.append(
            Paragraph(words("The software proposed no codes that we used. All coding decisions were made by people."))
        )
        return [*blocks, *_switched(snapshot)]
    adjusted = words(" (", counts.adjusted, " of them after changing them)") if counts.adjusted else ()
    blocks.append(
        Paragraph(
            (
                *words(
                    "The software proposed codes by word similarity to passages we had coded; of ",
                    check(count_of(counts.all, "proposal")),
                    " we looked at, we accepted ",
                    counts.used,
                ),
                *adjusted,
                *words(". All coding decisions were made by people."),
            )
        )
    )
    blocks.append(
        Paragraph(
            words(
                "A proposal was shown only after a person had finished their own reading of a turn. One turn in "
                f"{UNAIDED_ONE_IN} of the longer transcripts, drawn at random, stayed without any."
            )
        )
    )
    return [*blocks, *_switched(snapshot)]


def _switched(snapshot: Snapshot) -> list[Block]:
    """Where the team switched suggestions on before the usual time, or off: that and why."""
    found: list[Block] = []
    for switch in snapshot.switches:
        if not switch.is_for_team:
            continue
        if switch.is_on:
            found.append(
                Paragraph(
                    words("We let the software propose codes from the start of our coding, because: ", switch.reason)
                )
            )
        else:
            found.append(Paragraph(words("We had switched the software’s proposals off when this draft was made.")))
    return found


def _participants(snapshot: Snapshot) -> list[Block]:
    staying = sum(1 for participant in snapshot.participants if participant.withdrawn_on is None)
    return [
        Heading(1, "Participants"),
        Paragraph(words(check(count_of(staying, "person", "people")), " took part in this study.")),
        *_fact(snapshot, "participants"),
        *participants_tables(snapshot),
    ]


def _closing(snapshot: Snapshot) -> list[Block]:
    return [
        Heading(1, "What REFLECT changed", new_page=True),
        *_fact(snapshot, "reflect_changes"),
        Heading(1, "Recommendations"),
        Heading(2, "What the participants recommend"),
        *_fact(snapshot, "recommendations_participants"),
        Heading(2, "What we, the team, recommend"),
        *_fact(snapshot, "recommendations_team"),
        Heading(1, "Discussion"),
        *_fact(snapshot, "discussion"),
        Heading(2, "Strengths"),
        *_fact(snapshot, "strengths"),
        Heading(2, "Limits"),
        *_fact(snapshot, "limits"),
        *_hints(snapshot),
        Heading(1, "Our learning as patient researchers"),
        *_fact(snapshot, "our_learning"),
        Heading(1, "Conclusion"),
        *_fact(snapshot, "conclusion"),
        Heading(1, "References"),
        *_fact(snapshot, "references"),
        *appendices(snapshot),
    ]


def _hints(snapshot: Snapshot) -> list[Block]:
    """What the data say about limits: transcripts that nobody coded."""
    coded = {coding.transcript_id for coding in snapshot.codings}
    uncoded = [transcript.label for transcript in snapshot.transcripts if transcript.id not in coded]
    if not uncoded:
        return []
    return [
        Paragraph(
            words(
                check(count_of(len(uncoded), "transcript")),
                " hold no coding yet: " if len(uncoded) > 1 else " holds no coding yet: ",
                ", ".join(uncoded),
                ". ",
                ask("Is this a limit of the study, or work still to be done?"),
            ),
            aside=True,
        )
    ]
