"""What complainants and officers are asked, and what the acts ask."""

import uuid
from dataclasses import replace

from django import forms

from casework.evidence_forms import ACCEPT, long_text
from onboarding.places import PlaceField
from supervision import categories
from supervision.enums import ComplaintChannel, ComplaintTarget
from supervision.selectors import complaint_targets as targets
from supervision.services.complaints.opening import MOST_AT_ONCE, Given
from ui.forms import FilesField, StyledFormMixin

T = ComplaintTarget
BY_AGENCY = (T.AGENCY, T.PLAN, T.PERSON)
BY_OFFICE = (T.OFFICE, T.PERSON)
TOO_MANY = f"名称相近的超过 {targets.MOST} 家，请写全称或代码。"
SEVERAL = "名称相近的不止一家，请在“请选择是哪一家”中选定。"
NOT_FOUND = {
    T.OFFICE: "没有找到这个机关，请核对名称，例如“东昌府区人力资源和社会保障局”。",
    T.PERSON: "没有找到这个单位，请核对其所在的评价机构或机关的名称。",
}
NOT_LISTED = "目录里没有这个机构，请核对名称；确实没有的，投诉对象请选“目录里没有的单位”。"


EVIDENCE = {
    "accept": ACCEPT,
    "required": False,
    "help_text": f"照片、截图、文件，一次最多 {MOST_AT_ONCE} 份；pdf、jpg、png、docx、xlsx。",
}


class Submitted(StyledFormMixin, forms.Form):
    """A form of which the same copy sent twice is taken once."""

    token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["token"].initial = uuid.uuid4


