"""The coding page in a real browser."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from .driver import Driver
from .stage import Server, Stage, make_stage


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    running = Server()
    yield running
    running.close()


@pytest.fixture
def stage() -> Stage:
    return make_stage()


@pytest.fixture
def driver(browser: Browser, server: Server) -> Iterator[Driver]:
    context = browser.new_context(viewport={"width": 1280, "height": 720})
    person = Driver(context, server)
    yield person
    context.close()
    assert person.errors == []
