"""How long fifty invented transcripts of 8,000 words take through the importers, in the child process.

Run ``python benchmarks/imports.py``; the aim is under ten seconds.
"""

import random
import time

from workbench.importers import read_safely

WORDS = [
    "the",
    "clinic",
    "nurse",
    "waited",
    "again",
    "morning",
    "letter",
    "phone",
    "tired",
    "hope",
    "walk",
    "garden",
    "soup",
    "sleep",
    "pain",
    "friend",
    "bus",
    "winter",
]


def invented(words: int, *, seed: int) -> bytes:
    """A conversation between an interviewer and a participant, in labels and lines."""
    chance = random.Random(seed)
    lines, count = ["Interview", "Date: 2024-03-05", ""], 0
    while count < words:
        speaker, length = ("Interviewer", 12) if len(lines) % 2 else ("P07", chance.randint(20, 90))
        lines.append(f"{speaker}: {' '.join(chance.choices(WORDS, k=length)).capitalize()}.")
        count += length
    return "\n".join(lines).encode()


def main() -> None:
    """Measure and print one line."""
    files = [invented(8_000, seed=number) for number in range(50)]
    read_safely(files[0], file_name="warm.txt")
    start = time.perf_counter()
    words = sum(
        read_safely(source, file_name=f"T{number:02}.txt").words_imported for number, source in enumerate(files, 1)
    )
    seconds = time.perf_counter() - start
    print(f"50 transcripts, {words:,} words: {seconds:.2f} s (aim: under 10 s)")


if __name__ == "__main__":
    main()
