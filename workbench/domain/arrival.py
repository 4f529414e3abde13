"""Arrival: what came from one colleague's copy of the project, and which codes of a project and its copies are one code.

Nothing here depends on the order in which files come: the answer is made anew from the newest file of every copy.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from workbench.domain.codebook import Code, CodeStatus, fold
from workbench.domain.ids import ArrivalId, CodeId, ProjectId


@dataclass(frozen=True, slots=True)
class Version:
    """One state of a thing that belongs to a colleague: a digest of what it says, its code, and where it stands.

    ``text`` is the digest of the text to which ``start`` and ``end`` belong; empty for what stands in no text.
    """

    content: str
    code: str = ""
    text: str = ""
    start: int = 0
    end: int = 0

    def __str__(self) -> str:
        return f"{self.content} {self.code or '-'} {self.text or '-'} {self.start} {self.end}"

    @classmethod
    def read(cls, line: str) -> Version:
        """The version that ``str`` wrote.

        >>> Version.read(str(Version("ab", text="cd", start=3, end=9)))
        Version(content='ab', code='', text='cd', start=3, end=9)
        """
        content, code, text, start, end = line.split(" ")
        return cls(content, code.strip("-") and code, text.strip("-") and text, int(start), int(end))


@dataclass(frozen=True, slots=True)
class Arrival:
    """What the newest file from one copy of the project held: whose copy, when, and in which state each thing was.

    ``things`` goes from ``noun:id`` to a ``Version``; ``codes`` are those that the project itself did not have; ``same`` says which of
    them a person found to be a code of the project under another name.
    """

    id: ArrivalId
    project_id: ProjectId
    who: str
    copy_id: str
    sent_at: str
    number: int
    things: dict[str, str] = field(default_factory=dict)
    codes: tuple[Code, ...] = ()
    same: dict[str, str] = field(default_factory=dict)

    @property
    def age(self) -> tuple[str, int]:
        """What is greater for a newer file."""
        return self.sent_at, self.number

    def version(self, thing: str) -> Version | None:
        """In which state a thing came, or ``None`` where it did not."""
        line = self.things.get(thing)
        return None if line is None else Version.read(line)


@dataclass(frozen=True)
class Settled:
    """Which codes of colleagues stand in the project, and which code each of theirs is there."""

    own: Mapping[CodeId, Code]
    placed: Mapping[CodeId, Code]
    target: Mapping[CodeId, CodeId]

    def code_for(self, arrival: Arrival, code_id: str) -> CodeId | None:
        """The project's code for a code of a colleague; ``None`` where there is none."""
        said = arrival.same.get(code_id, "")
        name = CodeId(said if said in self.own else code_id)
        return self._now(self.target.get(name, name))

    def _now(self, name: CodeId) -> CodeId | None:
        seen: set[CodeId] = set()
        while name not in seen:
            seen.add(name)
            code = self.own.get(name) or self.placed.get(name)
            if code is None:
                return None
            if code.status is not CodeStatus.RETIRED or code.merged_into is None:
                return name
            name = code.merged_into
        return name


def settle(own: Iterable[Code], arrivals: Sequence[Arrival]) -> Settled:
    """Find for each code that came its place: the project's own code of that name, else the oldest that came under it.

    The project's own codes stay as they are. The same own codes and files give the same answer in any order.
    """
    mine = {code.id: code for code in own}
    named: dict[str, CodeId] = {}
    for code in sorted(mine.values(), key=lambda one: (one.status is CodeStatus.RETIRED, one.created_at, one.id)):
        named.setdefault(fold(code.label), code.id)
    chosen = _chosen(mine, arrivals)
    groups: dict[str, list[Code]] = {}
    for code, _ in chosen.values():
        groups.setdefault(fold(code.label), []).append(code)
    target: dict[CodeId, CodeId] = {}
    placed: dict[CodeId, Code] = {}
    for name, group in groups.items():
        oldest = min(group, key=_age)
        to = named.get(name, oldest.id)
        target |= {code.id: to for code in group}
        if name not in named:
            placed[oldest.id] = oldest
    settled = Settled(mine, placed, target)
    keys = {fold(code.key) for code in mine.values() if code.key}
    for code in sorted(placed.values(), key=_age):
        parent = settled.code_for(chosen[code.id][1], code.parent_id) if code.parent_id else None
        key = "" if fold(code.key) in keys else code.key
        keys.add(fold(key))
        placed[code.id] = replace(code, parent_id=parent, key=key, merged_into=None)
    for code in sorted(placed.values(), key=_age):
        if _stands_below_itself(code, {**mine, **placed}):
            placed[code.id] = replace(code, parent_id=None)
    return settled


def _chosen(mine: Mapping[CodeId, Code], arrivals: Sequence[Arrival]) -> dict[CodeId, tuple[Code, Arrival]]:
    """Of each code that came, the version of the colleague who made it, else the newest."""
    found: dict[CodeId, tuple[Code, Arrival]] = {}
    for arrival in sorted(arrivals, key=lambda one: (one.age, one.who, one.copy_id)):
        for code in arrival.codes:
            if code.id in mine or arrival.same.get(code.id, "") in mine:
                continue
            before = found.get(code.id)
            if before is None or code.created_by == arrival.who or before[0].created_by != before[1].who:
                found[code.id] = (code, arrival)
    return found


def _age(code: Code) -> tuple[str, str]:
    return code.created_at, code.id


def _stands_below_itself(code: Code, codes: Mapping[CodeId, Code]) -> bool:
    seen: set[CodeId] = set()
    above = code.parent_id
    while above is not None and above in codes and above not in seen:
        if above == code.id:
            return True
        seen.add(above)
        above = codes[above].parent_id
    return False
