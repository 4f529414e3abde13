"""A child process does the work, keeps its limits, and is replaced when it fails."""

import os
import threading

import pytest

from workbench.errors import CodeNameTakenError, UnreadableFileError
from workbench.processes import ChildBugError, ChildFailedError, ChildProcess, Failure

HERE = "tests.test_processes"


# What the child is asked to do in these tests


def add(first: int, *, second: int) -> int:
    return first + second


def process_id() -> int:
    return os.getpid()


def niceness() -> int:
    return os.nice(0)


def refuse() -> None:
    raise CodeNameTakenError("Trust", codebook="First codes")


def refuse_a_file() -> None:
    raise UnreadableFileError("This file is empty.")


def be_wrong(words: str) -> None:
    raise KeyError(words)


def take_forever() -> None:
    threading.Event().wait()


def take_memory() -> int:
    return len(bytearray(900_000_000))


def die() -> None:
    os._exit(3)


def chatter() -> str:
    os.write(1, b"printed by a library")
    print("and this")
    return "answer"


def length(source: bytes) -> int:
    return len(source)


@pytest.fixture
def child():
    process = ChildProcess(memory_bytes=512 * 1024 * 1024, seconds=30)
    yield process
    process.close()


def test_a_call_gives_what_the_function_gives(child):
    assert child.call(f"{HERE}:add", 2, second=3) == 5


def test_the_child_is_another_process_and_stays_warm(child):
    first, second = child.call(f"{HERE}:process_id"), child.call(f"{HERE}:process_id")

    assert first == second != os.getpid()


@pytest.mark.skipif(not hasattr(os, "nice"), reason="Windows knows no niceness")
def test_a_child_that_gives_way_lets_other_work_go_first():
    child = ChildProcess(memory_bytes=None, seconds=30, gives_way=True)
    try:
        assert child.call(f"{HERE}:niceness") > os.nice(0)
    finally:
        child.close()


def test_a_refusal_arrives_as_itself_with_its_facts(child):
    with pytest.raises(CodeNameTakenError, match="already has a code named “Trust”") as refused:
        child.call(f"{HERE}:refuse")

    assert (refused.value.name, refused.value.codebook) == ("Trust", "First codes")


def test_the_child_works_on_after_a_refusal(child):
    before = child.call(f"{HERE}:process_id")
    with pytest.raises(UnreadableFileError):
        child.call(f"{HERE}:refuse_a_file")

    assert child.call(f"{HERE}:process_id") == before


def test_a_bug_is_told_by_kind_and_place_and_never_by_what_it_read(child):
    with pytest.raises(ChildBugError) as bug:
        child.call(f"{HERE}:be_wrong", "My name is Maple")

    assert "KeyError in test_processes.py" in str(bug.value)
    assert "Maple" not in str(bug.value)


def test_a_call_that_takes_too_long_is_ended_and_the_next_one_works():
    child = ChildProcess(memory_bytes=None, seconds=1)

    with pytest.raises(ChildFailedError) as failed:
        child.call(f"{HERE}:take_forever")

    assert failed.value.failure is Failure.TIME
    assert child.call(f"{HERE}:add", 1, second=1) == 2
    child.close()


def test_a_crash_is_told_and_the_next_call_works(child):
    with pytest.raises(ChildFailedError) as failed:
        child.call(f"{HERE}:die")

    assert failed.value.failure is Failure.CRASH
    assert child.call(f"{HERE}:add", 1, second=1) == 2


@pytest.mark.skipif("sys.platform != 'linux'", reason="limits on memory hold for certain on Linux only")
def test_memory_beyond_the_limit_is_refused(child):
    with pytest.raises(ChildFailedError) as failed:
        child.call(f"{HERE}:take_memory")

    assert failed.value.failure is Failure.MEMORY
    assert child.call(f"{HERE}:add", 1, second=1) == 2


def test_what_a_library_prints_does_not_disturb_the_answers(child):
    assert child.call(f"{HERE}:chatter") == "answer"
    assert child.call(f"{HERE}:add", 1, second=1) == 2


def test_large_arguments_arrive_whole(child):
    assert child.call(f"{HERE}:length", bytes(40_000_000)) == 40_000_000


def test_callers_from_many_threads_each_get_their_own_answer(child):
    answers: dict[int, int] = {}

    def ask(number: int) -> None:
        answers[number] = child.call(f"{HERE}:add", number, second=1000)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert answers == {number: number + 1000 for number in range(12)}


def test_a_closed_child_is_started_anew_by_the_next_call(child):
    before = child.call(f"{HERE}:process_id")
    child.close()

    assert child.call(f"{HERE}:process_id") != before
