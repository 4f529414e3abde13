"""The pages of the entrance as HTML. They need nothing from outside and no JavaScript; what people typed is always escaped."""

from __future__ import annotations

import html
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from urllib.parse import quote

from workbench.domain.account import LONGEST_NAME, SHORTEST_PASSWORD
from workbench.services.accounts import Invited
from workbench.ui.words import name_of, say

_LOOK = Path(__file__).with_name("entrance.css")


@cache
def _look() -> str:
    return _LOOK.read_text(encoding="utf-8")


def _page(title: str, *parts: str) -> str:
    return (
        '<!DOCTYPE html><html lang="en-CA"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<title>{html.escape(title)}</title><link rel="icon" href="data:,"><style>{_look()}</style></head>'
        f'<body><main><p class="program">{html.escape(say("frame.program"))}</p><h1>{html.escape(title)}</h1>'
        f"{''.join(parts)}</main></body></html>"
    )


def _text(words: str, kind: str = "") -> str:
    shown = f' class="{kind}"' if kind else ""
    return f"<p{shown}>{html.escape(words)}</p>" if words else ""


def _refused(reason: str) -> str:
    return f'<p class="stop" role="alert">{html.escape(reason)}</p>' if reason else ""


def _field(
    name: str, label: str, *, kind: str = "text", fill: str, value: str = "", about: str = "", at: str = ""
) -> str:
    """A field with its label; ``fill`` tells a password manager what it is, ``at`` keeps two forms of a page apart."""
    key = f"{name}{at}"
    helped = f' aria-describedby="{key}-help"' if about else ""
    longest = f' maxlength="{LONGEST_NAME}"' if kind == "text" else ""
    return (
        f'<label for="{key}">{html.escape(label)}</label>'
        f'<input id="{key}" name="{name}" type="{kind}" autocomplete="{fill}" value="{html.escape(value)}"'
        f' autocapitalize="none" spellcheck="false"{longest} required{helped}>'
        + (f'<p class="help" id="{key}-help">{html.escape(about)}</p>' if about else "")
    )


def _hidden(name: str, value: str) -> str:
    return f'<input type="hidden" name="{name}" value="{html.escape(value)}">'


def _form(action: str, *parts: str, button: str) -> str:
    return f'<form method="post" action="{html.escape(action)}">{"".join(parts)}<button>{html.escape(button)}</button></form>'


def _elsewhere(address: str) -> str:
    """The way to a sign-on service, where there is one."""
    if not address:
        return ""
    return f'<a class="button second" href="{html.escape(address)}">{html.escape(say("entrance.sign_on"))}</a>'


def _new_password(at: str = "") -> str:
    about = say("entrance.password_about", n=SHORTEST_PASSWORD)
    return _field(
        "password", say("entrance.new_password"), kind="password", fill="new-password", about=about, at=at
    ) + _field("again", say("entrance.again"), kind="password", fill="new-password", at=at)


def sign_in_page(*, action: str, wanted: str, name: str, said: str, refused: str, sign_on: str) -> str:
    """Name and password."""
    return _page(
        say("entrance.sign_in"),
        _text(say("entrance.sign_in_about")),
        f'<p class="go" role="status">{html.escape(said)}</p>' if said else "",
        _refused(refused),
        _form(
            action,
            _field("name", say("entrance.name"), fill="username", value=name),
            _field("password", say("entrance.password"), kind="password", fill="current-password"),
            _hidden("next", wanted),
            button=say("entrance.sign_in"),
        ),
        _elsewhere(sign_on),
        _text(say("entrance.forgotten"), "foot"),
    )


def sign_out_page(*, action: str, home: str) -> str:
    """One button: a link alone could sign out whoever is led to it."""
    return _page(
        say("entrance.sign_out"),
        _text(say("entrance.sign_out_about")),
        _form(action, button=say("entrance.sign_out")),
        f'<p class="foot"><a href="{html.escape(home)}">{html.escape(say("entrance.back"))}</a></p>',
    )


def invitation_page(
    *,
    action: str,
    offered: Invited,
    signed_in_as: str,
    typed: Mapping[str, str],
    refused: str,
    sign_on: str,
    token: str,
) -> str:
    """Choose a name and a password, or come in with the account one has."""
    if offered.project and offered.role:
        about = say("entrance.invited", name=offered.name, project=offered.project, role=name_of(offered.role).lower())
    else:
        about = say(
            "entrance.invited_as_keeper" if offered.for_keeper else "entrance.invited_to_start", name=offered.name
        )
    has_account = typed.get("how") == "with_account"
    parts = [_text(about), _refused(refused)]
    if signed_in_as:
        joining = say("entrance.join_as", name=signed_in_as)
        parts.append(_form(action, _hidden("how", "as_visitor"), button=joining))
    parts.append(
        _form(
            action,
            f"<h2>{html.escape(say('entrance.make_account'))}</h2>",
            _field(
                "name",
                say("entrance.name"),
                fill="username",
                value=offered.name if has_account else typed.get("name", offered.name),
                about=say("entrance.name_about"),
            ),
            _new_password(),
            button=say("entrance.make"),
        )
    )
    if sign_on:
        parts.append(_elsewhere(f"{sign_on}?invitation={quote(token, safe='')}"))
    if offered.project:
        parts.append(
            f"<details{' open' if has_account else ''}><summary>{html.escape(say('entrance.have_account'))}</summary>"
            + _form(
                action,
                _hidden("how", "with_account"),
                _field(
                    "name",
                    say("entrance.name"),
                    fill="username",
                    value=typed.get("name", "") if has_account else "",
                    at="-own",
                ),
                _field("password", say("entrance.password"), kind="password", fill="current-password", at="-own"),
                button=say("entrance.join"),
            )
            + "</details>"
        )
    return _page(say("entrance.welcome"), *parts)


def new_password_page(*, action: str, sign_in_name: str, refused: str) -> str:
    """A new password for an account."""
    return _page(
        say("entrance.choose_password"),
        _text(say("entrance.choose_password_about", name=sign_in_name)),
        _refused(refused),
        _form(
            action,
            f'<input type="hidden" name="name" autocomplete="username" value="{html.escape(sign_in_name)}">',
            _new_password(),
            button=say("entrance.save_password"),
        ),
    )


def message_page(message: str, *, home: str) -> str:
    """Why something did not work, and the way back."""
    return _page(
        say("entrance.sorry"),
        _refused(message),
        f'<p class="foot"><a href="{html.escape(home)}">{html.escape(say("entrance.to_first_page"))}</a></p>',
    )
