"""Codebooks in REFI-QDA's own format (.qdc), as the standard says and as programs really write them."""

from __future__ import annotations

import re

from lxml import etree

from workbench.domain.codebook import fold
from workbench.errors import UnreadableFileError
from workbench.formats.codebook_file import (
    CodebookNotice,
    FileCode,
    FileNearMiss,
    key_from,
    refuse_too_many,
    tidy,
    tidy_line,
)
from workbench.formats.codebook_refi import ANY_NAMESPACE, DEEPEST, NAMESPACE, understood


def refuse_doctype(source: bytes) -> None:
    """Raise ``UnreadableFileError`` for XML that defines entities, which can be made to explode or to read other files."""
    head = source.replace(b"\x00", b"").upper()
    if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
        raise UnreadableFileError(
            "This file brings definitions of its own (DOCTYPE), which can be harmful; it was not read."
        )


def read_refi(source: bytes) -> tuple[list[FileCode], list[CodebookNotice]]:
    """The codes of a .qdc file, in its order, or ``UnreadableFileError``. Any version of the namespace is read."""
    refuse_doctype(source)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(source.removeprefix(b"\xef\xbb\xbf").lstrip(), parser)
    except etree.XMLSyntaxError as problem:
        raise UnreadableFileError(
            f"This file is not valid XML ({problem.msg}). Export it again from the other program."
        ) from problem
    name = etree.QName(root)
    book = root if name.localname == "CodeBook" else next((e for e in root.iter("{*}CodeBook")), None)
    listed = next(iter(book.iterchildren("{*}Codes")), None) if book is not None else None
    if listed is None:
        raise UnreadableFileError(
            "This file holds no REFI-QDA codebook. Export a codebook (.qdc) from the other program."
        )
    notices: list[CodebookNotice] = []
    if name.namespace != NAMESPACE:
        known = name.namespace and ANY_NAMESPACE.fullmatch(name.namespace)
        notices.append(
            CodebookNotice(
                0, f"The file calls its format “{name.namespace or 'nothing'}”" + (", an older name." if known else ".")
            )
        )
    if any(True for _ in root.iter("{*}Set")):
        notices.append(
            CodebookNotice(
                0, "The file groups codes in sets as well; the workbench has no sets, so they were left out."
            )
        )
    return _qdc_codes(_without_wrapper(listed)), notices


def _without_wrapper(listed: etree._Element) -> etree._Element:
    """NVivo puts all codes below one folder named “Nodes” or “Codes”."""
    tops = list(listed.iterchildren("{*}Code"))
    inside = tops and list(tops[0].iterchildren("{*}Code"))
    if len(tops) == 1 and inside and tops[0].get("name") in ("Nodes", "Codes"):
        return tops[0]
    return listed


def _qdc_codes(listed: etree._Element) -> list[FileCode]:
    found: list[FileCode] = []
    todo: list[tuple[etree._Element, str | None, int]] = [
        (code, None, 0) for code in reversed(list(listed.iterchildren("{*}Code")))
    ]
    while todo:
        element, parent, depth = todo.pop()
        if depth > DEEPEST:
            raise UnreadableFileError(f"This codebook is more than {DEEPEST} levels deep.")
        refuse_too_many(len(found) + 1)
        code = _qdc_code(element, parent, found)
        found.append(code)
        below = reversed(list(element.iterchildren("{*}Code")))
        todo.extend((child, code.id, depth + 1) for child in below)
    return found


def _qdc_code(element: etree._Element, parent: str | None, before: list[FileCode]) -> FileCode:
    guid = (element.get("guid") or "").strip("{}").lower()
    label = tidy_line(element.get("name") or "")
    if not label:
        raise UnreadableFileError(f"The code with the id “{guid or 'none'}” has no name.")
    steps = [step for part in re.split(r"::|\\", label) if (step := part.strip())]
    if parent is None and len(steps) > 1:  # Taguette and ATLAS.ti write a tree as names
        above = next((code for code in before if code.parent is None and code.label == steps[0]), None)
        if above is not None and len(steps) == 2:
            label, parent = steps[1], above.id
    description = next(iter(element.iterchildren("{*}Description")), None)
    parts = understood("".join(str(text) for text in description.itertext()) if description is not None else "")
    taken = [code.id for code in before]
    own = next(iter(parts["id"]), "")
    own_is_free = own and fold(own) not in {fold(key) for key in taken}
    return FileCode(
        id=own if own_is_free else key_from(label, taken),
        label=label,
        parent=parent,
        codable=(element.get("isCodable") or "true").strip() in ("true", "1"),
        colour=element.get("color") or "",
        short_definition=parts["short_definition"][0],
        full_definition=parts["full_definition"][0],
        when_to_use=tuple(parts["when_to_use"]),
        when_not_to_use=tuple(parts["when_not_to_use"]),
        example=tidy("\n".join(parts["example"])),
        near_miss=FileNearMiss(text="\n".join(parts["near_miss"]), use_instead=next(iter(parts["use_instead"]), None)),
        seed_terms=tuple(parts["seed_terms"]),
        rule=next(iter(parts["rule"]), ""),
        guid=guid,
    )
