"""How long a refresh takes with everything: database, passages, engine in its process, and what changed written back.

python -m benchmarks.suggestions.refresh
"""

import random
import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from benchmarks.suggestions.speed import big_project
from workbench.domain.transcript import SpeakerRole
from workbench.importers.base import ImportedSpeaker, ImportedTranscript, ImportedTurn
from workbench.processes import ChildProcess
from workbench.services import codebooks, codings, projects, suggestions, transcripts
from workbench.services.desk import Desk
from workbench.services.transcripts import Preview
from workbench.store import Store

T = TypeVar("T")
TURNS, CODINGS, WORDS, TRANSCRIPTS = 20_000, 3_000, 17, 40


def main() -> None:
    print(f"{'step':58} {'seconds':>8} {'peak MB':>8}")
    with tempfile.TemporaryDirectory(prefix="wb-bench-") as name:
        store = Store.open(str(Path(name) / "workbench.sqlite3"))
        desk, left = timed("make the study", lambda: stress_study(store))
        models = ChildProcess(memory_bytes=None, seconds=600)
        timed(f"first refresh, {TURNS:,} turns, {CODINGS:,} codings", lambda: suggestions.refresh(desk, models))
        for number in range(4):
            codings.add_coding(desk, *left.pop())
            found = timed(f"refresh after one more coding ({number + 1})", lambda: suggestions.refresh(desk, models))
            print(f"    {len(found.suggestions):,} changed")
        models.close()
        store.close()


def timed(what: str, deed: Callable[[], T]) -> T:
    start = time.perf_counter()
    done = deed()
    seconds = time.perf_counter() - start
    print(f"{what:58} {seconds:8.2f} {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024:8}", flush=True)
    return done


def stress_study(store: Store) -> tuple[Desk, list[tuple]]:  # type: ignore[type-arg]
    """A project in a database: transcripts, codes, a person's codings in the first of them; and what to code next."""
    codes, passages, given = big_project(turns=TURNS, codings=CODINGS, words=WORDS)
    desk = Desk(store, projects.create_project(store, "Benchmark", actor="Ana").id, "Ana")
    made = {
        code.id: codebooks.add_code(desk, f"{code.label} {number}", short_definition=code.definition)
        for number, code in enumerate(codes)
    }
    per_transcript = TURNS // TRANSCRIPTS
    todo = []
    for number in range(TRANSCRIPTS):
        part = passages[number * per_transcript : (number + 1) * per_transcript]
        found = ImportedTranscript(
            f"Transcript {number}",
            "made up",
            tuple(ImportedTurn("P", passage.text, line=line) for line, passage in enumerate(part, 1)),
            (ImportedSpeaker("P", SpeakerRole.PARTICIPANT, len(part)),),
            words_in_file=1,
            words_imported=1,
        )
        transcript = transcripts.import_transcript(desk, Preview(f"{number}.txt", f"{number:064}", found, None))
        body = transcripts.open_transcript(desk, transcript.id).body
        for passage, turn in zip(part, body.turns, strict=True):
            todo += [(transcript.id, turn.span, made[code].id) for code in sorted(given.get(passage.id, ()))]
    chance = random.Random(1)
    spare = [todo.pop(chance.randrange(len(todo))) for _ in range(8)]
    for one in todo:
        codings.add_coding(desk, *one)
    return desk, spare


if __name__ == "__main__":
    main()
