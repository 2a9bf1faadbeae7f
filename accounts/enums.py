"""The closed lists of accounts."""

from django.db.models import TextChoices


class OrganisationKind(TextChoices):
    """Bureaus first; the applicants are those of `catalogue.regulations.terms.ApplicantKind`."""

    HRSS = "hrss", "人力资源社会保障部门"
    CENTRE = "centre", "技能人才评价管理机构"
    EMPLOYMENT = "employment", "公共就业服务机构主管部门"
    ENTERPRISE = "enterprise", "企业"
    ASSOCIATION = "association", "行业协会"
    UNIVERSITY = "university", "高等院校"
    TECHNICAL_SCHOOL = "technical_school", "技工院校"
    PRIVATE_SCHOOL = "private_school", "民办职业培训机构"


BUREAUS = (OrganisationKind.HRSS, OrganisationKind.CENTRE, OrganisationKind.EMPLOYMENT)


class OrganisationStatus(TextChoices):
    PENDING = "pending", "待确认"
    ACTIVE = "active", "正常"
    REFUSED = "refused", "未予确认"
    WITHDRAWN = "withdrawn", "已撤回登记"
    MERGED = "merged", "已合并"
    CLOSED = "closed", "已注销"


class Role(TextChoices):
    """What a member does in an organisation. Enterprise roles, bureau roles, then persons sent."""

    MANAGER = "manager", "管理员"
    CLERK = "clerk", "经办人"
    ASSESSOR = "assessor", "考评员"
    WRITER = "writer", "命题人员"
    SCORER = "scorer", "登分人员"
    ACCEPTOR = "acceptor", "受理"
    REVIEWER = "reviewer", "审核"
    SIGNER = "signer", "签发"
    EXPERT = "expert", "专家"
    SUPERVISOR = "supervisor", "外部质量督导员"


SPEAKERS = (Role.MANAGER, Role.CLERK)  # who acts for an organisation that is no bureau
APPLICANT_ROLES = (*SPEAKERS, Role.ASSESSOR, Role.WRITER, Role.SCORER)
BUREAU_ROLES = (
    Role.MANAGER,
    Role.ACCEPTOR,
    Role.REVIEWER,
    Role.SIGNER,
    Role.EXPERT,
    Role.SUPERVISOR,
)
# Who works in a bureau; the other two are sent by it.
OFFICE_STAFF = (Role.MANAGER, Role.ACCEPTOR, Role.REVIEWER, Role.SIGNER)
WORKING = (*SPEAKERS, *OFFICE_STAFF)  # who acts for an organisation of either sort
