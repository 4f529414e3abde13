"""Code, Codebook, Theme: names, parents, meanings."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum

from workbench.domain.ids import CodeId, ProjectId, ThemeId
from workbench.domain.rule_reading import both_rules
from workbench.errors import CodeInUseError, CodeNameTakenError, NotFoundError, RuleError

MAX_LABEL = 120
MEANING = ("short_definition", "full_definition", "when_to_use", "when_not_to_use")
"""The parts of a code that say which passages belong to it."""


class CodeStatus(StrEnum):
    """Where a code stands in the life of the codebook."""

    DRAFT = "draft"
    AGREED = "agreed"
    RETIRED = "retired"


class Step(StrEnum):
    """One step of a code through the tree, as a button or a key does it."""

    UP = "up"
    DOWN = "down"
    IN = "in"
    OUT = "out"


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A passage that looks like this code and belongs elsewhere, and where (``use_instead`` names a code by its key)."""

    text: str = ""
    use_instead: str | None = None


@dataclass(frozen=True, slots=True)
class Code:
    """A label for a small idea, with the six parts of MacQueen et al. (1998) and a near miss.

    ``key`` is the short name that files and people use (``ACC_TRAVEL``); ``id`` never changes.
    ``parent_id`` is the code above it, or ``None`` at the top; ``position`` orders siblings.
    """

    id: CodeId
    project_id: ProjectId
    label: str
    key: str = ""
    parent_id: CodeId | None = None
    position: int = 0
    codable: bool = True
    colour: str = "#0072B2"
    status: CodeStatus = CodeStatus.DRAFT
    short_definition: str = ""
    full_definition: str = ""
    when_to_use: tuple[str, ...] = ()
    when_not_to_use: tuple[str, ...] = ()
    example: str = ""
    near_miss: NearMiss = field(default_factory=NearMiss)
    seed_terms: tuple[str, ...] = ()
    created_at: str = ""
    created_by: str = ""
    merged_into: CodeId | None = None  # where its codings went, if it was merged
    rule: str = ""  # which words point to it, as ``code_rule`` writes them; one from a file may be unreadable

    def __post_init__(self) -> None:
        if not self.label.strip():
            raise RuleError("A code needs a name. Type one or two words that say what the passage is about.")
        if len(self.label) > MAX_LABEL:
            raise RuleError(f"A code's name has at most {MAX_LABEL} characters. Put the rest into the definition.")

    @property
    def meaning(self) -> tuple[object, ...]:
        """What decides whether a passage belongs to this code; empty parts where nobody has written it yet."""
        return tuple(getattr(self, name) for name in MEANING)

    @property
    def has_meaning(self) -> bool:
        """Whether anything is written about which passages belong to it."""
        return any(self.meaning)


def fold(label: str) -> str:
    """A label as it is compared: case, accents' composition and outer or doubled spaces do not matter.

    >>> fold("  Waiting   Time ") == fold("waiting time")
    True
    """
    return " ".join(unicodedata.normalize("NFC", label).casefold().split())


