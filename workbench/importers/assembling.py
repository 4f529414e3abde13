"""From drafts of turns to the transcript that people are shown: speakers, roles, doubts and the account of the words."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from workbench.domain.text import count_words
from workbench.domain.transcript import SpeakerRole, TranscriptKind
from workbench.errors import UnreadableFileError
from workbench.importers.base import (
    ImportedSpeaker,
    ImportedTranscript,
    ImportedTurn,
    OfferedRemoval,
    ReadOptions,
)
from workbench.importers.labels import bare, guess_role, is_contact, label_key, likely_typos, role_on_title_page
from workbench.importers.source import TIMES, UNACCOUNTED, Ledger, join_pieces
from workbench.importers.times import F4_STAMP, STAMP, seconds

_FOCUS_GROUP = re.compile(
    r"focus\s*-?group|group (?:interview|discussion)|groupe de discussion|groupe focalis|entretien de groupe", re.I
)


_SHORT_FORM = re.compile(r"\S\s*\(([A-Za-z]{1,4}\d{0,3})\)$")


@dataclass(slots=True)
class Draft:
    """A turn in the making."""

    speaker: str | None
    line: int
    begins_at: float | None = None
    ends_at: float | None = None
    pieces: list[tuple[str, str]] = field(default_factory=list)  # separator before it, words
    marks: list[tuple[int, int, float]] = field(default_factory=list)  # piece, place in it, seconds
    offered_as: str = ""  # the reason, if nobody said this

    def add(self, separator: str, words: str, ledger: Ledger, *, time: float | None = None) -> None:
        """Put more words at the end; stamps among them become anchors."""
        words = words.strip()
        if time is not None:
            self.marks.append((len(self.pieces), 0, time))
        if not words:
            return
        start = 0
        for stamp in F4_STAMP.finditer(words):
            self._put(separator if start == 0 else " ", words[start : stamp.start()])
            self.marks.append((len(self.pieces), 0, seconds(stamp[1]) + int(stamp[2]) / 10))
            ledger.set_aside(TIMES, stamp.group())
            start = stamp.end()
        self._put(separator if start == 0 else " ", words[start:])

    def _put(self, separator: str, words: str) -> None:
        words = words.strip()
        if words:
            self.marks += [(len(self.pieces), match.start(), seconds(match[1])) for match in STAMP.finditer(words)]
            self.pieces.append((separator, words))

    def turn(self) -> ImportedTurn:
        """The finished turn."""
        text, starts = join_pieces(self.pieces)
        places = [*starts, len(text)]
        anchors = {min(places[min(piece, len(starts))] + place, len(text)): time for piece, place, time in self.marks}
        return ImportedTurn(
            self.speaker,
            text,
            begins_at=self.begins_at,
            ends_at=self.ends_at,
            line=self.line,
            anchors=tuple(sorted(anchors.items())),
        )


def assemble(
    drafts: Sequence[Draft],
    *,
    title: str,
    format_name: str,
    words_in_file: int,
    ledger: Ledger,
    options: ReadOptions,
    held_on: str | None = None,
    kind: TranscriptKind | None = None,
    join_cues: bool = False,
    roles: Mapping[str, SpeakerRole] | None = None,
) -> ImportedTranscript:
    """The transcript with its account: every word of the file is either imported or set aside for a named reason."""
    drafts = _named_alike(drafts, ledger)
    if options.keep_offered:
        drafts = [replace(draft, offered_as="") for draft in drafts]
    if join_cues or options.join_same_speaker:
        drafts = _joined(drafts)
    turns: list[ImportedTurn] = []
    offered: list[OfferedRemoval] = []
    for place, draft in enumerate(drafts):
        turn = draft.turn()
        following = drafts[place + 1].speaker if place + 1 < len(drafts) else None
        if not turn.text:
            if draft.speaker is not None and draft.speaker != following:
                ledger.doubt(
                    draft.line, f"“{draft.speaker}” is named here, but no words follow; the name was left out."
                )
        elif draft.offered_as:
            ledger.set_aside(draft.offered_as, turn.text)
            offered.append(OfferedRemoval(turn, len(turns), draft.offered_as))
        else:
            turns.append(turn)
    if not turns:
        raise UnreadableFileError(
            "No talk was found in this file"
            + (", only announcements or headings." if words_in_file else ".")
            + " Open it to see whether it is the right one."
        )
    words = sum(count_words(turn.text) for turn in turns)
    lost = words_in_file - words - sum(ledger.aside.values())
    if lost:
        ledger.set_aside(UNACCOUNTED, "x " * lost)
        ledger.doubt(0, f"{abs(lost)} words of the file could not be accounted for. Compare the preview with the file.")
    if roles is None:
        speakers = _speakers(turns, ledger)
        _tell_about_speakers(turns, speakers, ledger, typed=not join_cues)
    else:
        counts = Counter(turn.speaker for turn in turns if turn.speaker is not None)
        speakers = tuple(ImportedSpeaker(label, roles[label], count) for label, count in counts.items())
    _tell_about_offers(offered, ledger)
    voices = sum(1 for speaker in speakers if speaker.role is SpeakerRole.PARTICIPANT)
    if kind is None:
        group = voices >= 3 or _FOCUS_GROUP.search(" ".join((title, *ledger.details.values())))
        kind = TranscriptKind.FOCUS_GROUP if group else TranscriptKind.INTERVIEW
    return ImportedTranscript(
        title=title,
        format=format_name,
        turns=tuple(turns),
        speakers=speakers,
        notices=tuple(sorted(set(ledger.notices), key=lambda notice: (notice.line, notice.message))),
        offered_removals=tuple(offered),
        words_in_file=words_in_file,
        words_imported=words,
        set_aside=dict(ledger.aside),
        kind=kind,
        held_on=held_on,
        details=dict(ledger.details),
    )


def _named_alike(drafts: Sequence[Draft], ledger: Ledger) -> list[Draft]:
    """The drafts with one spelling for each speaker: the first that occurs."""
    spelling: dict[str, str] = {}
    told: set[str] = set()
    named = []
    keys = {label_key(draft.speaker) for draft in drafts if draft.speaker is not None}
    for draft in drafts:
        if draft.speaker is None:
            named.append(draft)
            continue
        key = label_key(draft.speaker)
        short = _SHORT_FORM.search(draft.speaker)
        if short and label_key(short[1]) in keys:  # “Participant 1 (P1)” once, “P1” from then on
            key = label_key(short[1])
        first = spelling.setdefault(key, draft.speaker)
        if first != draft.speaker and draft.speaker not in told:
            told.add(draft.speaker)
            ledger.doubt(draft.line, f"“{draft.speaker}” was taken for the same speaker as “{first}”.")
        named.append(replace(draft, speaker=first))
    return named


def _joined(drafts: Sequence[Draft]) -> list[Draft]:
    """Neighbours of one speaker as one turn; the beginnings of the joined ones stay as anchors."""
    joined: list[Draft] = []
    for draft in drafts:
        last = joined[-1] if joined else None
        if last is None or last.speaker is None or last.speaker != draft.speaker or last.offered_as != draft.offered_as:
            joined.append(replace(draft, pieces=list(draft.pieces), marks=list(draft.marks)))
            continue
        shift = len(last.pieces)
        if draft.begins_at is not None:
            last.marks.append((shift, 0, draft.begins_at))
        last.marks += [(piece + shift, place, time) for piece, place, time in draft.marks]
        last.pieces += [(separator or " ", words) for separator, words in draft.pieces]
        last.ends_at = draft.ends_at if draft.ends_at is not None else last.ends_at
    return joined


def _speakers(turns: Sequence[ImportedTurn], ledger: Ledger) -> tuple[ImportedSpeaker, ...]:
    counts = Counter(turn.speaker for turn in turns if turn.speaker is not None)
    guessed = {label: guess_role(label) for label in counts}
    short = {bare(label).upper(): label for label in counts}
    named = {label: role_on_title_page(label, ledger.details) for label, role in guessed.items() if role is None}
    guessed = {label: role or named.get(label) for label, role in guessed.items()}
    roles = {label: role or SpeakerRole.PARTICIPANT for label, role in guessed.items()}
    if "R" in short:
        # With an interviewer beside it, R answers; beside P1 or “Participant”, R asks.
        asked = any(role is SpeakerRole.FACILITATOR for label, role in guessed.items() if label != short["R"])
        roles[short["R"]] = SpeakerRole.PARTICIPANT if asked or len(counts) == 1 else SpeakerRole.FACILITATOR
        ledger.doubt(
            0,
            f"“{short['R']}” can mean researcher or respondent. It was taken for the "
            f"{'respondent' if roles[short['R']] is SpeakerRole.PARTICIPANT else 'researcher'}; change the role if that is wrong.",
        )
    if len(counts) > 1 and SpeakerRole.FACILITATOR not in roles.values():
        asker = _who_asks(turns, counts)
        if asker is not None:
            roles[asker] = SpeakerRole.FACILITATOR
            ledger.doubt(
                0,
                f"“{asker}” asks most of the questions and was taken for the facilitator; change the role if that is wrong.",
            )
        else:
            ledger.doubt(
                0,
                "No name tells who the facilitator is, so all speakers count as participants. Set the roles before you go on.",
            )
    return tuple(ImportedSpeaker(label, roles[label], count) for label, count in counts.items())


def _who_asks(turns: Sequence[ImportedTurn], counts: Counter[str]) -> str | None:
    """The one voice that asks at least every other time while the others hardly do."""
    asks = Counter(turn.speaker for turn in turns if turn.speaker and turn.text.endswith("?"))
    share = sorted(
        ((asks[label] / count, count, label) for label, count in counts.items() if label),
        reverse=True,
        key=lambda x: x[:2],
    )
    (top, count, label), (second, _, _) = share[0], share[1]
    return label if count >= 3 and top >= 0.5 and second <= top / 2 else None


def _tell_about_speakers(
    turns: Sequence[ImportedTurn], speakers: Sequence[ImportedSpeaker], ledger: Ledger, *, typed: bool
) -> None:
    nameless = [turn for turn in turns if turn.speaker is None]
    if len(speakers) == 1 and not nameless and len(turns) > 1 and any("\n" in turn.text for turn in turns):
        ledger.doubt(
            0,
            f"Only “{speakers[0].label}” is named. Paragraphs without a name were added to the turn before them; "
            "if they are somebody else's words, put that name before them in the file and import it again.",
        )
    if len(nameless) == len(turns):
        ledger.doubt(
            0, "No speakers are named in this file. Is it one person's account, or do you want to assign speakers?"
        )
    elif nameless:
        ledger.doubt(nameless[0].line, f"{len(nameless)} turns have no speaker's name; this is the first.")
    for speaker in speakers:
        opening = next(turn for turn in turns if turn.speaker == speaker.label)
        if is_contact(bare(speaker.label)):
            ledger.doubt(
                opening.line,
                f"The speaker's name “{speaker.label}” is a phone number or an e-mail address, which identifies a person. Rename this speaker.",
            )
        elif (
            typed
            and opening.begins_at is None  # software that writes times knows who speaks
            and speaker.turns == 1
            and len(speakers) > 2
            and guess_role(speaker.label) is None
            and not re.search(r"\d", speaker.label)
        ):
            ledger.doubt(
                opening.line, f"“{speaker.label}” speaks only here. If this is not a speaker, merge it with another."
            )
    for one, other in likely_typos([speaker.label for speaker in speakers]):
        ledger.doubt(0, f"“{one}” and “{other}” may be one speaker, spelled in two ways. If so, merge them.")


def _tell_about_offers(offered: Sequence[OfferedRemoval], ledger: Ledger) -> None:
    for offer in offered:
        words = count_words(offer.turn.text)
        ledger.doubt(
            offer.turn.line,
            f"{words} {'word' if words == 1 else 'words'} left out as {offer.reason}. You can keep them if somebody said them.",
        )
