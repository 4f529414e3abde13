"""How the coding page feels: in headless Chromium, against the real server on SQLite.

    python -m benchmarks.coding_page

A transcript of 20,000 words with 1,000 codings, and one of 60,000 words. Prints one table: from opening to the words
being there, from a key to the painted coding, from a key to the server's acknowledgement, and bytes per coding.
Targets: painted within 50 ms, acknowledged within 300 ms at the 95th percentile, at most 20 kB per coding.
"""

from __future__ import annotations

import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

from benchmarks.store import talk
from workbench.domain.ids import TranscriptId
from workbench.domain.span import Span
from workbench.services import codebooks, codings, projects, transcripts
from workbench.services.desk import Desk
from workbench.store import Store
from workbench.ui.server import free_port

CHROMIUM = "/usr/bin/chromium"
CODES, CODINGS, TIMES = 60, 1_000, 60

# Selects some words as a person's mouse would leave them, presses a key, and waits for the two moments that count.
ACT = """
async ({ turn, from, length, key }) => {
  const words = document.querySelectorAll('.wb-turn .wb-words')[turn];
  words.scrollIntoView({ block: 'center' });
  await new Promise((done) => setTimeout(done, 60));
  const node = words.querySelector('.wb-sentence').firstChild;
  const start = Math.min(from, node.length - 2);
  document.getSelection().setBaseAndExtent(node, start, node, Math.min(node.length, start + length));
  const text = document.querySelector('.wb-text');
  text.focus({ preventScroll: true });
  await new Promise((done) => setTimeout(done, 30));
  performance.clearMarks('wb-painted');
  const saved = document.querySelector('.wb-saved');
  const began = performance.now();
  text.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
  const painted = await new Promise((done) => {
    const look = () => {
      const [mark] = performance.getEntriesByName('wb-painted');
      if (mark) done(mark.startTime - began); else setTimeout(look, 1);
    };
    look();
  });
  const acknowledged = await new Promise((done) => {
    const look = () => (saved.dataset.state === 'saved' ? done(performance.now() - began) : setTimeout(look, 1));
    look();
  });
  return [painted, acknowledged];
}
"""


def make_study(folder: Path, words: int, count: int) -> tuple[Desk, TranscriptId]:
    """A database with one long transcript and many codings."""
    store = Store.open(str(folder / "workbench.sqlite3"))
    desk = Desk(store, projects.create_project(store, "Benchmark", actor="Ana").id, "Ana")
    codes = [codebooks.add_code(desk, f"Code {n:02d}", short_definition="What it means.") for n in range(CODES)]
    seen = transcripts.preview(desk, talk(words, 1), file_name="long.txt")
    transcript = transcripts.import_transcript(desk, seen)
    body = transcripts.open_transcript(desk, transcript.id).body
    chance = random.Random(1)
    for n in range(count):
        turn = chance.choice(body.turns)
        start = turn.start + chance.randrange(max(1, (turn.end - turn.start) // 2))
        span = Span(start, min(turn.end, start + chance.randint(20, 200)))
        codings.add_coding(desk, transcript.id, span, codes[n % CODES].id)
    transcripts.read_up_to(desk, transcript.id, 1)
    store.close()
    return desk, transcript.id


def serve(folder: Path) -> tuple[subprocess.Popen[str], str]:
    port = free_port()
    environment = {name: value for name, value in os.environ.items() if not name.startswith("WORKBENCH_")}
    process = subprocess.Popen(
        [sys.executable, "-m", "workbench", "--no-browser", "--port", str(port)],
        env={**environment, "WORKBENCH_DATA": str(folder)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout
    for line in process.stdout:
        if "URL:" in line:
            break
    return process, f"http://127.0.0.1:{port}"


def first_paint(page: Page, address: str) -> float:
    """Milliseconds from asking for the page, in a browser that has been here before, to the words on the screen."""
    began = time.perf_counter()
    page.goto(address)
    page.wait_for_selector(".wb-label", timeout=60_000)
    return (time.perf_counter() - began) * 1000


def measure(words: int, count: int) -> list[tuple[str, str]]:
    with tempfile.TemporaryDirectory(prefix="wb-bench-") as name, sync_playwright() as playwright:
        folder = Path(name)
        desk, transcript = make_study(folder, words, count)
        process, address = serve(folder)
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        try:
            page = browser.new_page(viewport={"width": 1280, "height": 720})
            place = f"{address}/code?project={desk.project_id}&transcript={transcript}"
            first_paint(page, place)
            opened = first_paint(page, place)
            painted, acknowledged, up, down = code_many(page)
        finally:
            browser.close()
            process.terminate()
            process.communicate(timeout=30)
    return [
        (f"{words:,} words, {count:,} codings: opening to painted", f"{opened:8.0f} ms"),
        ("  key to painted", spread(painted)),
        ("  key to acknowledged", spread(acknowledged)),
        ("  bytes up per coding", f"{statistics.mean(up):8,.0f}"),
        ("  bytes down per coding", f"{statistics.mean(down):8,.0f}"),
    ]


def code_many(page: Page) -> tuple[list[float], list[float], list[int], list[int]]:
    up: list[int] = []
    down: list[int] = []

    def note(response: Any) -> None:
        sent = response.request.post_data or ""
        if "/api/operations" in response.url and '"kind"' in sent:
            sizes = response.request.sizes()
            up.append(sizes["requestBodySize"] + sizes["requestHeadersSize"])
            down.append(sizes["responseBodySize"] + sizes["responseHeadersSize"])

    seen: list[Any] = []
    page.on("response", seen.append)
    chance = random.Random(5)
    turns = page.locator(".wb-turn").count()
    painted, acknowledged = [], []
    for n in range(TIMES + 3):
        where = {"turn": chance.randrange(turns), "from": chance.randrange(40), "length": chance.randint(8, 60)}
        paint, saved = page.evaluate(ACT, {**where, "key": str(1 + n % 9)})
        if n >= 3:  # the first ones warm both sides up
            painted.append(paint)
            acknowledged.append(saved)
    for response in seen:
        note(response)
    return painted, acknowledged, up, down


def spread(figures: list[float]) -> str:
    ordered = sorted(figures)
    p95 = ordered[int(len(ordered) * 0.95)]
    return f"{statistics.median(ordered):8.1f} ms median {p95:8.1f} ms p95 ({len(ordered)} times)"


def main() -> None:
    for words, count in ((20_000, CODINGS), (60_000, CODINGS)):
        for what, figure in measure(words, count):
            print(f"{what:<52}{figure}", flush=True)


if __name__ == "__main__":
    main()
