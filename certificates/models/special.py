"""The certificate of a 特级技师 or 首席技师, whose number the province gives (FACTS 1.2)."""

from django.db import models
from django_fsm import transition

from accounts.enums import Role
from accounts.fields import EncryptedText, LookupHash
from accounts.identity import DocumentKind
from accounts.selectors import holds
from casework.models import Case
from certificates.enums import CertificateLevel
from certificates.enums import SpecialState as State

LEVELS = [
    (level.value, level.label) for level in (CertificateLevel.SPECIAL, CertificateLevel.CHIEF)
]


def entered_it(case, user) -> bool:
    """Whoever entered it."""
    return case.created_by_id is not None and case.created_by_id == user.pk


def checks_it(case, user) -> bool:
    """Another reviewer or signer of the same office."""
    return not entered_it(case, user) and holds(user, case.office_id, Role.REVIEWER, Role.SIGNER)


class SpecialCertificate(Case):
    """Entered by one officer, registered by another; then there is a `Certificate`. `basis` is the
    document by which the holder was appointed."""

    agency = models.ForeignKey(
        "filing.Agency", models.PROTECT, verbose_name="评价机构", related_name="+"
    )
    certificate_number = models.CharField("证书编号", max_length=22)
    name = models.CharField("姓名", max_length=50)
    document = models.CharField(
        "证件类型", max_length=20, choices=DocumentKind, default=DocumentKind.ID_CARD
    )
    id_number = EncryptedText("证件号码")
    id_hash = LookupHash("证件号码检索", of="id_number", purpose="id_number")
    employer = models.CharField("所在单位", max_length=100)
    occupation = models.ForeignKey(
        "catalogue.Occupation", models.PROTECT, verbose_name="职业", related_name="+"
    )
    work_type = models.CharField("工种/职业方向", max_length=100, blank=True)
    certificate_level = models.PositiveSmallIntegerField("等级", choices=LEVELS)
    issued_on = models.DateField("发证日期")
    basis = models.CharField("评聘文件", max_length=200)

    class Meta:
        verbose_name = "特级、首席技师证书"
        verbose_name_plural = "特级、首席技师证书"

    @transition("state", source=State.ENTERED, target=State.REGISTERED, permission=checks_it)
    def register(self): ...

    @transition("state", source=State.ENTERED, target=State.REFUSED, permission=checks_it)
    def refuse(self): ...

    @transition("state", source=State.ENTERED, target=State.WITHDRAWN, permission=entered_it)
    def withdraw(self): ...