class Codebook:
    """All codes of one project, as a tree whose rules are kept here.

    A codebook is a view of the codes it was made with; every rule answers with changed codes to save.
    """

    def __init__(self, title: str, codes: Iterable[Code]) -> None:
        self.title = title
        self.codes = {code.id: code for code in codes}

    def __iter__(self) -> Iterator[Code]:
        """The codes from top to bottom: each parent before its children, siblings by position and label."""
        for code, _ in self.outline():
            yield code

    def __len__(self) -> int:
        return len(self.codes)

    def get(self, code_id: CodeId) -> Code:
        """The code with this id, or ``NotFoundError``."""
        if code_id not in self.codes:
            raise NotFoundError("code", code_id)
        return self.codes[code_id]

    def named(self, name: str) -> Code | None:
        """The code with this label or key, whatever its case."""
        wanted = fold(name)
        by_label = next((code for code in self.codes.values() if fold(code.label) == wanted), None)
        return by_label or next((code for code in self.codes.values() if code.key and fold(code.key) == wanted), None)

    def children(self, parent_id: CodeId | None) -> list[Code]:
        """The codes right below one code (or at the top), in their order."""
        below = [code for code in self.codes.values() if code.parent_id == parent_id]
        return sorted(below, key=lambda code: (code.position, fold(code.label), code.id))

    def below(self, code_id: CodeId) -> list[Code]:
        """Every code below one code, at any depth, from top to bottom."""
        found: list[Code] = []
        todo = list(reversed(self.children(code_id)))
        while todo:
            code = todo.pop()
            found.append(code)
            todo.extend(reversed(self.children(code.id)))
        return found

    def outline(self) -> list[tuple[Code, int]]:
        """Every code with its depth (0 at the top), from top to bottom. A code whose parent is missing stands at the top."""
        below: dict[CodeId | None, list[Code]] = {}
        for code in sorted(self.codes.values(), key=lambda code: (code.position, fold(code.label), code.id)):
            parent = code.parent_id if code.parent_id in self.codes else None
            below.setdefault(parent, []).append(code)
        found: list[tuple[Code, int]] = []
        todo = [(code, 0) for code in reversed(below.get(None, []))]
        while todo:
            code, depth = todo.pop()
            found.append((code, depth))
            todo.extend((child, depth + 1) for child in reversed(below.get(code.id, [])))
        return found

    def path(self, code_id: CodeId) -> str:
        """The labels from the top down to a code, such as ``Access › Travel``."""
        labels: list[str] = []
        seen: set[CodeId] = set()
        step: CodeId | None = code_id
        while step is not None and step in self.codes and step not in seen:
            seen.add(step)
            labels.append(self.codes[step].label)
            step = self.codes[step].parent_id
        return " › ".join(reversed(labels))

    def add(self, code: Code) -> Code:
        """A new code; labels and keys are unique, whatever their case."""
        self._refuse_twin(code)
        self._refuse_bad_parent(code)
        if not code.position:
            siblings = self.children(code.parent_id)
            code = replace(code, position=siblings[-1].position + 1 if siblings else 1)
        self.codes[code.id] = code
        return code

    def change(self, changed: Code) -> Code:
        """The same code with other contents; its name stays unique and it never becomes its own ancestor."""
        self.get(changed.id)
        self._refuse_twin(changed)
        self._refuse_bad_parent(changed)
        self.codes[changed.id] = changed
        return changed

    def move(self, code_id: CodeId, parent_id: CodeId | None, position: int | None = None) -> list[Code]:
        """Put a code below another (or at the top), as number ``position`` of its siblings, counted from 1; last if not said.

        All below it comes along. The answer is the codes that changed.
        """
        code = self.get(code_id)
        if parent_id is not None and self.get(parent_id).status is CodeStatus.RETIRED:
            raise RuleError(f"“{self.get(parent_id).label}” is retired. Choose another place.")
        self._refuse_bad_parent(replace(code, parent_id=parent_id))
        return self._place(code, parent_id, position)

    def _place(self, code: Code, parent_id: CodeId | None, position: int | None) -> list[Code]:
        siblings = [sibling for sibling in self.children(parent_id) if sibling.id != code.id]
        place = len(siblings) if position is None else min(max(position - 1, 0), len(siblings))
        siblings.insert(place, code)
        return self._put(replace(one, parent_id=parent_id, position=n) for n, one in enumerate(siblings, 1))

    def step(self, code_id: CodeId, step: Step) -> tuple[CodeId | None, int] | None:
        """Where one step would bring a code, for :meth:`move`; ``None`` where there is no such step."""
        code = self.get(code_id)
        siblings = self.children(code.parent_id)
        place = next(number for number, sibling in enumerate(siblings) if sibling.id == code_id)
        if step is Step.UP and place > 0:
            return code.parent_id, place
        if step is Step.DOWN and place < len(siblings) - 1:
            return code.parent_id, place + 2
        if step is Step.OUT and code.parent_id in self.codes:
            above = self.codes[code.parent_id]
            return above.parent_id, self.children(above.parent_id).index(above) + 2
        if step is Step.IN:
            for sibling in reversed(siblings[:place]):
                if sibling.status is not CodeStatus.RETIRED:
                    return sibling.id, len(self.children(sibling.id)) + 1
        return None

    def merge(self, source_id: CodeId, target_id: CodeId) -> list[Code]:
        """One code goes into another; the answer is the codes that changed.

        The source is retired and remembers where it went. What stood below it stands below the target now, its seed terms and its
        rule are the target's too, and near misses that pointed to it point to the target. A target that stood below the source
        takes its place.
        """
        source, target = self.get(source_id), self.get(target_id)
        if source_id == target_id:
            raise RuleError("A code cannot be merged into itself. Choose another code.")
        for code in (source, target):
            if code.status is CodeStatus.RETIRED:
                raise RuleError(f"“{code.label}” is retired. Use it again first, or choose another code.")
        changed: dict[CodeId, Code] = {}
        if target in self.below(source_id):
            place = self.children(source.parent_id).index(source) + 1
            changed |= {code.id: code for code in self._place(target, source.parent_id, place)}
        for child in self.children(source_id):
            changed |= {code.id: code for code in self._place(child, target_id, None)}
        known = {fold(term) for term in target.seed_terms}
        more = tuple(term for term in source.seed_terms if fold(term) not in known)
        target = self.get(target_id)
        joined = [
            replace(target, seed_terms=target.seed_terms + more, rule=both_rules(target.rule, source.rule)),
            replace(self.get(source_id), status=CodeStatus.RETIRED, merged_into=target_id),
        ]
        changed |= {code.id: code for code in self._put(joined)}
        changed |= {code.id: code for code in self.repoint(source, target)}
        return list(changed.values())

    def repoint(self, before: Code, after: Code) -> list[Code]:
        """Let near misses that name one code name another, by its key or else its label; the codes that changed."""
        name = after.key or after.label
        pointing = self.pointing_to(before)
        return self._put(replace(code, near_miss=NearMiss(code.near_miss.text, name)) for code in pointing)

    def pointing_to(self, code: Code) -> list[Code]:
        """The codes whose near miss names a code, by its key or its label."""
        names = {fold(code.label)} | ({fold(code.key)} if code.key else set())
        others = (one for one in self if one.id != code.id and one.near_miss.use_instead)
        return [one for one in others if fold(one.near_miss.use_instead or "") in names]

    def _put(self, codes: Iterable[Code]) -> list[Code]:
        changed = [code for code in codes if self.codes[code.id] != code]
        self.codes.update({code.id: code for code in changed})
        return changed

    def remove(self, code_id: CodeId, *, codings: int) -> Code:
        """Take out a code that was never used and has nothing below it."""
        code = self.get(code_id)
        if codings:
            raise CodeInUseError(code.label, codings=codings)
        if self.children(code_id):
            raise RuleError(f"“{code.label}” has codes below it. Move or remove those first.")
        return self.codes.pop(code_id)

    def _refuse_twin(self, code: Code) -> None:
        for other in self.codes.values():
            if other.id == code.id:
                continue
            if fold(other.label) == fold(code.label) or (code.key and other.key and fold(other.key) == fold(code.key)):
                raise CodeNameTakenError(other.label, codebook=self.title)

    def _refuse_bad_parent(self, code: Code) -> None:
        step = code.parent_id
        if step is not None and step not in self.codes:
            raise NotFoundError("code", step)
        while step is not None:
            if step == code.id:
                raise RuleError(f"“{code.label}” cannot stand below itself. Choose another place for it.")
            step = self.codes[step].parent_id if step in self.codes else None


