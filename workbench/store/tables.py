"""The tables. One per noun, with a column per field, so that a row is the noun's record; and the log's own.

Dates and times are ISO 8601 text in UTC, so that a record is the same on SQLite and PostgreSQL and in the log.
Foreign keys are checked at commit: an act may touch things in any order.
"""

from __future__ import annotations

import sqlalchemy as sa

metadata = sa.MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)


def _id() -> sa.Column[str]:
    return sa.Column("id", sa.Text, primary_key=True)


def _ref(
    name: str, target: str, *, nullable: bool = False, index: bool = True, goes_with_it: bool = False
) -> sa.Column[str]:
    ondelete = "CASCADE" if goes_with_it else None
    key = sa.ForeignKey(target, deferrable=True, initially="DEFERRED", ondelete=ondelete)
    return sa.Column(name, sa.Text, key, nullable=nullable, index=index)


def _text(name: str, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=nullable)


def _int(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, nullable=nullable)


def _flag(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean(create_constraint=False), nullable=False)


def _json(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.JSON(none_as_null=True), nullable=False)


projects = sa.Table(
    "projects",
    metadata,
    _id(),
    _text("title"),
    _text("approach"),
    _text("created_at"),
    _json("facts"),
    _json("qualifiers"),
    _flag("made_up"),
)
members = sa.Table(
    "members", metadata, _id(), _ref("project_id", "projects.id"), _text("name"), _text("role"), _text("left_at", nullable=True),
    sa.UniqueConstraint("project_id", "name"),
)  # fmt: skip
# Who may sign in on a server. None of it is in an event; what a backup leaves out stands in ``backup``.
accounts = sa.Table(
    "accounts", metadata, _id(), _text("sign_in_name"), _text("name_key"), _text("display_name"), _text("email", nullable=True),
    _text("password_hash", nullable=True), _text("subject", nullable=True), _flag("is_keeper"), _text("made_at"),
    _text("disabled_at", nullable=True),
    sa.UniqueConstraint("name_key"),
    sa.UniqueConstraint("subject"),
)  # fmt: skip
# Which member of a project an account is. No key to ``members``: an undone act may bring a member back.
account_members = sa.Table(
    "account_members", metadata, sa.Column("member_id", sa.Text, primary_key=True),
    _ref("account_id", "accounts.id", goes_with_it=True),
)  # fmt: skip
sessions = sa.Table(
    "sessions", metadata, _id(), _ref("account_id", "accounts.id", goes_with_it=True), _text("made_at"), _text("last_seen"),
)  # fmt: skip
invitations = sa.Table(
    "invitations", metadata, _id(), _text("name"), _text("member_id", nullable=True),
    _ref("account_id", "accounts.id", nullable=True, goes_with_it=True), _flag("for_keeper"), _text("made_by"),
    _text("made_at"), _text("expires_at"), _text("used_at", nullable=True),
)  # fmt: skip
throttles = sa.Table(
    "throttles", metadata, sa.Column("key", sa.Text, primary_key=True), _int("failures"), _text("last_at"),
    _text("wait_until", nullable=True),
)  # fmt: skip
# What all processes of one server must share, such as the secret that signs tokens.
server_values = sa.Table(
    "server_values", metadata, sa.Column("name", sa.Text, primary_key=True), _text("value"),
)  # fmt: skip
participants = sa.Table(
    "participants", metadata, _id(), _ref("project_id", "projects.id"), _text("label"), _text("pseudonym"),
    _json("attributes"), _text("withdrawn_on", nullable=True), _flag("community_governed"), _flag("pseudonym_chosen"),
    sa.UniqueConstraint("project_id", "label"),
)  # fmt: skip
consents = sa.Table(
    "consents", metadata, _id(), _ref("participant_id", "participants.id"), _text("consent_version"),
    _text("signed_on", nullable=True), _flag("recorded"), _text("quote_use"), _flag("quote_review_wanted"),
    _text("sponsor_share"), _text("repository_share"), _text("future_use"), _flag("recontact"),
    _text("withdraw_until", nullable=True), _flag("focus_group_limits_explained"), _text("notes"), _text("recorded_at"),
)  # fmt: skip
attributes = sa.Table(
    "attributes", metadata, _id(), _ref("project_id", "projects.id"), _text("name"), _text("kind"), _json("choices"),
    _int("position"),
    sa.UniqueConstraint("project_id", "name"),
)  # fmt: skip
approvals = sa.Table(
    "approvals", metadata, _id(), _ref("project_id", "projects.id"), _text("body"), _text("given_on"), _json("covers"),
    _text("purpose"), _ref("participant_id", "participants.id", nullable=True), _text("until", nullable=True),
    _text("ended_on", nullable=True),
)  # fmt: skip
transcripts = sa.Table(
    "transcripts", metadata, _id(), _ref("project_id", "projects.id"), _text("label"), _text("title"), _text("phase"),
    _text("kind"), _text("source_format"), _text("source_digest"), _text("revision_id"), _text("imported_at"),
    _text("held_on", nullable=True), _text("content_note"),
    sa.UniqueConstraint("project_id", "label"),
)  # fmt: skip
bodies = sa.Table("bodies", metadata, sa.Column("digest", sa.Text, primary_key=True), _text("text"), _json("turns"))
revisions = sa.Table(
    "revisions", metadata, _id(), _ref("transcript_id", "transcripts.id"), _int("number"), _text("text_digest"),
    _ref("body_digest", "bodies.digest"), _int("words"), _text("made_at"), _text("made_by"), _text("reason"),
    _text("kind"),
    sa.UniqueConstraint("transcript_id", "number"),
)  # fmt: skip
speakers = sa.Table(
    "speakers", metadata, _id(), _ref("transcript_id", "transcripts.id"), _text("label"), _text("role"),
    _ref("participant_id", "participants.id", nullable=True),
)  # fmt: skip
codes = sa.Table(
    "codes", metadata, _id(), _ref("project_id", "projects.id"), _text("label"), _text("key"),
    _ref("parent_id", "codes.id", nullable=True), _int("position"), _flag("codable"), _text("colour"), _text("status"),
    _text("short_definition"), _text("full_definition"), _json("when_to_use"), _json("when_not_to_use"),
    _text("example"), _json("near_miss"), _json("seed_terms"), _text("created_at"), _text("created_by"),
    _ref("merged_into", "codes.id", nullable=True, index=False), _text("rule"),
)  # fmt: skip
themes = sa.Table(
    "themes", metadata, _id(), _ref("project_id", "projects.id"), _text("title"), _text("claim"), _text("scope"),
    _text("is_not"), _text("counter_examples"), _text("meaning"), _text("status"), _json("code_ids"), _int("position"),
)  # fmt: skip
reviews = sa.Table(
    "reviews", metadata, _id(), _ref("project_id", "projects.id"), _ref("transcript_id", "transcripts.id"),
    _text("suggestion_id"), _ref("code_id", "codes.id"), _int("start"), _int("end"), _text("reviewer"),
    _text("verdict"), sa.Column("confidence", sa.Float, nullable=False), _text("band"), _json("because"),
    _text("model"), _text("reviewed_at"),
)  # fmt: skip
codings = sa.Table(
    "codings", metadata, _id(), _ref("project_id", "projects.id"), _ref("transcript_id", "transcripts.id"),
    _ref("revision_id", "revisions.id"), _ref("code_id", "codes.id"), _text("coder"), _int("start"), _int("end"),
    _text("quote"), _text("created_at"), _text("origin"), _ref("review_id", "reviews.id", nullable=True),
    _text("qualifier"), _ref("challenges", "themes.id", nullable=True), _text("challenge_note"),
    _text("confirmed_at", nullable=True), _text("sureness", nullable=True),
    sa.CheckConstraint('"start" >= 0 AND "start" < "end"', name="span"),
)  # fmt: skip
# Codings that a correction left without a certain place; the id is the coding's.
unplaced = sa.Table(
    "unplaced", metadata, sa.Column("id", sa.Text, sa.ForeignKey("codings.id", deferrable=True, initially="DEFERRED"), primary_key=True),
    _ref("project_id", "projects.id"), _ref("transcript_id", "transcripts.id"), _text("since"), _int("guess_start", nullable=True),
    _int("guess_end", nullable=True), _text("set_aside_by"), _text("reason"),
)  # fmt: skip
memos = sa.Table(
    "memos", metadata, _id(), _ref("project_id", "projects.id"), _text("author"), _text("kind"), _text("visibility"),
    _text("text"), _text("target"), _text("target_id"), _text("created_at"), _text("changed_at"),
    _int("start", nullable=True), _int("end", nullable=True), _text("quote"),
)  # fmt: skip
questions = sa.Table(
    "questions", metadata, _id(), _ref("project_id", "projects.id"), _ref("transcript_id", "transcripts.id"),
    _int("start"), _int("end"), _text("quote"), _text("asker"), _text("text"), _text("asked_at"),
    _ref("coding_id", "codings.id", nullable=True), _text("status"), _json("answers"), _text("seen_at", nullable=True),
    _text("addressed_to"),
)  # fmt: skip
decisions = sa.Table(
    "decisions", metadata, _id(), _ref("project_id", "projects.id"), _ref("transcript_id", "transcripts.id"),
    _int("start"), _int("end"), _json("people"), _text("outcome"), _text("reason"), _text("decided_at"), _text("decided_by"),
    _text("quote"), _json("about"), _json("kept"), _json("redefined"), _text("new_code_id", nullable=True), _text("replaced_by", nullable=True),
)  # fmt: skip
# What came of decisions: a layer of its own beside the codings of people.
agreed_codings = sa.Table(
    "agreed_codings", metadata, _id(), _ref("project_id", "projects.id"), _text("decision_id"), _ref("transcript_id", "transcripts.id"),
    _ref("code_id", "codes.id"), _int("start"), _int("end"), _text("quote"), _text("agreed_at"),
    sa.CheckConstraint('"start" >= 0 AND "start" < "end"', name="span"),
)  # fmt: skip
readings = sa.Table(
    "readings", metadata, _id(), _ref("project_id", "projects.id"), _ref("transcript_id", "transcripts.id"),
    _text("reader"), _int("up_to_turn"), _text("at"),
    sa.UniqueConstraint("transcript_id", "reader"),
)  # fmt: skip
# What was last said about suggestions: for one person, or for the team (``who`` is empty).
suggestion_switches = sa.Table(
    "suggestion_switches", metadata, _id(), _ref("project_id", "projects.id"), _text("who"), _flag("is_on"), _text("reason"),
    _text("set_by"), _text("set_at"),
    sa.UniqueConstraint("project_id", "who"),
)  # fmt: skip
# Blind rounds: who codes which places without seeing the others' work, and who has finished.
rounds = sa.Table(
    "rounds", metadata, _id(), _ref("project_id", "projects.id"), _text("title"), _json("coders"), _json("places"), _text("drawn"),
    _text("started_by"), _text("started_at"), _json("finished"), _text("ended_at", nullable=True), _text("ended_by"), _text("end_reason"),
)  # fmt: skip
# What left the team, what participants took back, and what was erased from the log for good.
departures = sa.Table(
    "departures", metadata, _id(), _ref("project_id", "projects.id"), _text("at"), _text("by"), _text("what"), _text("form"),
    _text("recipient"), _text("digest"), _int("size"), _json("participants"), _json("transcripts"),
)  # fmt: skip
withdrawals = sa.Table(
    "withdrawals", metadata, _id(), _ref("project_id", "projects.id"), _ref("participant_id", "participants.id"),
    _text("scope"), _text("asked_on"), _json("passages"), sa.Column("in_time", sa.Boolean(create_constraint=False), nullable=True),
    _text("carried_out_at", nullable=True), _text("carried_out_by"),
)  # fmt: skip
erasures = sa.Table(
    "erasures", metadata, _id(), _ref("project_id", "projects.id"), _text("cause"), _text("at"), _text("by"), _json("events"),
)  # fmt: skip
# Erasures after which the files must still be cleaned, from event ``number`` of a stream: a job that outlives a crash.
scrubs = sa.Table("scrubs", metadata, _id(), _text("stream"), _int("number"))

