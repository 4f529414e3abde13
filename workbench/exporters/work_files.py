"""Files that go between copies of a project."""

from __future__ import annotations

from workbench.formats.work_file import COPY, WORK, ProjectCopy, Work, packed


def write_work(work: Work) -> bytes:
    """One person's work as a file without words of transcripts."""
    return packed(WORK, work)


def write_copy(copy: ProjectCopy) -> bytes:
    """A copy of a project for a colleague, as a file."""
    return packed(COPY, copy)
