"""What is asked of who opens, proposes, answers and decides a violation."""

from django import forms

from casework import rules as casework_rules
from casework.evidence_forms import ACCEPT, long_text
from casework.forms import ActForm, opinion
from catalogue.enums import SubjectKind
from config import clock
from supervision import sanctions
from supervision.enums import PartyKind
from supervision.models import Decision, Violation
from supervision.selectors.violations import decision_in_force
from supervision.services.violations import Wish
from ui.forms import StyledFormMixin

FACTS_HELP = "时间、地点、人员、经过和证据。会写进告知书和决定书，不要写证件号码、手机号码。"
FILES = "pdf、jpg、png、docx、xlsx。"


def _file(label: str, help_text: str = FILES) -> forms.FileField:
    return forms.FileField(
        label=label,
        required=False,
        help_text=help_text,
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
    )


def _day(label: str, help_text: str = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        help_text=help_text,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )


class FindForm(StyledFormMixin, forms.Form):
    """Whom it is about."""

    kind = forms.ChoiceField(label="当事人", choices=PartyKind.choices, widget=forms.RadioSelect)
    text = forms.CharField(
        label="名称或编号",
        max_length=100,
        help_text="考生填准考证号或报名编号；工作人员填姓名或资质证书编号；机构填名称或机构代码。",
    )


class OpenForm(StyledFormMixin, forms.Form):
    """What was found."""

    facts = long_text("违规事实", rows=8, limit=3000, help_text=FACTS_HELP)
    evidence = _file(
        "证据",
        f"{FILES}告知后当事人可以看到，含文件名和文件自带的作者、位置等信息，请先去除能认出投诉人的内容。"
        "其他证据立案后在本件的材料中添加。",
    )


class WishFields(ActForm):
    """A sanction: which, on what, how long, on which article, why."""

    sanction = forms.ChoiceField(label="处理", widget=forms.RadioSelect)
    subject = forms.ChoiceField(
        label="取消哪个科目的成绩",
        required=False,
        help_text="取消一科成绩的，选择科目；其他的不选。",
    )
    since = _day("首日", "有期限的处理填写，不早于今天。")
    until = _day("末日", "本日在内，次日零时起自动恢复。")
    basis = forms.CharField(label="依据条款", max_length=200, help_text="写明文件和条款。")
    grounds = forms.CharField(
        label="事由",
        max_length=200,
        help_text="一句话。对机构的处理会向所有人公开，不要写姓名、证件号码、手机号码。",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        chosen = self._offered()
        self.fields["sanction"].choices = [
            (each.key, f"{each.name}（{each.said}）") for each in chosen
        ]
        if self.case.party_kind == PartyKind.CANDIDATE:
            kinds = self.case.entry.item.subjects.values_list("kind", flat=True)
            known = [(kind, SubjectKind(kind).label) for kind in kinds]
            self.fields["subject"].choices = [("", "不分科目"), *known]
        else:
            del self.fields["subject"]
        if not any(each.months for each in chosen):
            del self.fields["since"], self.fields["until"]

    def _offered(self) -> list[sanctions.Sanction]:
        return sanctions.rules().of(self.case.party_kind)

    def start(self, case: Violation) -> dict:
        """What was proposed or decided last, else the guide and today."""
        last = self.last(case)
        if last is None:
            return {"basis": sanctions.rules().basis}
        since = max(last.since, clock.today()) if last.since else None
        return {
            "sanction": last.sanction,
            "subject": last.subject,
            "since": since,
            "until": last.until,
            "basis": last.basis,
            "grounds": last.grounds,
        }

    def last(self, case: Violation) -> Decision | None:
        return case.decisions.order_by("-pk").first()

    def facts(self) -> dict:
        given = self.cleaned_data
        names = ("sanction", "basis", "grounds", "subject", "since", "until")
        wish = Wish(**{name: given[name] for name in names if name in given})
        return {"wish": wish, "note": given.get("note", "")}


class NotifyForm(WishFields):
    """What was found and what is meant to follow, for the party to answer."""

    case_facts = long_text("违规事实", rows=8, limit=3000, help_text=FACTS_HELP)
    field_order = ["case_facts"]

    def start(self, case: Violation) -> dict:
        return super().start(case) | {"case_facts": case.facts}

    def facts(self) -> dict:
        return super().facts() | {"facts": self.cleaned_data["case_facts"]}


class DecideForm(WishFields):
    """The decision; it begins with what was proposed."""

    note = opinion("说明")


class ChangeForm(WishFields):
    """Another decision in place of the one appealed against, never a graver one."""

    note = opinion("理由", required=True, help_text="写进申诉处理决定书。")

    def _offered(self) -> list[sanctions.Sanction]:
        old, rules = decision_in_force(self.case), sanctions.rules()
        return [each for each in super()._offered() if not rules.graver(each.key, old.sanction)]

    def last(self, case: Violation) -> Decision | None:
        return decision_in_force(case)


class StatementForm(ActForm):
    """What a party says, or what an officer takes down."""

    text = long_text("内容", rows=8, limit=5000)
    upload = _file("材料")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not casework_rules.may_add_papers(self.actor, self.case):
            del self.fields["upload"]


class DefenceForm(StatementForm):
    """陈述申辩."""


class AppealForm(StatementForm):
    """申诉."""
