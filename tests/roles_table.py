"""Who may do what: the table that a person has written, deed by deed. ``test_roles`` compares the house with it.

A line is a module of ``workbench.services`` and its functions that are done at a desk. A new function needs a place here.
"""

from __future__ import annotations

from workbench.domain.project import Role


def _names(lines: str) -> frozenset[str]:
    found = []
    module = ""
    for word in lines.split():
        if word.endswith(":"):
            module = word
        else:
            found.append(module.replace(":", ".") + word)
    return frozenset(found)


_ALSO_SPONSORS = _names(
    """
    projects: get_project
    releases: fetch received
    """
)
_TEAM = _names(
    """
    agreement: choices figures measure_agreement table_bytes
    attributes: change_attribute define_attribute list_attributes remove_attribute
    clearing: answer_question answer_recognisable check reopen
    code_passages: passages passages_of
    code_rules: from_codings matches
    codebook_deeds: merge_codes move_code preview_merge preview_move preview_rename preview_retire preview_split
      split_code step_code
    codebook_history: change_moments changes_of_code codebook_on under_old_meaning under_old_meanings
    codebooks: add_code change_code export_codebook find_code get_codebook import_codebook remove_code rename_code
      uses_of_codes
    coding_files: import_codings
    codings: add_coding codings_of confirm_codings mark_challenge recode remove_coding set_qualifier set_sureness
    comparing: compare who_coded
    consents: consents_of end_approval list_approvals newest_consents record_approval record_consent reminders
    corrections: fix_turn join_turns preview_fix preview_replacement replace_transcript split_turn
    decisions: decide take_back talks
    erasure: finish_cleaning
    exits: note
    further_deeds: code_in_their_words mark_against
    history: newest_acts redo undo
    identifier_record: record record_docx
    identifier_replacing: elsewhere replace_decided
    identifier_search: open_findings
    identifiers: add look_over rule rule_apart search
    journal: journal
    ledger: departures record
    locks: locked_turns
    looking_further: like_code like_passage like_words may_speak_against not_looked_at own_phrases told_again
    memos: change_memo list_memos remove_memo write_memo
    mirror: own_mirror
    operations: settle surface
    patterns: look_at
    people: add_participant change_participant link_voices list_participants make_participants propose_participants
      propose_pseudonym voices
    people_sheets: import_consents import_participants plan_consents plan_participants read_sheet
    projects: describe_project list_members who_left
    proposals: accept decline list_proposals waiting_for
    questions: answer answered_since_last_visit ask close list_questions mark_seen waiting_for_answer
    reports: cleared codings_bytes codings_file codings_leaving draft draft_report quotes_in_draft report_bytes
      report_leaving
      take_snapshot
    rounds: finish get_round list_rounds places_of left_out running_in take_back_finish
    search: find_everywhere
    sign_offs: history lines lines_of_themes
    suggestion_engine: answer keep_nothing refresh
    suggestion_gate: standing switch_own
    suggestion_reviews: accept decided never_here put_aside reject reopen
    suggestion_sets: board
    suggestions: continuing current keep_continuing may_ask propose rate refresh
    tasks: coders_of_transcripts my_transcripts
    themes: add_theme change_theme list_themes
    transcripts: change_speaker change_transcript find_transcript import_transcript list_transcripts open_transcript
      preview read_up_to
    vaults: check_place open_vault proposed_path put_person remove_person
    waiting: compare how_many_wait place revisions_of set_aside take_up waiting
    withdrawal: ask request withdrawals
    work_sending: send_work
    """
)
_MENTOR_AND_OWNER = _names(
    """
    clearing: sign_off
    coding_gate: allow_early_coding
    cohort: state_of_cohort what_to_look_at
    mirror: team_mirror
    feedback: feedback_bytes
    passage_samples: draw mark_looked passages_of sample_of
    proposals: take_back propose_merge propose_other_code propose_rename propose_split
    questions: comment
    releases: list_releases release_codings release_report take_release_back
    rounds: end_early start_round
    sign_offs: sign_theme sign_tier withdraw
    suggestion_gate: release_team switch_team
    tasks: assign propose_sharing
    vaults: put change_passphrase
    withdrawal: carry_out reach remove_from_vault
    withdrawal_letters: letter_bytes letters
    work_copies: give_copy
    work_merging: merge preview
    """
)
_OWNER = _names(
    """
    accounts: invite invite_member reset_for seats
    projects: add_member change_role end_membership
    """
)
_MAY: dict[Role, frozenset[str]] = {
    Role.SPONSOR: _ALSO_SPONSORS,
    Role.STUDENT: _ALSO_SPONSORS | _TEAM,
    Role.MENTOR: _ALSO_SPONSORS | _TEAM | _MENTOR_AND_OWNER,
    Role.OWNER: _ALSO_SPONSORS | _TEAM | _MENTOR_AND_OWNER | _OWNER,
}
EVERY_DEED = _MAY[Role.OWNER]
REACHES_NOTHING = {"comparing.letters_for"}
"""Done at a desk, but only with what is given: nothing of the project is read."""


def may(role: Role, deed: str) -> bool:
    """Whether a role may do what a function of the services does, on what is its own."""
    return deed in _MAY[role]