class ComplaintForm(Submitted):
    """A complaint, as anybody fills it in."""

    target = forms.ChoiceField(
        label="投诉谁、投诉什么", choices=T.choices, widget=forms.RadioSelect
    )
    who = forms.CharField(
        label="单位名称",
        max_length=100,
        required=False,
        help_text="评价机构或机关的名称，写出一部分即可查找；机构也可以写代码。",
    )
    picked = forms.ChoiceField(label="请选择是哪一家", required=False, widget=forms.RadioSelect)
    number = forms.CharField(
        label="计划编号或证书编号",
        max_length=40,
        required=False,
        help_text="计划编号见评价公告；证书编号在证书上。投诉证书的必填，投诉一次评价的知道就填。",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    person = forms.CharField(
        label="人员姓名或岗位",
        max_length=50,
        required=False,
        help_text="投诉工作人员的填写，不知道姓名的写岗位，例如“第二考场监考”。",
    )
    place = PlaceField(
        label="发生地",
        required=False,
        help_text="投诉证书或目录里没有的单位时选择，据此确定由哪里办理。",
    )
    category = forms.ChoiceField(label="问题类别")
    occasion = forms.CharField(
        label="时间和场次", max_length=100, required=False, help_text="例如“6月3日上午理论考试”。"
    )
    text = long_text(
        "具体情况",
        rows=8,
        limit=5000,
        min_length=10,
        help_text="写明时间、地点、经过，有证据的说明证据。不想让人认出您的，不要写只有您知道的细节。",
        error_messages={"min_length": "请写清时间、地点和经过，至少 10 个字。"},
    )
    files = FilesField(label="证据材料", **EVIDENCE)
    identity = forms.ChoiceField(
        label="是否署名",
        choices=[("named", "实名"), ("anonymous", "匿名")],
        initial="named",
        widget=forms.RadioSelect,
        help_text="实名的便于核实和联系。姓名和联系方式加密保存，被投诉的单位和人员看不到，"
        "办理人员每次查看都有记录。",
    )
    name = forms.CharField(
        label="您的姓名",
        max_length=50,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    contact = forms.CharField(
        label="联系方式",
        max_length=100,
        required=False,
        help_text="手机或邮箱。匿名的可以不填。",
        widget=forms.TextInput(attrs={"autocomplete": "tel"}),
    )
    needs_contact = True

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        named = [(each.key, each.name) for each in categories.rules().categories]
        self.fields["category"].choices = [("", "请选择"), *named]
        for name in ("who", "picked", "number", "person", "place", "name", "contact"):
            self.fields[name].is_conditional = True
        self.found = self._look_up() if self.is_bound else []
        if len(self.found) < 2:
            del self.fields["picked"]
        else:
            self.fields["picked"].choices = [(each.key, each.label) for each in self.found]

    def _look_up(self) -> list[targets.Found]:
        """Who may be meant by the name that was typed."""
        words, target = self.data.get("who", "").strip()[:100], self.data.get("target")
        if len(words) < 2 or "\0" in words or target in (T.CERTIFICATE, T.OTHER):
            return []
        found = targets.agencies_named(words) if target in BY_AGENCY else []
        return found + (targets.offices_named(words) if target in BY_OFFICE else [])

    def clean(self):
        data = super().clean()
        check = {
            T.PLAN: self._check_plan,
            T.CERTIFICATE: self._check_certificate,
            T.OTHER: self._check_other,
        }.get(data.get("target"), self._check_who)
        if data.get("target"):
            check(data)
        self._check_identity(data)
        return data

    def _check_who(self, data: dict) -> None:
        self.one = None
        if not data.get("who", "").strip():
            self.add_error("who", "请填写单位名称。")
            return
        if len(self.found) > targets.MOST:
            self.add_error("who", TOO_MANY)
            return
        self.one = self._chosen(data)
        if self.one is None and not self.found:
            self.add_error("who", NOT_FOUND.get(data["target"], NOT_LISTED))
        elif self.one is None:
            self.add_error("who", SEVERAL)

    def _chosen(self, data: dict):
        if len(self.found) == 1:
            return self.found[0].row
        picked = data.get("picked")
        return next((each.row for each in self.found if each.key == picked), None)

    def _check_plan(self, data: dict) -> None:
        number = data.get("number", "").strip()
        data["plan"] = targets.plan_announced(number) if number else None
        if data["plan"]:
            return
        if number:
            wrong = "没有找到这个编号的评价公告。请核对；不知道编号的请留空，填写单位名称。"
            self.add_error("number", wrong)
            return
        self._check_who(data)

    def _check_certificate(self, data: dict) -> None:
        if not data.get("number", "").strip():
            self.add_error("number", "请填写证书编号。")
        self._need_place(data)

    def _check_other(self, data: dict) -> None:
        if not data.get("who", "").strip():
            self.add_error("who", "请填写单位或个人的名称。")
        self._need_place(data)

    def _need_place(self, data: dict) -> None:
        """Asked whether or not the number is known here: the form tells nobody which it is."""
        if not data.get("place") and "place" not in self.errors:
            self.add_error("place", "请选择发生地。")

    def _check_identity(self, data: dict) -> None:
        if data.get("identity") == "anonymous":
            data["name"] = ""
        if data.get("identity") != "named":
            return
        if not data.get("name", "").strip() and "name" not in self.errors:
            self.add_error("name", "实名请填写姓名；不想署名的请选“匿名”。")
        missing = self.needs_contact and not data.get("contact", "").strip()
        if missing and "contact" not in self.errors:
            self.add_error("contact", "实名请填写联系方式；不想留的请选“匿名”。")

    def given(self) -> Given:
        """What was said, as the service takes it."""
        data = self.cleaned_data
        target, one = T(data["target"]), getattr(self, "one", None)
        certificate = (
            targets.certificate_numbered(data["number"].strip())
            if target == T.CERTIFICATE
            else None
        )
        named = [data["who"], data["number"], data["person"]]
        return Given(
            target=target,
            category=data["category"],
            text=data["text"],
            place=data["place"],
            agency=one if isinstance(one, targets.Agency) else None,
            office=one if isinstance(one, targets.Organisation) else None,
            plan=data.get("plan"),
            certificate=certificate,
            said="；".join(each.strip() for each in named if each.strip()),
            **{name: data[name] for name in ("occasion", "name", "contact")},
        )


class EntryForm(ComplaintForm):
    """A call, a letter, or a report of the media, as an officer enters it."""

    channel = forms.ChoiceField(
        label="来源",
        choices=[each for each in ComplaintChannel.choices if each[0] != ComplaintChannel.ONLINE],
        widget=forms.RadioSelect,
    )
    media = forms.CharField(
        label="媒体名称和日期", max_length=100, required=False, help_text="媒体报道的填写。"
    )
    media_link = forms.URLField(
        label="报道网址", max_length=500, required=False, assume_scheme="https"
    )
    needs_contact = False
    field_order = ("channel", "media", "media_link")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["media"].is_conditional = True
        self.fields["identity"].help_text = "来电人、来信人愿意署名的选实名；媒体报道选匿名。"
        self.fields["name"].label = "投诉人姓名"

    def clean(self):
        data = super().clean()
        if data.get("channel") == ComplaintChannel.MEDIA and not data.get("media", "").strip():
            self.add_error("media", "请填写媒体名称和报道日期。")
        return data

    def given(self) -> Given:
        data = self.cleaned_data
        channel = ComplaintChannel(data["channel"])
        return replace(
            super().given(), channel=channel, media=data["media"], media_link=data["media_link"]
        )


class TrackForm(StyledFormMixin, forms.Form):
    """The tracking code."""

    code = forms.CharField(
        label="查询码",
        max_length=40,
        help_text="提交投诉举报时显示的 16 位字母和数字，大小写、短横线都可以。",
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"}
        ),
    )


class AddForm(Submitted):
    """What the complainant adds."""

    code = forms.CharField(widget=forms.HiddenInput, max_length=40)
    text = long_text("补充的情况", rows=5, limit=5000)
    files = FilesField(label="补充的材料", **EVIDENCE)
