"""Accounts on a server: signing in, sessions that end, invitations that work once, and tries that are slowed."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from argon2 import PasswordHasher

from workbench.domain.project import Project, Role
from workbench.errors import NotAllowedError, RuleError, SignInError, TooManyTriesError
from workbench.services import accounts, maintenance, passwords, projects, sign_in
from workbench.services.desk import Desk
from workbench.services.sign_in import Visitor
from workbench.store import Store

PASSWORD = "six grey geese at dawn"
pytestmark = pytest.mark.usefixtures("quick_passwords")


class Watch:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.time = datetime(2026, 5, 4, 18, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.time

    def move(self, **by: float) -> None:
        self.time += timedelta(**by)


@pytest.fixture
def watch() -> Watch:
    return Watch()


def keeper(store: Store, name: str = "Robin") -> Visitor:
    """Somebody with an account of their own, signed in."""
    account = accounts.accept(store, accounts.invite_keeper(store, name), sign_in_name=name, password=PASSWORD)
    token = sign_in.begin_session(store, account.id)
    found = sign_in.who_is(store, token)
    assert found
    return found


@pytest.fixture
def robin(store: Store) -> Visitor:
    return keeper(store)


@pytest.fixture
def project(store: Store, robin: Visitor) -> Project:
    return accounts.create_project(store, robin, "Waiting for care")


@pytest.fixture
def desk(store: Store, project: Project) -> Desk:
    return Desk(store, project.id, "Robin")


def test_an_invited_person_takes_their_place_and_signs_in(store: Store, desk: Desk, project: Project) -> None:
    link = accounts.invite(desk, "Birch", role=Role.STUDENT)
    offered = accounts.look_at(store, link)
    account = accounts.accept(store, link, sign_in_name="birch ", password=PASSWORD)
    token = sign_in.sign_in(store, "BIRCH", PASSWORD)

    visitor = sign_in.who_is(store, token)
    member = accounts.member_for(store, account.id, project.id)
    assert (offered.name, offered.project, offered.role) == ("Birch", "Waiting for care", Role.STUDENT)
    assert visitor
    assert visitor.account_id == account.id
    assert member
    assert (member.name, member.role) == ("Birch", Role.STUDENT)
    assert maintenance.verify(store).clean


def test_a_link_works_once(store: Store, desk: Desk) -> None:
    link = accounts.invite(desk, "Birch", role=Role.STUDENT)
    accounts.accept(store, link, sign_in_name="Birch", password=PASSWORD)

    with pytest.raises(SignInError, match="does not work any more"):
        accounts.accept(store, link, sign_in_name="Second", password=PASSWORD)


def test_a_link_ends_after_its_days_and_when_a_newer_one_is_made(store: Store, desk: Desk, watch: Watch) -> None:
    old = accounts.invite(desk, "Birch", role=Role.STUDENT, now=watch)
    (birch,) = [seat.member for seat in accounts.seats(desk) if seat.member.name == "Birch"]
    newer = accounts.invite_member(desk, birch.id, now=watch)

    with pytest.raises(SignInError):
        accounts.look_at(store, old, now=watch)
    assert accounts.look_at(store, newer, now=watch).name == "Birch"
    watch.move(days=7, seconds=1)
    with pytest.raises(SignInError):
        accounts.look_at(store, newer, now=watch)


def test_two_who_use_a_link_at_once_do_not_both_get_in(store: Store, desk: Desk) -> None:
    link = accounts.invite(desk, "Birch", role=Role.STUDENT)

    def take(name: str) -> bool:
        try:
            accounts.accept(store, link, sign_in_name=name, password=PASSWORD)
        except SignInError:
            return False
        return True

    with ThreadPoolExecutor(4) as hands:
        assert sum(hands.map(take, ["One", "Two", "Three", "Four"])) == 1


def test_an_undone_invitation_opens_nothing(store: Store, desk: Desk) -> None:
    from workbench.services import history  # noqa: PLC0415

    link = accounts.invite(desk, "Birch", role=Role.STUDENT)
    history.undo(desk)

    with pytest.raises(SignInError):
        accounts.accept(store, link, sign_in_name="Birch", password=PASSWORD)


def test_only_who_looks_after_the_team_invites(store: Store, desk: Desk) -> None:
    projects.add_member(desk, "Birch", role=Role.STUDENT)
    by_birch = Desk(store, desk.project_id, "Birch")
    (owner,) = [seat.member for seat in accounts.seats(desk) if seat.member.name == "Robin"]

    for deed in (
        lambda: accounts.invite(by_birch, "Elm", role=Role.OWNER),
        lambda: accounts.invite_member(by_birch, owner.id),
        lambda: accounts.reset_for(by_birch, owner.id),
        lambda: accounts.seats(by_birch),
    ):
        with pytest.raises(NotAllowedError):
            deed()


def test_an_account_takes_a_place_on_a_second_project_but_not_two_on_one(
    store: Store, desk: Desk, robin: Visitor
) -> None:
    other = keeper(store, "Cedar")
    second = accounts.create_project(store, other, "Coming home")
    link = accounts.invite(Desk(store, second.id, "Cedar"), "R. Wren", role=Role.MENTOR)
    accounts.accept_with(store, link, robin.account_id)

    assert [one.title for one in accounts.projects_of(store, robin.account_id)] == ["Waiting for care", "Coming home"]
    again = accounts.invite(desk, "Somebody", role=Role.STUDENT)
    with pytest.raises(RuleError, match="already"):
        accounts.accept_with(store, again, robin.account_id)


def test_nobody_learns_of_other_projects_by_their_titles(store: Store, project: Project) -> None:
    assert project.title == "Waiting for care"
    other = keeper(store, "Cedar")

    accounts.create_project(store, other, "Waiting for care")

    with pytest.raises(RuleError):
        accounts.create_project(store, other, "waiting FOR care")


@pytest.mark.parametrize(
    "password", ["short", "password123", "aaaaaaaaaaaaaa", "Birch  tree", "1234567890", "x" * 2_000]
)
def test_a_password_that_is_short_or_common_is_refused_with_the_reason(store: Store, password: str) -> None:
    link = accounts.invite_keeper(store, "Birch Tree")

    with pytest.raises(RuleError, match="password"):
        accounts.accept(store, link, sign_in_name="Birch Tree", password=password)


def test_what_is_kept_of_a_password_is_made_as_is_advised_and_renewed_when_it_is_not(
    store: Store, robin: Visitor
) -> None:
    """RFC 9106, second choice: 64 MiB, three passes, four lanes. The hash of ``robin`` was made quickly, for this test."""
    advised = PasswordHasher()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_HASHER", advised)
        assert passwords.is_outdated(robin.account.password_hash or "")
        sign_in.sign_in(store, "Robin", PASSWORD)
    (account,) = accounts.list_accounts(store, by=None)

    assert (account.password_hash or "").startswith("$argon2id$v=19$m=65536,t=3,p=4$")


def test_wrong_names_and_wrong_passwords_get_the_same_sentence(store: Store, robin: Visitor) -> None:
    assert robin
    said = set()
    for name, password in (("Robin", "wrong password"), ("Nobody", PASSWORD), ("", ""), ("Robin", "y" * 5_000)):
        with pytest.raises(SignInError) as refused:
            sign_in.sign_in(store, name, password)
        said.add(str(refused.value))

    assert len(said) == 1


def test_after_five_wrong_tries_one_waits_longer_and_longer(store: Store, robin: Visitor, watch: Watch) -> None:
    assert robin
    for _ in range(5):
        with pytest.raises(SignInError, match="do not open"):
            sign_in.sign_in(store, "Robin", "wrong password", now=watch)
    waits = []
    for _ in range(3):
        with pytest.raises(TooManyTriesError) as refused:
            sign_in.sign_in(store, "robin", PASSWORD, now=watch)  # even the right one is not looked at
        waits.append(refused.value.seconds)
        watch.move(seconds=refused.value.seconds)
        with pytest.raises(SignInError, match="do not open"):
            sign_in.sign_in(store, "Robin", "wrong password", now=watch)

    assert waits == [5, 10, 20]
    watch.move(minutes=15)
    assert sign_in.sign_in(store, "Robin", PASSWORD, now=watch)


def test_one_address_that_tries_many_names_is_slowed_too(store: Store, robin: Visitor, watch: Watch) -> None:
    assert robin
    for number in range(20):
        with pytest.raises(SignInError, match="do not open"):
            sign_in.sign_in(store, f"name {number}", "wrong password", address="192.0.2.7", now=watch)

    with pytest.raises(TooManyTriesError):
        sign_in.sign_in(store, "Robin", PASSWORD, address="192.0.2.7", now=watch)
    assert sign_in.sign_in(store, "Robin", PASSWORD, address="192.0.2.8", now=watch)


def test_many_tries_at_the_same_moment_do_not_slip_by(store: Store, robin: Visitor, watch: Watch) -> None:
    assert robin

    def guess(_: int) -> bool:
        try:
            sign_in.prove(store, "Robin", "wrong password", now=watch)
        except TooManyTriesError:
            return False
        except SignInError:
            return True
        raise AssertionError("a wrong password was taken")

    with ThreadPoolExecutor(8) as hands:
        assert sum(hands.map(guess, range(24))) == 5


def test_a_session_ends_when_unused_and_when_it_is_old(store: Store, robin: Visitor, watch: Watch) -> None:
    token = sign_in.begin_session(store, robin.account_id, now=watch)
    watch.move(hours=11)
    assert sign_in.who_is(store, token, now=watch)  # used, so it goes on
    watch.move(hours=11)
    assert sign_in.who_is(store, token, now=watch)
    watch.move(hours=12, seconds=1)
    assert sign_in.who_is(store, token, now=watch) is None

    token = sign_in.begin_session(store, robin.account_id, now=watch)
    for _ in range(17):
        watch.move(hours=10)
        sign_in.who_is(store, token, now=watch)
    assert sign_in.who_is(store, token, now=watch) is None


def test_a_page_that_is_merely_open_does_not_keep_a_session_going(store: Store, robin: Visitor, watch: Watch) -> None:
    token = sign_in.begin_session(store, robin.account_id, now=watch)
    for _ in range(11):
        watch.move(hours=1)
        assert sign_in.who_is(store, token, is_use=False, now=watch)

    watch.move(hours=1, seconds=1)

    assert sign_in.who_is(store, token, is_use=False, now=watch) is None


def test_signing_out_ends_this_session_only(store: Store, robin: Visitor) -> None:
    here, there = sign_in.begin_session(store, robin.account_id), sign_in.begin_session(store, robin.account_id)

    sign_in.sign_out(store, here)

    assert sign_in.who_is(store, here) is None
    assert sign_in.who_is(store, there)
    assert sign_in.who_is(store, "") is None
    assert sign_in.who_is(store, "forged") is None


def test_a_new_password_ends_the_other_sessions(store: Store, robin: Visitor) -> None:
    other = sign_in.begin_session(store, robin.account_id)

    with pytest.raises(SignInError):
        sign_in.change_password(store, robin, old="wrong password", new="nine loud crows at noon")
    sign_in.change_password(store, robin, old=PASSWORD, new="nine loud crows at noon")

    assert sign_in.who_is(store, other) is None
    assert sign_in.sign_in(store, "Robin", "nine loud crows at noon")
    with pytest.raises(SignInError):
        sign_in.sign_in(store, "Robin", PASSWORD)


def test_an_owner_makes_a_link_for_a_new_password_and_all_sessions_end(store: Store, desk: Desk) -> None:
    birch = accounts.accept(
        store, accounts.invite(desk, "Birch", role=Role.STUDENT), sign_in_name="Birch", password=PASSWORD
    )
    open_session = sign_in.begin_session(store, birch.id)
    (seat,) = [seat for seat in accounts.seats(desk) if seat.member.name == "Birch"]

    link = accounts.reset_for(desk, seat.member.id)
    accounts.choose_password(store, link, "nine loud crows at noon")

    assert sign_in.who_is(store, open_session) is None
    assert sign_in.sign_in(store, "Birch", "nine loud crows at noon")
    with pytest.raises(SignInError):
        accounts.choose_password(store, link, "ten tall herons at dusk")


def test_an_owner_cannot_take_over_somebody_of_another_project(store: Store, desk: Desk, robin: Visitor) -> None:
    """Else whoever is invited to a project of a stranger would hand over their other projects."""
    stranger = keeper(store, "Stranger")
    trap = accounts.create_project(store, stranger, "A trap")
    by_stranger = Desk(store, trap.id, "Stranger")
    accounts.accept_with(store, accounts.invite(by_stranger, "Robin", role=Role.MENTOR), robin.account_id)
    (seat,) = [seat for seat in accounts.seats(by_stranger) if seat.member.name == "Robin"]

    with pytest.raises(NotAllowedError, match="other owners"):
        accounts.reset_for(by_stranger, seat.member.id)
    assert desk


def test_a_closed_account_is_out_at_once_and_its_work_stays(store: Store, desk: Desk, robin: Visitor) -> None:
    birch = accounts.accept(
        store, accounts.invite(desk, "Birch", role=Role.STUDENT), sign_in_name="Birch", password=PASSWORD
    )
    token = sign_in.begin_session(store, birch.id)

    accounts.disable(store, birch.id, by=robin)

    assert sign_in.who_is(store, token) is None
    with pytest.raises(SignInError):
        sign_in.sign_in(store, "Birch", PASSWORD)
    assert "Birch" in {member.name for member in projects.list_members(desk)}
    accounts.enable(store, birch.id, by=robin)
    assert sign_in.sign_in(store, "Birch", PASSWORD)


def test_only_the_keeper_sees_and_closes_accounts(store: Store, desk: Desk, robin: Visitor) -> None:
    birch = accounts.accept(
        store, accounts.invite(desk, "Birch", role=Role.OWNER), sign_in_name="Birch", password=PASSWORD
    )
    by_birch = sign_in.who_is(store, sign_in.begin_session(store, birch.id))

    for deed in (
        lambda: accounts.list_accounts(store, by=by_birch),
        lambda: accounts.disable(store, robin.account_id, by=by_birch),
        lambda: accounts.enable(store, robin.account_id, by=by_birch),
        lambda: accounts.reset(store, robin.account_id, by=by_birch),
        lambda: accounts.invite_to_server(store, "Elm", by=by_birch),
    ):
        with pytest.raises(NotAllowedError):
            deed()
    assert [account.sign_in_name for account in accounts.list_accounts(store, by=robin)] == ["Birch", "Robin"]


def test_the_log_and_the_database_hold_no_secret(store: Store, desk: Desk) -> None:
    link = accounts.invite(desk, "Birch", role=Role.STUDENT)
    accounts.accept(store, link, sign_in_name="Birch", password=PASSWORD)
    token = sign_in.sign_in(store, "Birch", PASSWORD, address="192.0.2.7")

    with store.reading() as uow:
        log = " ".join(event.content or "" for event in uow.events.of_stream(desk.project_id))
    with store.engine.connect() as connection:
        from workbench.store.tables import metadata  # noqa: PLC0415

        rows = " ".join(str(list(connection.execute(table.select()))) for table in metadata.sorted_tables)
    assert "Birch" in log
    assert "argon2" not in log
    assert not any(secret in rows for secret in (link, token, PASSWORD, "192.0.2.7"))


def test_every_process_of_a_server_gets_the_same_secret(store: Store) -> None:
    with ThreadPoolExecutor(4) as processes:
        assert len(set(processes.map(lambda _: accounts.shared_secret(store), range(4)))) == 1
