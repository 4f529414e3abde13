"""Files that came from a copy of a project."""

from __future__ import annotations

from workbench.formats.work_file import ProjectCopy, Work, body_from, noun_from, read_copy, read_work

__all__ = ["ProjectCopy", "Work", "body_from", "noun_from", "read_copy", "read_work"]
