"""How long what protects people takes, on SQLite: correcting a turn, taking it back, and a withdrawal.

    python -m benchmarks.people_first

One transcript of 20,000 words with 1,000 codings for the corrections; the sample study for the withdrawal of one participant.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.coding_page import make_study
from workbench.services import corrections, history, sample, withdrawal
from workbench.services.corrections import TurnFix
from workbench.services.desk import Desk
from workbench.services.transcripts import open_transcript
from workbench.store import Store

WORDS, CODINGS, TIMES = 20_000, 1_000, 5


def timed(what: str, deed: Callable[[], object]) -> None:
    began = time.perf_counter()
    deed()
    print(f"{what:<60}{time.perf_counter() - began:8.2f} s", flush=True)


def correct(folder: Path) -> None:
    """A word in a turn near the beginning, so that all codings after it move; and back again."""
    desk, transcript = make_study(folder, WORDS, CODINGS)
    for number in range(2, 2 + TIMES):
        here = open_transcript(desk, transcript)
        turn = next(one for one in here.body.turns if one.number == number)
        fix = TurnFix(number, text=turn.span.text_in(here.body.text) + " Really.")
        timed("correct a turn", lambda fix=fix: corrections.fix_turn(desk, transcript, fix, reason="Misheard."))
    timed("undo a correction", lambda: history.undo(desk))
    desk.store.close()


def withdraw(folder: Path) -> None:
    """Each withdrawal that the sample study has recorded: looked at, then carried out and the files cleaned."""
    store = Store.open(str(folder / "sample.sqlite3"))
    desk = Desk(store, sample.create_sample_study(store).project.id, sample.OWNER)
    for asked in withdrawal.withdrawals(desk):
        timed("see what a withdrawal would remove", lambda asked=asked: withdrawal.reach(desk, asked))
        timed("carry it out and clean the files", lambda asked=asked: withdrawal.carry_out(desk, asked))
    store.close()


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="wb-bench-") as name:
        correct(Path(name))
        withdraw(Path(name))


if __name__ == "__main__":
    main()
