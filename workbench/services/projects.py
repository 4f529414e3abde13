"""Making projects and their teams."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from workbench.domain.ids import MemberId, ProjectId, is_id, new_id
from workbench.domain.project import Approach, Member, Project, Right, Role
from workbench.domain.text import make_text
from workbench.errors import NotFoundError, RuleError
from workbench.services.desk import Deed, Desk, now
from workbench.store import Store


def create_project(
    store: Store,
    title: str,
    *,
    actor: str,
    approach: Approach = Approach.PACER,
    made_up: bool = False,
    beside: Sequence[Project] | None = None,
) -> Project:
    """A new project, owned by the person who made it. Its title is not one of those ``beside`` it (by default: of all)."""
    title, actor = make_text(title).strip(), make_text(actor).strip()
    if not title:
        raise RuleError("A project needs a title.")
    if not actor:
        raise RuleError("Say who you are first; a project needs an owner.")
    project = Project(ProjectId(new_id()), title, approach, created_at=now(), made_up=made_up)
    with store.writing() as uow:
        titles = {one.title.casefold() for one in (uow.projects.all() if beside is None else beside)}
        if title.casefold() in titles:
            raise RuleError(f"There is already a project called “{title}”. Choose another title.")
        uow.events.open_stream(project.id)
        uow.projects.save(project)
        uow.members.save(Member(MemberId(new_id()), project.id, actor, Role.OWNER))
        uow.events.append(
            stream=project.id,
            at=project.created_at,
            actor=actor,
            deed="create project",
            changes=uow.log.changes,
        )
    return project


def list_projects(store: Store, *, actor: str | None = None) -> list[Project]:
    """All projects, or those on whose team a person is, oldest first."""
    with store.reading() as uow:
        projects = uow.projects.all()
        if actor is None:
            return projects
        mine = set(uow.members.projects_of(actor))
        return [project for project in projects if project.id in mine]


def find_project(store: Store, name: str) -> Project:
    """The project with this id or title, whatever its case."""
    with store.reading() as uow:
        found = uow.projects.find(ProjectId(name)) if is_id(name) else None
        titled = [found] if found else uow.projects.titled(name)
        if len(titled) == 1:
            return titled[0]
        if titled:
            ids = ", ".join(project.id for project in titled)
            raise RuleError(f"Several projects are called “{name}”. Give the id of one: {ids}.")
        titles = ", ".join(f"“{project.title}”" for project in uow.projects.all())
    raise NotFoundError(
        "project", name, hint=f"There are: {titles}." if titles else "Make one: workbench project new TITLE."
    )


def owner_of(store: Store, project_id: ProjectId) -> str:
    """The name of a project's (first) owner."""
    with store.reading() as uow:
        owners = [member.name for member in uow.members.present(project_id) if member.role is Role.OWNER]
    if not owners:
        raise NotFoundError("owner of project", project_id)
    return owners[0]


def list_members(desk: Desk) -> list[Member]:
    """The team as it is now, by name."""
    with desk.reading() as look:
        return look.uow.members.present(desk.project_id)


def who_left(desk: Desk) -> list[Member]:
    """Those who were on the team before; their work stays."""
    with desk.reading() as look:
        return [member for member in look.uow.members.of_project(desk.project_id) if member.left_at is not None]


def members_of(store: Store, project_id: ProjectId) -> list[Member]:
    """The team of a project, for the name picker on a laptop where nobody signs in."""
    with store.reading() as uow:
        return uow.members.present(project_id)


def add_member(desk: Desk, name: str, *, role: Role) -> Member:
    """Someone new on the team, or somebody who comes back: then their work is theirs again."""
    name = make_text(name).strip()
    if not name:
        raise RuleError("A person on the team needs a name.")
    with desk.deed("add member", Right.MANAGE_PROJECT) as deed:
        before = deed.uow.members.named(desk.project_id, name)
        if before and before.left_at is None:
            raise RuleError(f"“{name}” is on the team already.")
        member = Member(before.id if before else MemberId(new_id()), desk.project_id, name, role)
        deed.uow.members.save(member)
    return member


def change_role(desk: Desk, member_id: MemberId, role: Role) -> Member:
    """Let somebody take part in another role."""
    with desk.deed("change role", Right.MANAGE_PROJECT) as deed:
        member = replace(_present(deed, member_id), role=role)
        deed.uow.members.save(member)
        _keep_an_owner(deed)
    return member


def end_membership(desk: Desk, member_id: MemberId) -> Member:
    """Somebody leaves the team: they cannot come in any more. Their work stays, under their name."""
    with desk.deed("end membership", Right.MANAGE_PROJECT) as deed:
        member = replace(_present(deed, member_id), left_at=deed.at)
        deed.uow.members.save(member)
        _keep_an_owner(deed)
        for task in deed.uow.tasks.of_coder(desk.project_id, member.name):
            deed.uow.tasks.remove(task.id)
    return member


def _present(deed: Deed, member_id: MemberId) -> Member:
    member = deed.uow.members.find(member_id)
    if member is None or member.project_id != deed.project_id or member.left_at is not None:
        raise NotFoundError("person on the team", member_id)
    return member


def _keep_an_owner(deed: Deed) -> None:
    if not any(member.role is Role.OWNER for member in deed.uow.members.present(deed.project_id)):
        raise RuleError("A project needs an owner. Make somebody else an owner first.")


def describe_project(desk: Desk, facts: Mapping[str, str], *, title: str | None = None) -> Project:
    """Change what the team wrote about its study; an empty text takes a fact away."""
    with desk.deed("describe project", Right.REPORT) as deed:
        if title and title.strip() != deed.project.title:
            deed.require(Right.MANAGE_PROJECT)
        merged = {**deed.project.facts, **{key: make_text(value).strip() for key, value in facts.items()}}
        kept = {key: value for key, value in merged.items() if value}
        project = replace(deed.project, facts=kept, title=make_text(title).strip() if title else deed.project.title)
        deed.uow.projects.save(project)
    return project


def get_project(desk: Desk) -> Project:
    """The project at this desk. A sponsor sees its title only: what the team wrote about the study is in the report."""
    with desk.reading(Right.SEE_RELEASED) as look:
        return look.project if look.member.may(Right.READ) else replace(look.project, facts={}, qualifiers={})
