"""Which codings findings rest on, and what the method section says of the team's talks."""

from __future__ import annotations

from dataclasses import replace

from tests.exporters.made_up_study import PROJECT, code_id, made_up_study, uuid
from workbench.analysis.frequencies import by_code, counted_codings
from workbench.analysis.report_draft import build_report
from workbench.domain.decision import THE_TEAM, AgreedCoding, Decision, Layer, Outcome
from workbench.domain.ids import AgreedCodingId, DecisionId
from workbench.domain.snapshot import Snapshot


def settled() -> Snapshot:
    """The team talked two codings of one place over, and agreed on professional help."""
    study = replace(made_up_study(), decisions=())
    about = counted_codings(study)[0]
    decision = Decision(
        DecisionId(uuid("talk")), PROJECT, about.transcript_id, about.start, about.end, ("Ada", "Bo"), Outcome.NEW_CODE, "It is help.",
        "2031-03-02T10:00:00+00:00", about=(about.id,), redefined=(code_id("HELP_PRO"),), new_code_id=code_id("HELP_PRO"),
    )  # fmt: skip
    agreed = AgreedCoding(
        AgreedCodingId(uuid("agreed")), PROJECT, decision.id, about.transcript_id, code_id("HELP_PRO"), about.start, about.end,
        about.quote, decision.decided_at,
    )  # fmt: skip
    return replace(study, decisions=(decision,), agreed=(agreed,))


def said(study: Snapshot) -> str:
    return repr(build_report(study))


def test_findings_rest_on_everybodys_own_codings_unless_the_agreed_layer_is_asked_for() -> None:
    study = settled()
    before = counted_codings(replace(study, decisions=(), agreed=()))

    assert counted_codings(study) == before

    layered = counted_codings(replace(study, layer=Layer.AGREED))
    [agreed] = [one for one in layered if one.coder == THE_TEAM]
    assert agreed.code_id == code_id("HELP_PRO")
    assert {one.id for one in before} - {one.id for one in layered} == set(study.decisions[0].about)


def test_an_agreed_coding_whose_words_were_changed_counts_no_more() -> None:
    study = settled()
    changed = replace(study, layer=Layer.AGREED, agreed=(replace(study.agreed[0], quote="other words"),))

    assert THE_TEAM not in {one.coder for one in counted_codings(changed)}


def test_people_who_agreed_to_differ_keep_their_codings_in_both_layers() -> None:
    study = settled()
    apart = replace(study, decisions=(replace(study.decisions[0], outcome=Outcome.AGREE_TO_DIFFER),), agreed=())

    assert by_code(counted_codings(apart)) == by_code(counted_codings(replace(apart, layer=Layer.AGREED)))


def test_the_method_section_tells_what_was_talked_over_and_which_layer_was_counted() -> None:
    study = settled()
    own, agreed = said(study), said(replace(study, layer=Layer.AGREED))

    assert "We settled differences by talking. We discussed " in own
    assert "a new code was made: 1" in own
    assert "In these talks we redefined " in own
    assert "count everybody's own codings, also where we settled" in own
    assert "count what we agreed on" in agreed
    again = replace(study.decisions[0], id=DecisionId(uuid("later")), outcome=Outcome.AGREE_TO_DIFFER)
    earlier = replace(study.decisions[0], replaced_by=again.id)
    later = said(replace(study, decisions=(earlier, again), agreed=()))
    assert "we agreed to differ: 1" in later
    assert "a new code was made" not in later