# What people decided about identifiers, and how far each transcript has come.
rulings = sa.Table(
    "rulings", metadata, _id(), _ref("project_id", "projects.id"), _text("kind"), _text("key"), _json("spellings"),
    _text("verdict"), _text("by"), _text("at"), _text("replacement"), _text("reason"), _json("apart"), _flag("added"),
)  # fmt: skip
clearances = sa.Table(
    "clearances", metadata, _id(), _ref("project_id", "projects.id"), _ref("transcript_id", "transcripts.id"),
    _json("replaced"), _json("kept"), _json("deciders"), _json("answers"), _text("recognisable"), _text("recognisable_note"),
    _text("checked_by"), _text("checked_at", nullable=True), _text("checked_revision", nullable=True), _text("remains"),
    _text("signed_by"), _text("signed_at", nullable=True), _text("signed_revision", nullable=True), _text("originals"),
    sa.UniqueConstraint("transcript_id"),
)  # fmt: skip
# What the last search for identifiers found. It can be done again, so it is in no event and no backup.
searches = sa.Table(
    "searches", metadata, _ref("transcript_id", "transcripts.id", goes_with_it=True, index=False), _text("revision_id"), _text("at"),
    _json("findings"), _json("asked"), sa.PrimaryKeyConstraint("transcript_id"),
)  # fmt: skip

