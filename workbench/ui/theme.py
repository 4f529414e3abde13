"""The colours of the workbench, light and dark, as Streamlit's settings. Which of the two is shown is the browser's wish.

A test checks the contrast of every pair of text and ground.
"""

from __future__ import annotations

THEME: dict[str, str] = {
    "theme.baseRadius": "0.5rem",
    "theme.light.primaryColor": "#0B6B66",
    "theme.light.backgroundColor": "#FBFAF7",
    "theme.light.secondaryBackgroundColor": "#F1EEE7",
    "theme.light.textColor": "#22292B",
    "theme.light.borderColor": "#D5CFC3",
    "theme.light.linkColor": "#0B6B66",
    "theme.dark.primaryColor": "#17807A",
    "theme.dark.backgroundColor": "#15191B",
    "theme.dark.secondaryBackgroundColor": "#1F2527",
    "theme.dark.textColor": "#E6E4DE",
    "theme.dark.borderColor": "#3E474A",
    "theme.dark.linkColor": "#6FCFC6",
}
