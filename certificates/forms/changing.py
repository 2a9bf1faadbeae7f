"""What is asked of who changes a certificate."""

from itertools import chain

from django import forms

from accounts.models import Organisation, User
from casework.evidence_forms import ACCEPT
from certificates.enums import CAUSES, ChangeCause, ChangePurpose
from certificates.forms.wishes import WishForm
from certificates.models import Certificate
from certificates.services.changes import Proposal

FIELDS = {
    ChangePurpose.CORRECTION: (
        "name",
        "document",
        "id_number",
        "employer",
        "work_type",
        "photo",
    ),
    ChangePurpose.REISSUE: ("print_serial",),
    ChangePurpose.REPLACEMENT: ("successor",),
    ChangePurpose.REVOCATION: (),
}
ALWAYS = ("cause", "reason", "evidence", "side")


class ChangeForm(WishForm):
    """A proposal of one purpose; the fields of the others are left out."""

    field_order = ("side", "cause", *chain.from_iterable(FIELDS.values()))
    side = forms.ModelChoiceField(None, label="办理单位", empty_label=None)
    cause = forms.ChoiceField(label="事由", widget=forms.RadioSelect)
    employer = forms.CharField(label="所在单位更正为", max_length=100, required=False)
    work_type = forms.CharField(label="工种/职业方向更正为", max_length=100, required=False)
    print_serial = forms.CharField(
        label="新的印制流水码",
        max_length=40,
        required=False,
        help_text="用预印空白证书的，填写新空白证书上的流水码；不用的留空。证书编号不变。",
    )
    successor = forms.CharField(
        label="换发后的证书编号",
        max_length=22,
        help_text="先照常制发新证书，再在这里填写它的编号；须是同一人、同一机构的有效证书。",
    )
    evidence = forms.FileField(
        label="依据材料",
        required=False,
        help_text="pdf、jpg、png、docx、xlsx。更正姓名或证件、因弄虚作假或违规撤销的，必须上传。",
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
    )

    def __init__(
        self,
        *args,
        certificate: Certificate,
        purpose: ChangePurpose,
        sides: list[Organisation],
        **kwargs,
    ):
        super().__init__(*args, **kwargs)
        self.purpose, self.sides = purpose, sides
        for name in set(self.fields) - {*ALWAYS, *FIELDS[purpose]}:
            del self.fields[name]
        self.fields["evidence"].is_conditional = True
        causes = CAUSES[purpose]
        self.fields["cause"].choices = [(each.value, each.label) for each in causes]
        if len(sides) == 1:
            del self.fields["side"]
        else:
            rows = Organisation.objects.filter(pk__in=[side.pk for side in sides])
            self.fields["side"].queryset = rows
        if purpose == ChangePurpose.CORRECTION:
            self.fields["name"].help_text = f"现为：{certificate.name}"
            self.fields["employer"].help_text = f"现为：{certificate.employer or '空'}"
            said = f"现为：{certificate.printed_work_type}。没有工种的填 --。"
            self.fields["work_type"].help_text = said

    def proposal(self) -> Proposal:
        """What was typed."""
        data = self.cleaned_data
        wanted = {
            name: data[name]
            for name in ("name", "document", "id_number", "employer", "work_type")
            if data.get(name)
        }
        if wanted.get("work_type") in ("--", "—", "无"):
            wanted["work_type"] = ""
        return Proposal(
            purpose=self.purpose,
            cause=ChangeCause(data["cause"]),
            reason=data["reason"],
            wanted=wanted,
            print_serial=data.get("print_serial", ""),
            successor=data.get("successor", ""),
        )

    def asked(self, actor: User) -> dict:
        """The arguments of `changes.propose`."""
        data = self.cleaned_data
        return {
            "actor": actor,
            "side": data.get("side", self.sides[0]),
            "evidence": data.get("evidence"),
            "photo": data.get("photo"),
        }
