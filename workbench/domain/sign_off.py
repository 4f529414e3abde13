"""Sign-off: a person stands up, by name and date, for a theme or for what a tier of export may hold."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from workbench.domain.codebook import Theme
from workbench.domain.event import canonical, digest
from workbench.domain.ids import ProjectId, SignOffId
from workbench.errors import RuleError


class Signed(StrEnum):
    """What kind of thing is signed off. Of a transcript, the sign-off stands in its clearance (``domain.identifiers``)."""

    TRANSCRIPT = "transcript"
    THEME = "theme"
    TIER = "tier"


class Tier(StrEnum):
    """How far an export goes (method notes, 4.8)."""

    FINDINGS = "F"
    QUOTES = "Q"
    DATA = "D"
    REPOSITORY = "R"


class Standing(StrEnum):
    """How a sign-off stands now. Only ``SIGNED`` counts as one."""

    NOT_SIGNED = "not signed"
    SIGNED = "signed"
    CHANGED_SINCE = "changed since"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class SignOff:
    """One signature. ``subject`` is the theme's id or the tier's letter; ``state`` the digest of what was signed.

    A signature is never removed: taken back, it says by whom, when and why; signed anew, there is one more.
    """

    id: SignOffId
    project_id: ProjectId
    kind: Signed
    subject: str
    state: str
    signed_by: str
    signed_at: str
    note: str = ""
    withdrawn_by: str = ""
    withdrawn_at: str | None = None
    withdrawn_why: str = ""

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None

    def standing(self, state: str) -> Standing:
        """How it stands where the thing is in this state now."""
        if self.is_withdrawn:
            return Standing.WITHDRAWN
        return Standing.SIGNED if self.state == state else Standing.CHANGED_SINCE

    def withdrawn(self, *, by: str, at: str, why: str) -> SignOff:
        """Taken back, with the reason."""
        if self.is_withdrawn:
            raise RuleError("This sign-off was taken back already.")
        if not why.strip():
            raise RuleError("Say in a few words why the sign-off is taken back.")
        return replace(self, withdrawn_by=by, withdrawn_at=at, withdrawn_why=why.strip())


def newest(signatures: Iterable[SignOff]) -> SignOff | None:
    """The signature that counts for a thing: the last one."""
    return max(signatures, key=lambda one: (one.signed_at, one.id), default=None)


def state_of_theme(theme: Theme) -> str:
    """A digest of all that a signature under a theme stands for: what it says, where it holds, and its codes.

    Its place in the list and the order of its codes are not part of it.
    """
    words = (theme.title, theme.claim, theme.scope, theme.is_not, theme.counter_examples)
    return digest(canonical([*words, sorted(theme.code_ids)]))


def state_of_tier(themes: Iterable[str], consents: Iterable[str], texts: Iterable[str]) -> str:
    """A digest of what a tier would hold: states of themes, of people's consents, and revisions of transcripts."""
    return digest(canonical([sorted(themes), sorted(consents), sorted(texts)]))
