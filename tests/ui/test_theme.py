"""The colours keep enough contrast, in light and in dark (WCAG 2.2 AA)."""

from __future__ import annotations

import pytest

from workbench.ui.theme import THEME


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("look", ["light", "dark"])
def test_text_can_be_read_on_every_ground(look: str) -> None:
    text, link = THEME[f"theme.{look}.textColor"], THEME[f"theme.{look}.linkColor"]
    grounds = [THEME[f"theme.{look}.backgroundColor"], THEME[f"theme.{look}.secondaryBackgroundColor"]]

    assert min(contrast(text, ground) for ground in grounds) >= 7
    assert min(contrast(link, ground) for ground in grounds) >= 4.5


@pytest.mark.parametrize("look", ["light", "dark"])
def test_a_primary_button_can_be_read_and_seen(look: str) -> None:
    primary = THEME[f"theme.{look}.primaryColor"]

    assert contrast("#FFFFFF", primary) >= 4.5
    assert contrast(primary, THEME[f"theme.{look}.backgroundColor"]) >= 3
