"""One string at a time with everywhere it stands, large buttons and keys; and a list of all of them."""

from __future__ import annotations

import html
from dataclasses import dataclass

import streamlit as st

from workbench.domain.identifiers import Verdict
from workbench.domain.ids import TranscriptId
from workbench.privacy.values import IdentifierClass
from workbench.services import identifiers
from workbench.services.identifier_finds import Group, Occurrence, Overview
from workbench.ui import state
from workbench.ui.state import Here
from workbench.ui.widgets.acts import act, did, fragment
from workbench.ui.widgets.code_passages import in_context
from workbench.ui.widgets.patient_keys import patient_keys
from workbench.ui.widgets.plain_table import plain_table
from workbench.ui.widgets.voices import Pseudonyms, place_in_words, pseudonyms
from workbench.ui.words import as_written, say, shortened

_AT, _SKIPPED = "identifiers.at", "identifiers.skipped"
_SHOWN = 4
Place = tuple[TranscriptId, int, int]
_REASONS = ("word", "public", "team", "harmless")


@dataclass(frozen=True)
class _Wish:
    """What the person filled in for a group."""

    replacement: str
    reason: str
    otherwise: tuple[Place, ...]


@fragment
def one_at_a_time(here: Here) -> None:
    """The next string that nobody has decided about, or the one that was chosen from the list."""
    seen = identifiers.look_over(here.desk)
    chosen = seen.by_key.get(state.kept(_AT, ""))
    waiting = list(seen.open)
    skipped: list[str] = state.kept(_SKIPPED, [])
    waiting.sort(key=lambda group: skipped.index(group.key) if group.key in skipped else -1)
    group = chosen or (waiting[0] if waiting else None)
    if group is None:
        st.success(say("identifiers.all_decided"))
    else:
        _one(here, seen, group)
    _missed(here)


def _one(here: Here, seen: Overview, group: Group) -> None:
    with st.container(border=True, key="identifiers_one"):
        left, right = st.columns([3, 2], gap="large")
        with left:
            places = say("identifiers.places", n=len(group.occurrences) + len(group.voices))
            st.html(
                f'<h2 class="wb-identifier">{html.escape(" · ".join(group.spellings[:4]))}</h2>'
                f'<p class="wb-about">{html.escape(say(f"identifiers.kind_{_slug(group.kind)}"))} · {html.escape(places)}'
                f"{html.escape(_why(group))}</p>"
            )
            if group.ruling is not None and not group.is_open:
                st.info(as_written(_decided(group)))
            otherwise = _contexts(here, group)
        with right:
            _buttons(here, group, _form(seen, group, otherwise))


def _why(group: Group) -> str:
    return f" · {group.occurrences[0].why.rstrip('.')}" if group.occurrences else ""


def _form(seen: Overview, group: Group, otherwise: tuple[Place, ...]) -> _Wish:
    used = sorted({one.ruling.replacement for one in seen.groups if one.ruling and one.ruling.replacement})
    first = group.ruling.replacement if group.ruling and group.ruling.replacement else group.proposal
    replacement = st.selectbox(
        say("identifiers.replacement"),
        list(dict.fromkeys([first, *used])),
        accept_new_options=True,
        help=say("identifiers.replacement_help"),
        key=f"identifiers.replacement.{group.key}.{first}",
    )
    reasons = [say(f"identifiers.reason_{one}") for one in _REASONS]
    reason = st.selectbox(
        say("identifiers.reason"),
        reasons,
        index=_REASONS.index("team") if group.on_team else 0 if group.kind.is_name else 3,
        accept_new_options=True,
        help=say("identifiers.reason_help"),
        key=f"identifiers.reason.{group.key}",
    )
    return _Wish(replacement or "", reason or "", otherwise)


def _buttons(here: Here, group: Group, wish: _Wish) -> None:
    with st.container(horizontal=True, gap="small", key="identifiers_buttons"):
        yes = st.button(say("identifiers.replace"), type="primary", shortcut="e", key="identifiers.replace")
        no = st.button(say("identifiers.keep"), shortcut="k", key="identifiers.keep")
        later = st.button(say("identifiers.next"), shortcut="n", key="identifiers.next")
    patient_keys("ekn")
    if yes and _ruled(here, group, Verdict.REPLACE, wish):
        _go_on()
    if no and _ruled(here, group, Verdict.KEEP, wish):
        _go_on()
    if later:
        skipped: list[str] = state.kept(_SKIPPED, [])
        state.keep(_SKIPPED, [*(key for key in skipped if key != group.key), group.key])
        state.drop(_AT)
        st.rerun(scope="fragment")


