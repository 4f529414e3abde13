"""What a sign-on service says of a person, and which account that is."""

from __future__ import annotations

import pytest

from workbench.domain.project import Role
from workbench.errors import SignInError
from workbench.services import accounts, claims
from workbench.services.claims import Claims
from workbench.services.desk import Desk
from workbench.services.projects import create_project
from workbench.store import Store

ROBIN = Claims("https://id.example 7", "robin@example.ca", "Robin R.")
PASSWORD = "six grey geese at dawn"
pytestmark = pytest.mark.usefixtures("quick_passwords")


@pytest.mark.parametrize(
    "said", [{}, {"iss": "https://id.example"}, {"sub": "7"}, {"iss": 3, "sub": "7"}, {"iss": "x", "sub": ""}]
)
def test_who_does_not_say_who_they_are_is_not_let_in(said: dict[str, object]) -> None:
    with pytest.raises(SignInError):
        Claims.read(said)


@pytest.mark.parametrize(
    ("checked", "email"), [(True, "b@x.ca"), ("true", "b@x.ca"), (False, None), (None, None), (1.5, None)]
)
def test_an_address_counts_only_where_it_was_checked(checked: object, email: str | None) -> None:
    said = {"iss": "https://id.example", "sub": "7", "email": "b@x.ca", "email_verified": checked}

    assert Claims.read(said).email == email


def test_the_first_time_needs_an_invitation_and_then_the_persons_id_counts(store: Store) -> None:
    with pytest.raises(SignInError, match="invitation"):
        claims.sign_in_by(store, ROBIN)

    made = claims.accept_by(store, accounts.invite_keeper(store, "Robin"), ROBIN)

    moved = Claims(ROBIN.subject, "new@example.ca", "")
    assert claims.sign_in_by(store, moved).id == made.id
    with pytest.raises(SignInError):  # somebody else got the old address
        claims.sign_in_by(store, Claims("https://id.example 8", ROBIN.email, ""))


def test_an_account_whose_address_the_keeper_set_is_found_by_it_once(store: Store) -> None:
    account = accounts.accept(store, accounts.invite_keeper(store, "Robin"), sign_in_name="Robin", password=PASSWORD)
    with pytest.raises(SignInError):
        claims.sign_in_by(store, ROBIN)
    accounts.set_email(store, account.id, "Robin@Example.ca")

    assert claims.sign_in_by(store, ROBIN).id == account.id
    with pytest.raises(SignInError):
        claims.sign_in_by(store, Claims("https://other.example 7", ROBIN.email, ""))


def test_a_closed_account_stays_closed(store: Store) -> None:
    made = claims.accept_by(store, accounts.invite_keeper(store, "Robin"), ROBIN)
    accounts.disable(store, made.id, by=None)

    with pytest.raises(SignInError, match="closed"):
        claims.sign_in_by(store, ROBIN)


def test_an_invitation_gives_a_place_to_the_account_one_has(store: Store) -> None:
    made = claims.accept_by(store, accounts.invite_keeper(store, "Robin"), ROBIN)
    project = create_project(store, "Waiting", actor="Cedar")
    link = accounts.invite(Desk(store, project.id, "Cedar"), "R.", role=Role.MENTOR)

    assert claims.accept_by(store, link, ROBIN).id == made.id
    assert [one.id for one in accounts.projects_of(store, made.id)] == [project.id]
