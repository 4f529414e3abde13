"""Sign-offs on their page: a mentor signs a theme and takes it back; a student sees how it stands and has no button."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from tests.ui.conftest import OpenPage, code_another_voice
from tests.ui.test_agreement_page import text_of
from tests.ui.test_deeds import press, write
from workbench.bootstrap import Workbench
from workbench.domain.codebook import Theme, ThemeStatus
from workbench.domain.project import Member, Project, Role
from workbench.domain.transcript import Transcript
from workbench.services import projects, sign_offs, themes
from workbench.services.desk import Desk


def ready_theme(desk: Desk) -> Theme:
    return themes.add_theme(
        desk,
        "Waiting is work",
        claim="People work hard while they wait.",
        counter_examples="None found after looking.",
        code_ids=(code_another_voice(desk),),
        status=ThemeStatus.READY,
    )


def buttons(page: AppTest) -> list[str]:
    return [button.label for button in page.button]


def test_a_mentor_signs_a_theme_and_takes_it_back_with_a_reason(
    open_page: OpenPage, opened: Workbench, project: Project, desk: Desk, coded: Transcript
) -> None:
    mentor = projects.add_member(opened.desk_at(project.id, "Cedar"), "Mo", role=Role.MENTOR)
    theme = ready_theme(desk)
    page = open_page("sign_offs", mentor)

    page.button(key=f"sign_offs.theme.{theme.id}.sign").click().run()
    signed = text_of(page)
    press(page, "Take the sign-off back")
    refused = page.error[0].value
    write(page, "Why is it taken back?", "The claim is too broad.")
    press(page, "Take the sign-off back")

    assert "Signed off by Mo on" in signed
    assert "why" in refused
    assert "Taken back by Mo" in text_of(page)
    assert [one.withdrawn_why for one in sign_offs.history(desk)] == ["The claim is too broad."]


def test_a_student_sees_a_lapsed_signature_and_no_button(
    open_page: OpenPage, opened: Workbench, project: Project, birch: Member, desk: Desk, coded: Transcript
) -> None:
    theme = ready_theme(desk)
    sign_offs.sign_theme(opened.desk_at(project.id, "Cedar"), theme.id)
    themes.change_theme(desk, theme.id, claim="People wait and lose hope.")

    page = open_page("sign_offs", birch)

    assert "Signed by Cedar on" in text_of(page)
    assert "changed since" in text_of(page)
    assert "Sign off" not in buttons(page)
