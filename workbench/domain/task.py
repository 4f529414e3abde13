"""Task: a transcript that somebody is to code; and sharing transcripts out evenly."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from workbench.domain.ids import ProjectId, TaskId, TranscriptId


@dataclass(frozen=True, slots=True)
class Task:
    """One transcript for one person (``coder``). It obliges; it forbids nobody else to read or code."""

    id: TaskId
    project_id: ProjectId
    in_transcript: TranscriptId
    coder: str
    set_by: str
    set_at: str


def share_evenly(
    words: Mapping[TranscriptId, int],
    coders: Sequence[str],
    *,
    already: Mapping[TranscriptId, Sequence[str]],
    each: int,
) -> dict[TranscriptId, tuple[str, ...]]:
    """So many coders for every transcript, with about as many words for everybody. Who has a transcript already keeps it.

    >>> long, short = TranscriptId("long"), TranscriptId("short")
    >>> share_evenly({long: 900, short: 100}, ["Ana", "Ben", "Cleo"], already={short: ["Ben"]}, each=2)
    {'long': ('Ana', 'Cleo'), 'short': ('Ben', 'Ana')}
    """
    load = Counter(dict.fromkeys(coders, 0))
    for transcript_id, names in already.items():
        load.update({name: words.get(transcript_id, 0) for name in names if name in load})
    shared: dict[TranscriptId, tuple[str, ...]] = {}
    for transcript_id in sorted(words, key=lambda one: -words[one]):
        names = list(already.get(transcript_id, ()))
        while len(names) < each and (free := [coder for coder in coders if coder not in names]):
            chosen = min(free, key=lambda coder: load[coder])
            names.append(chosen)
            load[chosen] += words[transcript_id]
        shared[transcript_id] = tuple(names)
    return shared
