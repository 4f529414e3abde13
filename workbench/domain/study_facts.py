"""What a team is asked about its study, in plain questions; a form shows them and the report draft uses the answers."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StudyFact:
    """Something only the team knows about its study: where it is kept, what to call it, and what to ask."""

    key: str
    label: str
    question: str
    section: str
    long: bool = False  # more than a line: a form shows a text area


def _long(key: str, label: str, section: str, question: str) -> StudyFact:
    return StudyFact(key, label, question, section, long=True)


STUDY_FACTS: tuple[StudyFact, ...] = (
    StudyFact("authors", "Authors", "Who wrote this report, named as each of you wishes to be named?", "Title page"),
    StudyFact("mentor", "Mentor", "Who was your mentor?", "Title page"),
    StudyFact("sponsor", "Sponsor", "Who asked for this study and paid for it?", "Title page"),
    StudyFact("report_date", "Date of the report", "What date should stand on the report?", "Title page"),
    StudyFact(
        "ethics_id",
        "Ethics ID",
        "What is the number of your ethics approval, and which board gave it?",
        "Title page",
    ),
    _long("acknowledgements", "Acknowledgements", "Acknowledgements", "Whom do you want to thank?"),
    _long(
        "land_acknowledgement",
        "Land acknowledgement",
        "Acknowledgements",
        "On whose land did you work, and how do you want to acknowledge it?",
    ),
    _long(
        "plain_summary",
        "Plain-language summary",
        "Plain-language summary",
        "What did you ask, whom did you talk with, what did you learn, and what should happen now? Write at most one page, "
        "as you would tell a neighbour.",
    ),
    _long("background", "Background", "Background", "What is already known about this, and where are the gaps?"),
    _long(
        "why_it_matters",
        "Why it matters to patients",
        "Background",
        "Why does this question matter to patients?",
    ),
    _long(
        "research_question",
        "Research question",
        "Research question",
        "What is your research question, in one sentence?",
    ),
    _long(
        "question_shaped_by_set",
        "How SET shaped the question",
        "Research question",
        "How did the SET group change your question or your words?",
    ),
    _long("set_method", "What happened in SET", "Method", "Who met for SET, when and how, and what did you ask?"),
    _long(
        "collect_method",
        "What happened in COLLECT",
        "Method",
        "How did you collect stories: when, where, by whom, for how long?",
    ),
    _long(
        "reflect_method",
        "What happened in REFLECT",
        "Method",
        "How did you bring the findings back to participants?",
    ),
    _long(
        "recruitment",
        "Recruitment",
        "Method",
        "How did you find participants, who was invited, and who said no?",
    ),
    _long(
        "ethics",
        "Consent and care",
        "Method",
        "How did people give consent, and how did you look after them?",
    ),
    _long(
        "deidentification",
        "De-identification",
        "Method",
        "Who took out names and places, and who checked it a second time?",
    ),
    _long(
        "analysis_steps",
        "Steps of the analysis",
        "Method",
        "How did you get from passages to codes, and from codes to themes?",
    ),
    _long(
        "reflexivity",
        "Who we are",
        "Method",
        "Who are you, what did you bring to this study, and what did being patients yourselves change in how you read the data?",
    ),
    _long(
        "participants",
        "Participants in words",
        "Participants",
        "What should readers know about the group of people who took part?",
    ),
    _long(
        "reflect_changes",
        "What REFLECT changed",
        "What REFLECT changed",
        "What did participants confirm, and what did you change?",
    ),
    _long(
        "recommendations_participants",
        "Participants' recommendations",
        "Recommendations",
        "What do the participants recommend? Write one line for each.",
    ),
    _long(
        "recommendations_team",
        "The team's recommendations",
        "Recommendations",
        "What do you, the team, recommend? Write one line for each.",
    ),
    _long("discussion", "Discussion", "Discussion", "What do the findings mean beside what others have found?"),
    _long("strengths", "Strengths", "Discussion", "What is strong about how you did this study?"),
    _long("limits", "Limits", "Discussion", "Whom did you not hear, and what could you not find out?"),
    _long(
        "our_learning",
        "Our learning",
        "Our learning as patient researchers",
        "What did you learn as patient researchers?",
    ),
    _long("conclusion", "Conclusion", "Conclusion", "What is the one thing a reader should take away?"),
    _long("references", "References", "References", "Which works do you refer to? Write one line for each."),
    _long(
        "interview_guide",
        "Interview guide",
        "Appendices",
        "What did you ask in the interviews? Paste the guide here.",
    ),
)
"""All that the team is asked about its study; the answers live in ``Project.facts`` under ``key``."""