# What a mentor drew to look at, and what a mentor proposes. Codes and codings may be gone by then, so nothing points to them.
sampled_passages = sa.Table(
    "sampled_passages", metadata, _id(), _ref("project_id", "projects.id"), _text("mentor"), _text("student"), _int("seed"),
    _int("position"), _text("drawn"), _text("thing"), _text("in_transcript"), _text("revision_id"), _int("turn"), _text("drawn_at"),
    _text("looked_at", nullable=True),
)  # fmt: skip
proposals = sa.Table(
    "proposals", metadata, _id(), _ref("project_id", "projects.id"), _text("kind"), _text("code_id"), _text("by"), _text("made_at"),
    _text("reason"), _text("target_id", nullable=True), _text("label"), _text("short_definition"), _json("coding_ids"), _text("coder"),
    _text("status"), _text("decided_by"), _text("decided_at", nullable=True), _text("answer"),
)  # fmt: skip
# Who stood up for a theme or for a tier of export, and who took that back. ``state`` is a digest of what was signed.
sign_offs = sa.Table(
    "sign_offs", metadata, _id(), _ref("project_id", "projects.id"), _text("kind"), _text("subject"), _text("state"),
    _text("signed_by"), _text("signed_at"), _text("note"), _text("withdrawn_by"), _text("withdrawn_at", nullable=True),
    _text("withdrawn_why"),
)  # fmt: skip

