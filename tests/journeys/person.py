"""A person at the whole workbench, in a browser: goes to pages, presses what is written on buttons, codes passages."""

from __future__ import annotations

import re
from typing import cast

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, expect

from tests.ui.transcript_view.driver import Driver
from tests.ui.transcript_view.stage import Server

WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], "resultTypes": ["violations"]}
PATIENCE = 30_000  # milliseconds; the test machines are slow and busy


class Person(Driver):
    """Everything that ``Driver`` can do on the coding page, on a real server."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        super().__init__(context, cast(Server, None))
        self.address = address
        self.outside: list[str] = []
        self.page.on("request", lambda request: self._watch(request.url))
        self.page.set_default_timeout(PATIENCE)
        expect.set_options(timeout=PATIENCE)

    def _watch(self, url: str) -> None:
        if not url.startswith((self.address, "data:", "blob:", self.address.replace("http", "ws"))):
            self.outside.append(url)

    def begin(self) -> None:
        self.page.goto(self.address)

    def go(self, name: str) -> None:
        """To a page, by its name at the top."""
        self.page.get_by_role("link", name=name, exact=True).first.click()
        expect(self.page.get_by_role("heading", name=name, level=1)).to_be_attached()

    def go_to(self, name: str, title: str) -> None:
        """To a page whose title is another one than its name at the top."""
        self.page.get_by_role("link", name=name, exact=True).first.click()
        expect(self.page.get_by_role("heading", name=title, level=1)).to_be_visible()

    def push(self, name: str | re.Pattern[str]) -> None:
        """A button, by what is written on it."""
        self.page.get_by_role("button", name=name).first.click()

    def sees(self, words: str | re.Pattern[str]) -> None:
        expect(self.page.get_by_text(words).first).to_be_visible()

    def fill(self, label: str, words: str) -> None:
        self.page.get_by_label(label, exact=True).fill(words)

    def write(self, label: str, words: str) -> None:
        """Into a field, and on to the next one when the page has taken it in, as hands do it."""
        self.fill(label, words)
        self.press("Tab")
        self.rest()
        expect(self.page.get_by_label(label, exact=True)).to_have_value(words)

    def rest(self) -> None:
        """Until the page has been drawn and listens again: keys pressed before are for what was there."""
        self.page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for()

    def barriers(self) -> list[tuple[str, list[str]]]:
        """What an accessibility checker finds against WCAG 2.2 A and AA on the page at rest: each rule with its places."""
        self.rest()
        self.page.wait_for_load_state("networkidle")
        self.until(
            lambda: self.page.evaluate("() => document.getAnimations().every((one) => one.playState !== 'running')")
        )
        return self.barriers_of_plain_page()

    def barriers_of_plain_page(self) -> list[tuple[str, list[str]]]:
        """The same on a page that is no app, such as the way in."""
        found = Axe().run(self.page, options=WCAG).response["violations"]
        return [(one["id"], [node["html"][:120] for node in one["nodes"]]) for one in found]

    def tab_to(self, name: str) -> None:
        """With the Tab key alone to what bears a name, once it is there; fails where the key does not lead to it."""
        named = self.page.get_by_label(name, exact=True).or_(self.page.get_by_text(name, exact=True))
        named.first.wait_for(state="attached")
        for _ in range(200):
            self.press("Tab")
            focused = self.page.evaluate(
                """() => {
                     const at = document.activeElement;
                     const own = at.innerText?.length < 80 ? at.innerText : '';  // not a region's whole text
                     return [at.getAttribute('aria-label'), at.labels?.[0]?.innerText, own].filter(Boolean).map((words) => words.trim());
                   }"""
            )
            if name in focused:
                return
        raise AssertionError(f"The Tab key does not lead to “{name}”.")

    def wait_for_text(self) -> None:
        """Until the coding page shows a transcript, ready for coding: one never opened before begins with reading."""
        self.until(lambda: self.page.locator(".wb-text").count() and self.text.inner_text(), seconds=30)
        begin = self.page.get_by_role("button", name="Start coding")
        if begin.is_visible():
            begin.click()
        self.saved()
