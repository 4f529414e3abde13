"""A small real server for the coding page: its files under a strict policy, its data, and the operations route.

The route is a plain implementation of the promise that the page relies on: each operation once, quotes checked,
undo and redo per person, what changed since a number. It can lose requests and answers.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from workbench.domain.codebook import Code, Codebook, NearMiss
from workbench.domain.ids import CodeId, ProjectId, SpeakerId, TranscriptId
from workbench.domain.sentences import split_sentences
from workbench.domain.span import Span
from workbench.domain.suggestion import Band, Suggestion
from workbench.domain.transcript import Body, Speaker, SpeakerRole, Turn
from workbench.ui.transcript_view import FRONTEND
from workbench.ui.transcript_view.payload import code_rows, document_payload, surface_payload

API = "/workbench/api/operations"
TOKEN = "a-token"
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'"
HERE = Path(__file__).parent
T01 = TranscriptId("00000000-0000-4000-8000-0000000000t1".replace("t", "a"))

TALK = [
    ("Maya", "facilitator", "Thanks for coming. What happened after the flare started?"),
    (
        "Rosa",
        "participant",
        "(laughs) I waited nine weeks. Nobody called me, and I felt forgotten. My sister drove me.",
    ),
    ("Maya", "facilitator", "How did that feel?"),
    (
        "Rosa",
        "participant",
        "Lonely 🙂. Then the nurse line answered in ten minutes! That café talk helped [inaudible].",
    ),
    ("Maya", "facilitator", "And at work?"),
    ("Rosa", "participant", "My boss let me work from home. I planned every trip around washrooms."),
]
CODES = [
    ("Waiting time", "Weeks or hours spent waiting for care.", "Waiting for a bus."),
    ("Feeling forgotten", "Nobody calls, nobody knows.", ""),
    ("Family support", "Help from relatives.", "Help from paid carers."),
    ("Nurse line", "Telephone advice.", ""),
    ("Planning around washrooms", "Life arranged around the illness.", ""),
]


def make_codebook(labels: Iterable[tuple[str, str, str]] = CODES) -> Codebook:
    """Top-level codes with definitions, in order."""
    return Codebook(
        "Study",
        [
            Code(
                CodeId(f"c0de0000-0000-4000-8000-{number:012d}"),
                ProjectId("p"),
                label,
                position=number,
                colour=["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#F0E442", "#56B4E9"][number % 6],
                short_definition=definition,
                when_not_to_use=(exclude,) if exclude else (),
                near_miss=NearMiss("The clinic was far away.") if number == 1 else NearMiss(),
            )
            for number, (label, definition, exclude) in enumerate(labels, 1)
        ],
    )


def make_body(talk: Sequence[tuple[str, str, str]] = TALK, *, between: str = "\n\n") -> tuple[Body, list[Speaker]]:
    """A transcript of (name, role, words), one turn each, with a time code every half minute."""
    roles = {name: role for name, role, _ in talk}
    speakers = [Speaker(SpeakerId(name), T01, name, SpeakerRole(role)) for name, role in roles.items()]
    turns, at = [], 0
    for number, (name, _, words) in enumerate(talk, 1):
        turns.append(Turn(number, SpeakerId(name), at, at + len(words), number * 30.0))
        at += len(words) + len(between)
    return Body(between.join(words for _, _, words in talk), tuple(turns)), speakers


@dataclass
class Stage:
    """One transcript, its codings, and the people who code it."""

    body: Body
    speakers: list[Speaker]
    codebook: Codebook
    can_code: bool = True
    go_to: int | None = None
    suggestions: list[Suggestion] = field(default_factory=list)
    codings: dict[str, list[Any]] = field(default_factory=dict)
    seq: int = 0
    log: list[tuple[int, str, str]] = field(default_factory=list)  # number, "put" or "drop", coding id
    settled: dict[str, str | None] = field(default_factory=dict)
    times_done: dict[str, int] = field(default_factory=dict)
    requests: list[list[dict[str, Any]]] = field(default_factory=list)
    done: list[tuple[Any, Any]] = field(default_factory=list)  # states before and after each act
    undone: list[tuple[Any, Any]] = field(default_factory=list)
    questions: dict[str, dict[str, Any]] = field(default_factory=dict)
    notes: list[tuple[str, str]] = field(default_factory=list)  # text, and the words it is about
    content_notes: list[list[Any]] = field(default_factory=list)
    themes: list[list[str]] = field(default_factory=list)
    qualifiers: dict[str, str] = field(default_factory=dict)
    reading_first: bool = False
    rejected: list[str] = field(default_factory=list)
    verdicts: list[str] = field(default_factory=list)
    read: list[int] = field(default_factory=list)
    refuse: dict[str, str] = field(default_factory=dict)  # code id -> reason
    status: int = 200
    lose_answers: int = 0
    delay: float = 0.0
    lock: threading.RLock = field(default_factory=threading.RLock)

    # what the page asks for ------------------------------------------------------------------------------------

    def payloads(self) -> tuple[dict[str, Any], dict[str, Any]]:
        sentences = [span for turn in self.body.turns for span in split_sentences(self.body.text, turn.start, turn.end)]
        document = document_payload("d1", self.body, self.speakers, sentences=sentences)
        surface = surface_payload(
            doc="d1", transcript=T01, actor="ana", can_code=self.can_code, api=API, token=TOKEN, seq=self.seq,
            codebook=self.codebook, codings=(), suggestions=self.suggestions, go_to=self.go_to,
            qualifiers=self.qualifiers, reading_first=self.reading_first, can_undo=bool(self.done),
        )  # fmt: skip
        surface["codings"] = list(self.codings.values())
        surface["questions"] = list(self.questions.values())
        surface["themes"] = self.themes
        surface["contentNotes"] = self.content_notes
        return document, surface

    def settle(self, batch: dict[str, Any]) -> dict[str, Any]:
        with self.lock:
            self.requests.append(batch["operations"])
            refused = []
            for operation in batch["operations"]:
                name = operation["op"]
                if name not in self.settled:
                    self.settled[name] = self._do(operation)
                    self.times_done[name] = self.times_done.get(name, 0) + 1
                if self.settled[name]:
                    refused.append({"op": name, "reason": self.settled[name]})
            changed = {name: deed for number, deed, name in self.log if number > batch["seq"]}
            return {
                "acknowledged": [operation["op"] for operation in batch["operations"]],
                "refused": refused,
                "seq": self.seq,
                "saved": "2026-03-02T10:42:00",
                "changes": {
                    "codings": {
                        "put": [self.codings[name] for name in changed if name in self.codings],
                        "drop": [name for name in changed if name not in self.codings],
                    },
                    "questions": {"put": list(self.questions.values())},
                    "codes": {"put": code_rows(self.codebook)},
                },
                "canUndo": bool(self.done),
                "canRedo": bool(self.undone),
                "undone": None,
            }

    def colleague_codes(self, start: int, end: int, code: int = 0, name: str = "other-1") -> None:
        with self.lock:
            self._put([name, self.code_ids[code], start, end, "Ben", ""])

    @property
    def code_ids(self) -> list[str]:
        return [code.id for code in self.codebook]

    def stored(self) -> list[tuple[str, str]]:
        """(code's label, words) of each stored coding, in the order of the text."""
        with self.lock:
            rows = sorted(self.codings.values(), key=lambda row: (row[2], row[3], row[0]))
            return [(self.codebook.codes[row[1]].label, self.body.text[row[2] : row[3]]) for row in rows]

    # doing ---------------------------------------------------------------------------------------------------

    def _put(self, row: list[Any]) -> None:
        self.seq += 1
        self.codings[row[0]] = row
        self.log.append((self.seq, "put", row[0]))

    def _drop(self, name: str) -> None:
        self.seq += 1
        del self.codings[name]
        self.log.append((self.seq, "drop", name))

    def _do(self, operation: dict[str, Any]) -> str | None:
        kind = operation["kind"]
        if kind in ("undo", "redo"):
            return self._turn_back(kind)
        if kind == "read":
            self.read.append(operation["turn"])
            return None
        before = self._state()
        refusal = self._act(kind, operation)
        if refusal is None:
            self.done.append((before, self._state()))
            self.undone = []
        return refusal

    def _act(self, kind: str, operation: dict[str, Any]) -> str | None:
        name = operation.get("coding", "")
        if kind in ("add", "accept"):
            if operation["code"] in self.refuse:
                return self.refuse[operation["code"]]
            if "newCode" in operation:
                new = operation["newCode"]
                self.codebook.add(
                    Code(
                        CodeId(operation["code"]),
                        ProjectId("p"),
                        new["label"],
                        short_definition=new["definition"],
                    )
                )
            if operation["code"] not in self.codebook.codes:
                return "There is no such code."
            flags = "ms" if kind == "accept" else "m"
            return self._place([name, operation["code"], operation["start"], operation["end"], "Ana", flags], operation)
        if kind in ("remove", "change", "split", "recode", "qualify", "challenge"):
            if name not in self.codings:
                return "It is gone already."
            return self._change(kind, operation, list(self.codings[name]))
        if kind in ("ask", "answer", "close"):
            self._ask(kind, operation)
        elif kind in ("reject", "unsure", "never"):
            self.rejected.append(operation["suggestion"])
            self.verdicts.append(kind)
        elif kind == "note":
            self.notes.append((operation["text"], self.body.text[operation["start"] : operation["end"]]))
        elif kind == "content-note":
            self.content_notes.append([operation["first"], operation["last"], operation["text"]])
        else:
            return f"Nobody knows “{kind}”."
        return None

    def _place(self, row: list[Any], operation: dict[str, Any]) -> str | None:
        if self.body.text[row[2] : row[3]] != operation["quote"]:
            return f"The words do not stand there: {operation['quote']!r}"
        self._put(row)
        return None

    def _change(self, kind: str, operation: dict[str, Any], row: list[Any]) -> str | None:
        if kind == "remove":
            self._drop(row[0])
        elif kind == "change":
            return self._place([*row[:2], operation["start"], operation["end"], *row[4:]], operation)
        elif kind == "split":
            words, at = self.body.text, operation["at"]
            tail = words[at : row[3]].lstrip()
            self._put([*row[:3], row[2] + len(words[row[2] : at].rstrip()), *row[4:]])
            self._put([operation["rest"], row[1], row[3] - len(tail), *row[3:]])
        elif kind == "recode":
            self._drop(row[0])
            self._put([operation["rest"], operation["code"], *row[2:]])
        else:
            more = dict(row[6]) if len(row) > 6 else {}
            more |= (
                {"qualifier": operation["qualifier"]}
                if kind == "qualify"
                else {"theme": operation["theme"], "themeNote": operation["note"]}
            )
            self._put([*row[:6], more])
        return None

    def _ask(self, kind: str, operation: dict[str, Any]) -> None:
        name = operation["question"]
        if kind == "ask":
            self.questions[name] = {
                "id": name, "coding": operation["coding"], "asker": "Ana", "mine": True, "text": operation["text"],
                "status": "open", "answers": [],
            }  # fmt: skip
        elif kind == "answer":
            self.questions[name]["answers"].append(["Ana", operation["text"]])
        else:
            self.questions[name]["status"] = "closed"

    def _state(self) -> tuple[dict[str, Any], dict[Any, Code]]:
        return dict(self.codings), dict(self.codebook.codes)

    def _turn_back(self, kind: str) -> str | None:
        source, target = (self.done, self.undone) if kind == "undo" else (self.undone, self.done)
        if not source:
            return "There is nothing to undo."
        step = source.pop()
        target.append(step)
        old, new = step if kind == "redo" else (step[1], step[0])
        for name in [name for name in old[0] if name not in new[0] and name in self.codings]:
            self._drop(name)
        for name, row in new[0].items():
            if old[0].get(name) != row:
                self._put(row)
        for code_id in [one for one in old[1] if one not in new[1]]:
            del self.codebook.codes[code_id]
        self.codebook.codes.update({one: code for one, code in new[1].items() if one not in old[1]})
        return None


def make_stage(talk: Sequence[tuple[str, str, str]] = TALK, **settings: Any) -> Stage:
    body, speakers = make_body(talk)
    return Stage(body, speakers, settings.pop("codebook", None) or make_codebook(), **settings)


def suggest(stage: Stage, words: str, code: int) -> Suggestion:
    """A suggestion for the first place where ``words`` stand."""
    start = stage.body.text.index(words)
    return Suggestion(
        T01, Span(start, start + len(words)), words, CodeId(stage.code_ids[code]), 0.7, Band.LIKELY,
        ("The words “nurse line” are near.",), "test",
    )  # fmt: skip


class Server:
    """Serves one stage at a time on a free port of this machine."""

    def __init__(self) -> None:
        self.stage: Stage | None = None
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *_: object) -> None: ...

            def do_GET(self) -> None:
                outer._get(self)

            def do_POST(self) -> None:
                outer._post(self)

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.http.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.http.server_port}"
        self.thread = threading.Thread(target=self.http.serve_forever, daemon=True)
        self.thread.start()

    def close(self) -> None:
        self.http.shutdown()
        self.http.server_close()
        self.thread.join()

    def _get(self, request: BaseHTTPRequestHandler) -> None:
        path = request.path.split("?")[0]
        if path == "/data":
            assert self.stage is not None
            return self._send(request, json.dumps(self.stage.payloads()).encode(), "application/json")
        folder = FRONTEND if path.startswith("/frontend/") else HERE / "page"
        file = folder / (path.rsplit("/", 1)[-1] or "index.html")
        if not file.is_file():
            return self._send(request, b"", "text/plain", 404)
        types = {".html": "text/html", ".js": "text/javascript", ".css": "text/css"}
        return self._send(request, file.read_bytes(), types[file.suffix] + "; charset=utf-8")

    def _post(self, request: BaseHTTPRequestHandler) -> None:
        stage = self.stage
        assert stage is not None
        body = request.rfile.read(int(request.headers["Content-Length"]))
        if request.path != API or request.headers["X-Workbench-Token"] != TOKEN:
            return self._send(request, b"no", "text/plain", 403)
        time.sleep(stage.delay)
        if stage.status != 200:
            return self._send(
                request, json.dumps({"reason": "A sentence about it."}).encode(), "text/plain", stage.status
            )
        answer = stage.settle(json.loads(body))
        if stage.lose_answers and stage.requests[-1]:
            stage.lose_answers -= 1
            request.close_connection = True
            return None
        return self._send(request, json.dumps(answer).encode(), "application/json")

    @staticmethod
    def _send(request: BaseHTTPRequestHandler, body: bytes, kind: str, status: int = 200) -> None:
        request.send_response(status)
        request.send_header("Content-Type", kind)
        request.send_header("Content-Length", str(len(body)))
        request.send_header("Content-Security-Policy", POLICY)
        request.send_header("Cache-Control", "no-store")
        request.end_headers()
        request.wfile.write(body)
