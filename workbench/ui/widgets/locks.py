"""How the lock looks on words that may not be quoted: a sign and words, never colour alone."""

from __future__ import annotations

import html

from workbench.domain.leaving import Why
from workbench.ui.words import say

SIGN = "🔒"


def lock_in_words(why: Why | None) -> str:
    """The lock as a short sentence; empty where there is none."""
    return "" if why is None else f"{SIGN} {say('lock.mark', why=say(f'lock.{why.value}'))}"


def lock_html(why: Why | None) -> str:
    """The same as HTML, to stand beside a passage."""
    return "" if why is None else f'<span class="wb-lock">{html.escape(lock_in_words(why))}</span>'
