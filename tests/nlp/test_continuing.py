import subprocess
import sys
from pathlib import Path

from workbench.nlp import Passage, continued_codes


def one_transcript(turns: int, name: str = "T1") -> list[Passage]:
    return [Passage(f"{name}-{turn}", "Well.", name, "P", turn) for turn in range(turns)]


def test_a_code_that_runs_over_turns_is_proposed_for_the_turn_after():
    passages = one_transcript(8)
    coded: dict[str, set[str]] = {f"T1-{turn}": {"wait"} for turn in range(6)} | {"T1-6": set()}

    coded["T1-6"] = {"wait"}
    (proposal,) = continued_codes(passages, coded | {"T1-7": set()}, "T1-7")

    assert proposal.code_id == "wait"
    assert proposal.chance > 0.6
    assert proposal.because.passage_id == "T1-6"
    assert "turn just before" in proposal.because.text


def test_a_code_that_never_runs_is_not_proposed():
    passages = one_transcript(12)
    coded = {f"T1-{turn}": ({"wait"} if turn % 2 == 0 else set()) for turn in range(11)}

    assert continued_codes(passages, coded, "T1-11") == ()


def test_nothing_is_proposed_across_transcripts_or_after_an_uncoded_turn():
    passages = one_transcript(5, "T1") + one_transcript(5, "T2")
    coded: dict[str, set[str]] = {f"T1-{turn}": {"wait"} for turn in range(5)} | {"T2-0": set()}

    assert continued_codes(passages, coded, "T2-0") == ()
    assert continued_codes(passages, coded, "T2-1") == ()
    assert continued_codes(passages, coded, "nowhere") == ()


def test_what_is_there_already_or_was_turned_down_here_does_not_come_again():
    passages = one_transcript(8)
    coded = {f"T1-{turn}": {"wait", "kind"} for turn in range(7)}

    assert [one.code_id for one in continued_codes(passages, coded | {"T1-7": {"kind"}}, "T1-7")] == ["wait"]
    assert [one.code_id for one in continued_codes(passages, coded, "T1-7", not_again={"wait"})] == ["kind"]


def test_below_fifty_codings_it_is_possible_at_most_and_a_first_coding_proposes_nothing():
    few, many = one_transcript(9), one_transcript(60)

    (proposal,) = continued_codes(few, {f"T1-{turn}": {"wait"} for turn in range(8)}, "T1-8")
    (sure,) = continued_codes(many, {f"T1-{turn}": {"wait"} for turn in range(59)}, "T1-59")

    assert proposal.band == "possible"
    assert sure.band == "likely"
    assert continued_codes(few, {"T1-0": {"wait"}}, "T1-1") == ()


def test_asking_needs_no_language_machinery():
    program = (
        "from workbench.nlp import continued_codes; continued_codes([], {}, 'x'); import sys; "
        "sys.exit('sklearn' in sys.modules or 'numpy' in sys.modules)"
    )

    done = subprocess.run([sys.executable, "-c", program], cwd=Path(__file__).parents[2], check=False)

    assert done.returncode == 0
