"""A person at the coding page: what they can do, and what they see."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from playwright.sync_api import BrowserContext, Locator, Page

from .stage import Server, Stage


class Driver:
    def __init__(self, context: BrowserContext, server: Server) -> None:
        self.context = context
        self.server = server
        self.page: Page = context.new_page()
        self.errors: list[str] = []
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", lambda message: self._console(message.type, message.text))

    def _console(self, kind: str, text: str) -> None:
        if kind == "error" and "Failed to load resource" not in text:
            self.errors.append(text)

    def open(self, stage: Stage, *, query: str = "") -> Driver:
        self.server.stage = stage
        self.page.goto(f"{self.server.url}/{query}")
        self.page.wait_for_selector("html[data-ready]")
        return self

    # seeing -----------------------------------------------------------------------------------------------

    @property
    def text(self) -> Locator:
        return self.page.locator(".wb-text")

    def until(self, true: Callable[[], Any], *, seconds: float = 30.0) -> Any:
        """Wait until something holds, and give it back."""
        end = time.monotonic() + seconds
        while True:
            found = true()
            if found or time.monotonic() > end:
                assert found, "It did not come about."
                return found
            self.page.wait_for_timeout(20)

    def saved(self) -> None:
        self.until(lambda: self.status().startswith("All changes saved"))

    def status(self) -> str:
        return self.page.locator(".wb-saved").inner_text()

    def labels(self) -> list[str]:
        """The names in the margin, from top to bottom."""
        found: list[str] = self.page.evaluate(
            """() => [...document.querySelectorAll('.wb-label')]
                 .sort((a, b) => parseFloat(a.style.top) - parseFloat(b.style.top))
                 .map((label) => label.querySelector('.wb-label-name')?.textContent ?? label.textContent)"""
        )
        return found

    def painted(self) -> list[str]:
        """The words under coloured highlights, in no order."""
        found: list[str] = self.page.evaluate(
            """() => [...CSS.highlights].filter(([name]) => name.includes('-code-'))
                 .flatMap(([, ranges]) => [...ranges].map(String))"""
        )
        return found

    def selected(self) -> str:
        found: str = self.page.evaluate("() => document.getSelection().toString()")
        return found

    def said(self) -> str:
        return self.page.locator(".wb-unseen[role=status]").inner_text().strip("\u00a0")

    # doing ------------------------------------------------------------------------------------------------

    def select(self, words: str) -> None:
        """Drag over some words with the mouse, again if the page moved meanwhile."""
        for _ in range(3):
            self._drag(words)
            try:
                self.until(lambda: self._chose(words), seconds=4)
            except AssertionError:
                continue
            return
        raise AssertionError(f"The mouse did not select “{words}” but “{self.selected()}”.")

    def _chose(self, words: str) -> bool:
        invited = self.page.locator(".wb-invite").count() > 0
        return invited and self.selected().strip().startswith(words[:5].strip())

    def _drag(self, words: str) -> None:
        boxes = self.page.evaluate(
            """(words) => {
                 const walker = document.createTreeWalker(document.querySelector('.wb-text'), NodeFilter.SHOW_TEXT);
                 const nodes = []; let all = ''; let node;
                 while ((node = walker.nextNode())) {
                   if (node.parentElement.closest('.wb-who')) continue;
                   nodes.push([all.length, node]); all += node.data;
                 }
                 const at = all.indexOf(words);
                 const ends = [at, at + words.length - 1].map((unit) => {
                   const [from, found] = nodes.findLast(([from]) => from <= unit);
                   const range = document.createRange();
                   range.setStart(found, unit - from); range.setEnd(found, unit - from + 1);
                   return range;
                 });
                 for (const range of ends) range.startContainer.parentElement.scrollIntoView({block: 'nearest'});
                 return ends.map((range) => range.getBoundingClientRect().toJSON());
               }""",
            words,
        )
        first, last = boxes
        mouse = self.page.mouse
        mouse.move(first["left"] + 0.5, first["top"] + first["height"] / 2)
        mouse.down()
        mouse.move(last["right"] - 0.5, last["top"] + last["height"] / 2, steps=4)
        mouse.up()

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, words: str) -> None:
        self.page.keyboard.type(words)

    def click_words(self, words: str) -> None:
        """Press on the middle of some words that stand in one sentence."""
        box = self.page.evaluate(
            """(words) => {
                 const walker = document.createTreeWalker(document.querySelector('.wb-text'), NodeFilter.SHOW_TEXT);
                 let node;
                 while ((node = walker.nextNode())) {
                   const at = node.data.indexOf(words);
                   if (at < 0) continue;
                   const range = document.createRange();
                   const middle = at + (words.length >> 1);
                   range.setStart(node, middle); range.setEnd(node, middle + 1);
                   return range.getBoundingClientRect().toJSON();
                 }
               }""",
            words,
        )
        self.page.mouse.click(box["left"] + box["width"] / 2, box["top"] + box["height"] / 2)
