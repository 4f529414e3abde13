"""The chain of events: whole or reported; and replay."""

from dataclasses import replace

import pytest

from workbench.domain.event import FIRST_LINK, Change, Event, broken_links, make_event, replay
from workbench.domain.ids import EventId


def make_chain(length: int) -> list[Event]:
    events: list[Event] = []
    link = FIRST_LINK
    for number in range(1, length + 1):
        change = Change("code", f"c{number % 3}", None if number <= 3 else {"n": number - 3}, {"n": number})
        event = make_event(
            event_id=EventId(f"e{number}"), stream="s", number=number, at="2026-01-01", actor="Ana", deed="change code",
            changes=[change], previous_link=link,
        )  # fmt: skip
        events.append(event)
        link = event.link
    return events


def faults(events: list[Event], original: list[Event]) -> list[str]:
    return broken_links(events, last_number=len(original), last_link=original[-1].link)


def test_an_untouched_chain_is_whole() -> None:
    chain = make_chain(9)

    assert faults(chain, chain) == []


@pytest.mark.parametrize(
    "changed", [{"actor": "Ben"}, {"at": "2025-12-31"}, {"deed": "read"}, {"content": "[]"}, {"touched": ()}]
)
def test_a_changed_event_is_reported_with_its_number(changed: dict[str, str]) -> None:
    chain = make_chain(9)
    forged = [replace(event, **changed) if event.number == 4 else event for event in chain]

    assert any("event 4" in fault.lower() for fault in faults(forged, chain))


def test_a_removed_event_is_reported_with_its_number() -> None:
    chain = make_chain(9)

    assert "Event 5 is missing (event 6 comes next)." in faults([*chain[:4], *chain[5:]], chain)


def test_a_log_that_was_cut_at_its_end_is_reported() -> None:
    chain = make_chain(9)

    assert faults(chain[:7], chain) == ["The log ends at event 7, but 9 were written."]


def test_two_events_in_the_wrong_order_are_reported() -> None:
    chain = make_chain(9)
    chain[2], chain[3] = chain[3], chain[2]

    assert faults(chain, make_chain(9))


def test_an_erased_content_leaves_the_chain_whole() -> None:
    chain = make_chain(9)
    erased = [replace(event, content=None) if event.number == 4 else event for event in chain]

    assert faults(erased, chain) == []


def test_replay_gives_the_last_state_of_each_thing() -> None:
    state, unknown = replay(make_chain(9))

    assert state == {("code", "c0"): {"n": 9}, ("code", "c1"): {"n": 7}, ("code", "c2"): {"n": 8}}
    assert unknown == set()


def test_replay_says_what_it_cannot_know_after_an_erasure() -> None:
    chain = make_chain(9)
    erased = [replace(event, content=None) if event.number == 9 else event for event in chain]

    state, unknown = replay(erased)

    assert unknown == {("code", "c0")}
    assert ("code", "c0") not in state
