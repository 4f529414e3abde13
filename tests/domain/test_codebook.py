"""What a codebook allows and refuses."""

from dataclasses import replace

import pytest

from tests.builders import make_codebook
from workbench.domain.codebook import Code, Codebook, CodeStatus, NearMiss, Step
from workbench.domain.ids import CodeId, ProjectId
from workbench.errors import CodeInUseError, CodeNameTakenError, RuleError


def test_rename_refuses_a_name_that_differs_only_in_case() -> None:
    codebook = make_codebook("Trust", "Doubt")
    doubt = codebook.named("Doubt")
    assert doubt is not None

    with pytest.raises(CodeNameTakenError) as refusal:
        codebook.change(replace(doubt, label="TRUST"))

    assert refusal.value.name == "Trust"
    assert codebook.named("Doubt") is not None


def test_a_code_cannot_be_moved_below_itself() -> None:
    codebook = make_codebook("Access")
    access = codebook.named("Access")
    assert access is not None
    travel = codebook.add(Code(CodeId("t"), ProjectId("p"), "Travel", parent_id=access.id))

    with pytest.raises(RuleError, match="below itself"):
        codebook.change(replace(access, parent_id=travel.id))


def test_a_code_with_codings_cannot_be_removed() -> None:
    codebook = make_codebook("Trust")
    trust = codebook.named("Trust")
    assert trust is not None

    with pytest.raises(CodeInUseError, match="3 coded passages"):
        codebook.remove(trust.id, codings=3)

    assert codebook.named("Trust") == trust


def test_the_outline_puts_children_below_their_parents_in_their_order() -> None:
    codebook = make_codebook("Access", "People")
    access = codebook.named("Access")
    assert access is not None
    for label in ("Travel", "Phone"):
        codebook.add(Code(CodeId(label), ProjectId("p"), label, parent_id=access.id))

    assert [(code.label, depth) for code, depth in codebook.outline()] == [
        ("Access", 0),
        ("Travel", 1),
        ("Phone", 1),
        ("People", 0),
    ]
    assert codebook.path(CodeId("Phone")) == "Access › Phone"


def test_a_code_needs_a_name() -> None:
    with pytest.raises(RuleError, match="needs a name"):
        Code(CodeId("x"), ProjectId("p"), "   ")


def tree(codebook: Codebook) -> str:
    return " ".join("." * depth + code.label for code, depth in codebook.outline())


def find(codebook: Codebook, label: str) -> CodeId:
    code = codebook.named(label)
    assert code is not None
    return code.id


def grown(**below: str) -> Codebook:
    """A codebook with codes at the top, and codes (with spaces between) below each."""
    codebook = make_codebook(*below)
    for above, labels in below.items():
        for label in labels.split():
            codebook.add(Code(CodeId(label), ProjectId("p"), label, parent_id=find(codebook, above)))
    return codebook


def test_a_code_moves_with_all_below_it_to_the_place_that_was_chosen() -> None:
    codebook = grown(A="a1 a2", B="b1 b2", C="")

    changed = codebook.move(find(codebook, "A"), find(codebook, "B"), 2)

    assert tree(codebook) == "B .b1 .A ..a1 ..a2 .b2 C"
    assert {code.label for code in changed} == {"A", "b2"}


def test_each_step_moves_a_code_by_one_place() -> None:
    codebook = grown(A="a1 a2", B="", C="")
    for label, step, expected in [
        ("C", Step.UP, "A .a1 .a2 C B"),
        ("C", Step.IN, "A .a1 .a2 .C B"),
        ("C", Step.UP, "A .a1 .C .a2 B"),
        ("a1", Step.DOWN, "A .C .a1 .a2 B"),
        ("a1", Step.OUT, "A .C .a2 a1 B"),
    ]:
        place = codebook.step(find(codebook, label), step)
        assert place is not None
        codebook.move(find(codebook, label), *place)

        assert tree(codebook) == expected


def test_there_is_no_step_beyond_the_ends_of_the_tree() -> None:
    codebook = make_codebook("A", "B")

    assert codebook.step(find(codebook, "A"), Step.UP) is None
    assert codebook.step(find(codebook, "A"), Step.IN) is None
    assert codebook.step(find(codebook, "A"), Step.OUT) is None
    assert codebook.step(find(codebook, "B"), Step.DOWN) is None


def test_a_code_cannot_be_moved_below_its_own_branch_or_a_retired_code() -> None:
    codebook = grown(A="a1", B="")
    codebook.change(replace(codebook.get(find(codebook, "B")), status=CodeStatus.RETIRED))

    with pytest.raises(RuleError, match="below itself"):
        codebook.move(find(codebook, "A"), find(codebook, "a1"))
    with pytest.raises(RuleError, match="retired"):
        codebook.move(find(codebook, "A"), find(codebook, "B"))


def test_merging_retires_the_source_and_gives_the_target_what_stood_below_it_and_its_seed_terms() -> None:
    codebook = grown(Waiting="Letters Phone", Delays="", Hope="")
    waiting, delays, hope = (find(codebook, label) for label in ("Waiting", "Delays", "Hope"))
    codebook.change(replace(codebook.get(waiting), seed_terms=("wait", "Queue"), key="WAIT", rule="=wait"))
    codebook.change(replace(codebook.get(delays), seed_terms=("late", "queue"), rule="late"))
    codebook.change(replace(codebook.get(hope), near_miss=NearMiss("Six months", "wait")))

    codebook.merge(waiting, delays)

    assert tree(codebook) == "Waiting Delays .Letters .Phone Hope"
    assert (codebook.get(waiting).status, codebook.get(waiting).merged_into) == (CodeStatus.RETIRED, delays)
    assert codebook.get(delays).seed_terms == ("late", "queue", "wait")
    assert codebook.get(delays).rule == "late OR =wait"
    assert codebook.get(hope).near_miss == NearMiss("Six months", "Delays")


def test_a_code_merged_into_one_below_it_gives_up_its_place() -> None:
    codebook = grown(A="a1 a2", B="")
    codebook.add(Code(CodeId("deep"), ProjectId("p"), "deep", parent_id=CodeId("a1")))

    codebook.merge(find(codebook, "A"), CodeId("deep"))

    assert tree(codebook) == "deep .a1 .a2 A B"


def test_retired_codes_and_a_code_itself_are_no_partners_for_a_merge() -> None:
    codebook = make_codebook("A", "B")
    codebook.change(replace(codebook.get(find(codebook, "B")), status=CodeStatus.RETIRED))

    for first, second in (("A", "A"), ("A", "B"), ("B", "A")):
        with pytest.raises(RuleError):
            codebook.merge(find(codebook, first), find(codebook, second))