def _ruled(here: Here, group: Group, verdict: Verdict, wish: _Wish) -> bool:
    """Whether the decision was taken, with the places that are decided otherwise."""
    if act(identifiers.rule, here.desk, group.key, verdict, replacement=wish.replacement, reason=wish.reason) is None:
        return False
    other = Verdict.KEEP if verdict is Verdict.REPLACE else Verdict.REPLACE
    mine = {one.place for one in group.occurrences}
    return all(
        did(
            identifiers.rule_apart,
            here.desk,
            group.key,
            place,
            other,
            replacement=wish.replacement,
            reason=wish.reason,
        )
        for place in wish.otherwise
        if place in mine
    )


def _go_on() -> None:
    state.drop(_AT)
    state.drop_all("identifiers.place.")
    st.rerun()


def _contexts(here: Here, group: Group) -> tuple[Place, ...]:
    """Every place in its sentence; comes back with those that shall be decided otherwise."""
    names = pseudonyms(here)
    shown = [_place(group, one, names) for one in group.occurrences[:_SHOWN]]
    if len(group.occurrences) > _SHOWN:
        with st.expander(say("identifiers.more_places", n=len(group.occurrences) - _SHOWN)):
            shown += [_place(group, one, names) for one in group.occurrences[_SHOWN:]]
    for voice in group.voices:
        st.caption(say("identifiers.as_speaker", label=as_written(voice.label)))
    return tuple(one.place for one, ticked in zip(group.occurrences, shown, strict=True) if ticked)


def _place(group: Group, one: Occurrence, names: Pseudonyms) -> bool:
    where = place_in_words(one.here, one.start, names)
    st.html(f'<p class="wb-about">{html.escape(where)}</p>{in_context(one.body, one.start, one.end)}')
    if len(group.occurrences) < 2:
        return False
    name = f"identifiers.place.{group.key}.{one.here.transcript.id}.{one.turn}.{one.nth}"
    return st.checkbox(say("identifiers.not_this_one"), key=name, help=say("identifiers.not_this_one_help"))


def _missed(here: Here) -> None:
    """Naming something that the search did not find."""
    with st.expander(say("identifiers.missed")), st.form("identifiers.missed_form", clear_on_submit=True, border=False):
        words = st.text_input(say("identifiers.missed_words"), help=say("identifiers.missed_help"))
        kind = st.selectbox(
            say("identifiers.missed_kind"),
            [IdentifierClass.PERSON, IdentifierClass.PLACE, IdentifierClass.ORGANISATION, IdentifierClass.ADDRESS,
             IdentifierClass.DATE, IdentifierClass.OTHER_NUMBER],
            format_func=lambda one: say(f"identifiers.kind_{_slug(one)}"),
        )  # fmt: skip
        sent = st.form_submit_button(say("identifiers.missed_add"))
    if sent and (group := act(identifiers.add, here.desk, words, kind)) is not None:
        state.keep(_AT, group.key)
        st.rerun()


def listed(seen: Overview) -> None:
    """All strings by class, with what was decided, and a way to one of them."""
    if not seen.groups:
        st.info(say("identifiers.none"))
        return
    chosen = st.selectbox(
        say("identifiers.look_at"),
        [group.key for group in seen.groups],
        index=None,
        format_func=lambda key: shortened(" · ".join(seen.by_key[key].spellings), 60),
        key="identifiers.look_at",
    )
    if chosen:
        state.keep(_AT, chosen)
        state.wish("identifiers.part", "decide")
        state.drop("identifiers.look_at")
        st.rerun()
    columns = [say(f"identifiers.column_{one}") for one in ("what", "places", "decided")]
    for kind in dict.fromkeys(group.kind for group in seen.groups):
        rows = [
            (" · ".join(group.spellings[:3]), len(group.occurrences) + len(group.voices), _decided(group))
            for group in seen.groups
            if group.kind is kind
        ]
        plain_table(say(f"identifiers.kind_{_slug(kind)}"), columns, rows)


def _decided(group: Group) -> str:
    ruling = group.ruling
    if ruling is None or group.is_open:
        return say("identifiers.open")
    if ruling.verdict is Verdict.REPLACE:
        return say("identifiers.will_replace", by=ruling.by, words=ruling.replacement)
    return say("identifiers.will_keep", by=ruling.by, reason=ruling.reason)


def _slug(kind: IdentifierClass) -> str:
    return kind.name.lower()
