"""The sample study, read once for all its tests."""

from __future__ import annotations

import re
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

import yaml

STUDY = Path(__file__).resolve().parents[2] / "sample_data"
CONSENT_FIELDS = {
    "consent_version", "signed_on", "recorded", "quote_use", "quote_review_wanted", "sponsor_share", "repository_share",
    "future_use", "recontact", "withdraw_until", "focus_group_limits_explained", "notes",
}  # fmt: skip
CODE_FIELDS = {
    "id", "label", "parent", "codable", "colour", "short_definition", "full_definition", "when_to_use",
    "when_not_to_use", "example", "near_miss", "seed_terms",
}  # fmt: skip


def _load_build() -> ModuleType:
    spec = spec_from_file_location("sample_data_build", STUDY / "build.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


build = _load_build()
SOURCES = {path.stem: build.read_source(path) for path in sorted((STUDY / "source").glob("T*.txt"))}


def read(name: str) -> Any:
    return yaml.safe_load((STUDY / f"{name}.yaml").read_text(encoding="utf-8"))


study = read("study")
people = read("participants")["participants"]
codebook = read("codebook")
codes = {code["id"]: code for code in codebook["codes"]}
codings = read("codings")["codings"]
memos = read("memos")["memos"]
decisions = read("decisions")["decisions"]
themes = read("themes")["themes"]
readings = read("readings")["readings"]
identifiers = read("identifiers")
members = {member["id"]: member for member in study["team"]}
students = {name for name, member in members.items() if member["role"] == "student"}
facilitators = {(t, voice["label"]) for voice in study["facilitators"] for t in voice["transcripts"]}
speaker_of = {(v["transcript"], v["label"]): person for person in people for v in person["speaks_as"]}


def turn_of(passage: dict[str, Any]) -> Any:
    return SOURCES[passage["transcript"]].turns[passage["turn"] - 1]


def whole_word(text: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(text)}(?!\w)")


def passages() -> list[dict[str, Any]]:
    """Every place that something other than a participant's entry points at."""
    in_themes = [p for theme in themes for p in [*theme["supports"], *theme["challenges"]]]
    return [*codings, *decisions, *in_themes, *[memo for memo in memos if memo["target"] == "passage"]]
