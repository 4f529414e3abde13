"""The error tree. Every leaf reads as advice to a person; front doors show it as it is.

::

    WorkbenchError
    ├── RuleError            a rule of the method or of the project says no
    │   ├── CodeNameTakenError
    │   ├── CodeInUseError
    │   ├── QuoteMismatchError
    │   └── NothingToUndoError
    ├── NotAllowedError      this person may not do or see this
    ├── SignInError          nobody is let in with this
    │   └── TooManyTriesError
    ├── NotFoundError        no such project, transcript, code ...
    ├── ChangedMeanwhileError  somebody else changed it first
    ├── UnreadableFileError  a file from outside cannot be used
    ├── ChildFailedError     work in a child process met a limit (defined in processes.py)
    └── StorageError         the database or the disk cannot do what was asked
        ├── DamagedError
        └── UnsafePlaceError

Anything else that is raised is a bug and stays loud.
"""

import math


class WorkbenchError(Exception):
    """Something a person can understand and mend; the message says what is wrong and what to do."""


class RuleError(WorkbenchError):
    """A rule of the method or of this project says no."""


class CodeNameTakenError(RuleError):
    """Two codes of one codebook would bear the same name."""

    def __init__(self, name: str, *, codebook: str) -> None:
        super().__init__(
            f"“{codebook}” already has a code named “{name}”. Choose another name, or merge the two codes."
        )
        self.name = name
        self.codebook = codebook


class CodeInUseError(RuleError):
    """A code with codings would be deleted."""

    def __init__(self, label: str, *, codings: int) -> None:
        super().__init__(
            f"“{label}” is used by {codings} coded passages, so it cannot be deleted. Retire it, or merge it into another code."
        )
        self.label = label
        self.codings = codings


class QuoteMismatchError(RuleError):
    """The words sent with a coding are not the words that stand at its place."""

    def __init__(self, start: int, end: int) -> None:
        super().__init__(
            f"The words you selected do not stand at characters {start} to {end} of this transcript. "
            "Reload the page and select them again."
        )
        self.start = start
        self.end = end


class NothingToUndoError(RuleError):
    """There is no act of this person left to undo or redo."""

    def __init__(self, what: str) -> None:
        super().__init__(f"There is nothing to {what}.")


class NotAllowedError(WorkbenchError):
    """This person may not do or see this."""


class SignInError(WorkbenchError):
    """Nobody is let in with this name and password, or with this link."""


class TooManyTriesError(SignInError):
    """There were too many wrong tries; the next one is only looked at later."""

    def __init__(self, seconds: float) -> None:
        self.seconds = max(1, math.ceil(seconds))
        super().__init__(f"Too many tries. Wait {self.seconds} seconds, then try again.")


class NotFoundError(WorkbenchError):
    """What was asked for is not there (or may not be seen, which reads the same)."""

    def __init__(self, noun: str, name: str, *, hint: str = "") -> None:
        super().__init__(f"There is no {noun} “{name}”." + (f" {hint}" if hint else ""))
        self.noun = noun
        self.name = name


class ChangedMeanwhileError(WorkbenchError):
    """Somebody else changed the same thing first."""


class UnreadableFileError(WorkbenchError):
    """A file from outside cannot be used; nothing of it was stored."""


class StorageError(WorkbenchError):
    """The database or the disk cannot do what was asked."""


class DamagedError(StorageError):
    """A check of the stored data failed."""


class UnsafePlaceError(StorageError):
    """A database would lie in a synced folder or on a network drive."""