# Who codes which transcript, and what was handed to a sponsor. Undoing an import takes a transcript away, so no key points to it.
tasks = sa.Table(
    "tasks", metadata, _id(), _ref("project_id", "projects.id"), _text("in_transcript"), _text("coder"), _text("set_by"),
    _text("set_at"),
    sa.UniqueConstraint("in_transcript", "coder"),
)  # fmt: skip
releases = sa.Table(
    "releases", metadata, _id(), _ref("project_id", "projects.id"), _text("recipient"), _text("departure_id"), _text("what"),
    _text("form"), _text("file_name"), _text("media_type"), _text("digest"), _int("size"), _text("note"), _text("released_by"),
    _text("released_at"), _text("withdrawn_at", nullable=True), _flag("by_participant"),
)  # fmt: skip
# The released files themselves (Base64), each once under its digest; they go when a participant takes back what is in them.
released_files = sa.Table(
    "released_files", metadata, sa.Column("digest", sa.Text, primary_key=True), _text("content"),
)  # fmt: skip

# What came from a colleague's copy of the project with its newest file.
arrivals = sa.Table(
    "arrivals", metadata, _id(), _ref("project_id", "projects.id"), _text("who"), _text("copy_id"), _text("sent_at"), _int("number"),
    _json("things"), _json("codes"), _json("same"),
    sa.UniqueConstraint("project_id", "who", "copy_id"),
)  # fmt: skip

# What the engine said last, for one person. It can be asked again, so it is in no event and no backup comparison.
suggestions = sa.Table(
    "suggestions", metadata, _id(), sa.Column("actor", sa.Text, primary_key=True), _ref("project_id", "projects.id", goes_with_it=True),
    _ref("transcript_id", "transcripts.id", goes_with_it=True), _int("start"), _int("end"), _text("quote"),
    _ref("code_id", "codes.id", goes_with_it=True), sa.Column("confidence", sa.Float, nullable=False), _text("band"), _json("because"),
    _text("model"),
)  # fmt: skip

# The log. Only ever added to, but for contents that a withdrawal erases.
streams = sa.Table(
    "streams",
    metadata,
    sa.Column("stream", sa.Text, primary_key=True),
    _int("last_number"),
    _text("last_link"),
)
events = sa.Table(
    "events", metadata, _id(), _ref("stream", "streams.stream", index=False), _int("number"), _text("at"), _text("actor"),
    _text("deed"), _json("touched"), _text("content", nullable=True), _text("content_digest"), _text("previous_link"),
    _text("link"), _text("undoes", nullable=True), _text("redoes", nullable=True),
    sa.UniqueConstraint("stream", "number"),
    sa.Index("ix_events_stream_actor_number", "stream", "actor", "number"),
)  # fmt: skip
# Operations made by a browser, by the browser's own ids: what was done once is not done twice.
operations = sa.Table(
    "operations",
    metadata,
    _id(),
    _ref("stream", "streams.stream"),
    _text("actor"),
    _text("at"),
    _text("refused", nullable=True),
)
