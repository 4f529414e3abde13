"""YAML without its surprises: every word stays the word that was written, and a small file stays small."""

from __future__ import annotations

from dataclasses import dataclass, field

import yaml

from workbench.errors import UnreadableFileError

Plain = str | None | list["Plain"] | dict[str, "Plain"]

LARGEST = 1_000_000
"""Bytes. The largest codebook in the field is a fiftieth of this."""

_DEEPEST = 12
_WORDS_TAKEN_FOR_OTHERS = {"no", "n", "off", "on", "yes", "y", "true", "false", "null", "~"}
_TAGS = {
    f"tag:yaml.org,2002:{name}"
    for name in ("str", "int", "float", "bool", "null", "timestamp", "seq", "map", "merge", "value")
}


@dataclass(slots=True)
class YamlContents:
    """What a file says, in plain Python, with the line on which each code begins and the words that looked doubtful."""

    root: dict[str, Plain]
    lines: list[int] = field(default_factory=list)  # line of each entry of ``codes``
    doubtful: list[tuple[int, str]] = field(default_factory=list)  # words that many programs read as yes, no or nothing


class _Composer(yaml.SafeLoader):
    """Builds nodes only, never objects; refuses what a codebook does not need and what can be made to explode."""

    def __init__(self, stream: str) -> None:
        super().__init__(stream)
        self.depth = 0

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            line = self.peek_event().start_mark.line + 1  # type: ignore[no-untyped-call]
            raise UnreadableFileError(
                f"Line {line} repeats another part of the file by an alias (*). Write it out instead."
            )
        self.depth += 1
        if self.depth > _DEEPEST:
            raise UnreadableFileError("This file is nested deeper than a codebook can be. Is it a codebook?")
        node: yaml.Node | None = super().compose_node(parent, index)
        self.depth -= 1
        return node


def read_yaml(text: str) -> YamlContents:
    """The contents of a YAML file, or ``UnreadableFileError`` naming the line that cannot be read."""
    loader = _Composer(text)
    try:
        root = loader.get_single_node()
    except yaml.MarkedYAMLError as problem:
        mark = problem.problem_mark or problem.context_mark
        where = f"Line {mark.line + 1}" if mark else "The file"
        raise UnreadableFileError(
            f"{where} is not valid YAML ({problem.problem or 'unknown reason'}). Check the indents and the quotation marks there."
        ) from problem
    except yaml.YAMLError as problem:
        raise UnreadableFileError(
            "This file is not valid YAML: it holds characters that YAML does not allow."
        ) from problem
    finally:
        loader.dispose()
    if not isinstance(root, yaml.MappingNode):
        raise UnreadableFileError(
            "This YAML file is no codebook: it should begin with lines such as “title: …” and “codes:”."
        )
    contents = YamlContents({})
    plain = _plain(root, contents)
    assert isinstance(plain, dict)
    contents.root = plain
    for key, value in root.value:
        if key.value == "codes" and isinstance(value, yaml.SequenceNode):
            contents.lines = [item.start_mark.line + 1 for item in value.value]
    return contents


def _plain(node: yaml.Node, contents: YamlContents) -> Plain:
    line = node.start_mark.line + 1
    if node.tag not in _TAGS:
        raise UnreadableFileError(
            f"Line {line} asks for something that is no text ({node.tag}). A codebook holds text only."
        )
    if isinstance(node, yaml.SequenceNode):
        return [_item(item, contents) for item in node.value]
    if isinstance(node, yaml.MappingNode):
        found: dict[str, Plain] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise UnreadableFileError(f"Line {line} has a heading that is no word.")
            if key.value in found:
                raise UnreadableFileError(
                    f"Line {key.start_mark.line + 1} says “{key.value}” a second time. Take one of them out."
                )
            found[key.value] = _plain(value, contents)
        return found
    assert isinstance(node, yaml.ScalarNode)
    return None if node.tag.endswith(":null") and node.style is None else str(node.value)


def _item(node: yaml.Node, contents: YamlContents) -> Plain:
    """An entry of a list. There a bare word is a word, even one that YAML would turn into yes, no or nothing."""
    if isinstance(node, yaml.ScalarNode) and node.style is None and node.value.lower() in _WORDS_TAKEN_FOR_OTHERS:
        contents.doubtful.append((node.start_mark.line + 1, node.value))
        return str(node.value)
    return _plain(node, contents)