class ThemeStatus(StrEnum):
    """How far a theme has come."""

    CANDIDATE = "candidate"
    READY = "ready"


class Lack(StrEnum):
    """What a theme still needs before it can be called ready; each reads as advice."""

    CLAIM = "write what it says, as a sentence with a verb"
    PEOPLE = "give it passages of at least two people"
    COUNTER_CASE = "say what speaks against it (“none found after looking” is an answer)"


FEWEST_PEOPLE = 2
_TOPIC_WORDS = 3  # so few words are a topic and no sentence


@dataclass(frozen=True, slots=True)
class Theme:
    """A pattern of shared meaning: a claim in one sentence, and the codes that carry it."""

    id: ThemeId
    project_id: ProjectId
    title: str
    claim: str = ""
    scope: str = ""
    is_not: str = ""
    counter_examples: str = ""
    meaning: str = ""  # what it means, in the team's words; goes into the report
    status: ThemeStatus = ThemeStatus.CANDIDATE
    code_ids: tuple[CodeId, ...] = ()
    position: int = 0

    def __post_init__(self) -> None:
        if not self.title.strip():
            raise RuleError("A theme needs a title.")

    @property
    def has_claim(self) -> bool:
        """Whether its claim is long enough to be a sentence; “Food” and “Barriers to care” are topics."""
        return len(self.claim.split()) > _TOPIC_WORDS

    def lacks(self, *, people: int) -> tuple[Lack, ...]:
        """What is missing before the theme is ready. ``people`` is how many are heard in the passages that carry it."""
        there = {
            Lack.CLAIM: self.has_claim,
            Lack.PEOPLE: people >= FEWEST_PEOPLE,
            Lack.COUNTER_CASE: bool(self.counter_examples.strip()),
        }
        return tuple(lack for lack, is_there in there.items() if not is_there)

    def check_ready(self, *, people: int) -> None:
        """Refuse a theme that is called ready and lacks something, with all that it lacks."""
        if self.status is ThemeStatus.READY and (lacks := self.lacks(people=people)):
            raise RuleError(f"“{self.title}” is not ready yet. Before that, {'; '.join(lacks)}.")
