"""特级技师 and 首席技师 certificates: the kind of case and its acts."""

from collections.abc import Iterable

from accounts.enums import OrganisationKind
from accounts.models import User
from assessment.messages.plans import people
from casework.forms import NoteForm, ReasonForm
from casework.kinds import Act, CaseKind, Message, register
from casework.models import Case, Event
from certificates.enums import SpecialState
from certificates.models import Certificate, SpecialCertificate
from certificates.models.special import checks_it, entered_it
from certificates.services import special


def shown(case: SpecialCertificate, user: User) -> dict:
    """What was entered, the ID number for the two officers alone."""
    found = Certificate.objects.filter(number=case.certificate_number).first()
    return {
        "certificate": found if case.state == SpecialState.REGISTERED else None,
        "in_full": entered_it(case, user) or checks_it(case, user),
    }


def tells(subject: str):
    """The message of an act: whom it is told, with this as its subject."""

    def messages(case: Case, event: Event) -> Iterable[Message]:
        told = people(case.owner_id) if case.owner_id else []
        if case.created_by:
            told.append(case.created_by)
        yield Message(told, f"{case.title}：{subject}", f"证书编号 {case.certificate_number}。")

    return messages


SPECIAL = register(
    CaseKind(
        code="special_certificate",
        label="特级、首席技师证书登记",
        prefix="TJ",
        model=SpecialCertificate,
        states=SpecialState,
        tones={"registered": "ok", "refused": "danger"},
        drafts=(),
        owner_label="评价机构",
        offices=(OrganisationKind.HRSS, OrganisationKind.CENTRE),
        page="certificates/special/case.html",
        context=shown,
        start="certificates:special-enter",
        may_start=lambda user: special.office_of(user) is not None,
        seldom=True,
        acts=(
            Act(
                "register",
                "复核无误，登记证书",
                form=NoteForm,
                effect=special.register,
                messages=tells("已登记"),
                warning="登记后证书可以公开查询。请先与省级下发的编号和评聘文件逐项核对。",
            ),
            Act(
                "refuse",
                "不予登记",
                form=ReasonForm,
                messages=tells("未予登记"),
                tone="danger",
            ),
            Act("withdraw", "撤回", form=NoteForm, tone="danger", optional=True),
        ),
    )
)
