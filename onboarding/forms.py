"""What an organisation is asked when it opens its account, and corrects it."""

from dataclasses import fields

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from accounts.enums import BUREAUS, OrganisationKind
from accounts.models import User
from accounts.services import people
from casework.forms import ActForm, opinion
from catalogue.regulations.terms import Affiliation
from onboarding import rules
from onboarding.enums import Change
from onboarding.places import PlaceField
from onboarding.services.change import Wish
from onboarding.services.registration import Contact, Details
from ui.forms import StyledFormMixin

KINDS = [(kind.value, kind.label) for kind in OrganisationKind if kind not in BUREAUS]
BLANK = [("", "请选择")]
NAME_LENGTH = {
    "min_length": "单位名称至少 2 个字，请填写全称。",
    "max_length": "单位名称不超过 100 个字，请核对。",
}
ACCOUNT = ("contact_name", "phone", "email", "username", "password", "password_again")
SPACES = " \t\n\r\u3000\u200b\ufeff"


class CreditCodeField(forms.CharField):
    """统一社会信用代码, as it is printed or typed."""

    def __init__(self, **kwargs):
        kwargs = {
            "label": "统一社会信用代码",
            "max_length": 60,
            "help_text": "18 位，与营业执照或登记证书一致；空格、全角和小写字母会自动改正。",
            "widget": forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        } | kwargs
        super().__init__(**kwargs)

    def to_python(self, value):
        text = super().to_python(value)
        if not text:
            return text
        try:
            return rules.credit_code(text)
        except ValueError as error:
            raise ValidationError(str(error)) from error


class DetailsForm(StyledFormMixin, forms.Form):
    """An organisation, as its licence has it."""

    name = forms.CharField(
        label="单位名称",
        max_length=100,
        min_length=2,
        error_messages=NAME_LENGTH,
        help_text="与营业执照或登记证书一致的全称。",
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    code = CreditCodeField()
    kind = forms.ChoiceField(label="单位类别", choices=BLANK + KINDS)
    division = PlaceField(label="所在地", help_text="选到市或县（市、区），决定由哪一级机关确认。")
    affiliation = forms.ChoiceField(
        label="隶属关系",
        choices=Affiliation.choices,
        widget=forms.RadioSelect,
        help_text="县属单位由县（市、区）人社局确认，其他单位由所在市确认。",
    )

    def clean_name(self) -> str:
        return self.cleaned_data["name"].strip(SPACES)

    def details(self) -> Details:
        return Details(**{each.name: self.cleaned_data[each.name] for each in fields(Details)})


class RegisterForm(DetailsForm):
    """The organisation, its contact, and how that person will sign in; a person who has signed in
    already is the contact and is asked about the organisation alone."""

    contact_name = forms.CharField(
        label="联系人姓名",
        max_length=50,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    phone = forms.CharField(
        label="联系人手机",
        max_length=30,
        help_text="11 位，只供办理机关联系本单位。",
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    email = forms.EmailField(
        label="邮箱",
        max_length=254,
        help_text="提交后会收到一封确认邮件。",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    username = forms.CharField(
        label="用户名",
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "username", "spellcheck": "false"}),
    )
    password = forms.CharField(
        label="密码",
        max_length=128,
        strip=False,
        help_text="至少10个字符，不能全是数字，不要用姓名、用户名或常见密码。",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    password_again = forms.CharField(
        label="再次输入密码",
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    truthful = forms.BooleanField(label="以上内容真实、准确，本人受单位委托办理登记")

    def __init__(self, *args, person: User | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.person = person
        if person:
            for name in ACCOUNT:
                del self.fields[name]

    def clean(self):
        given = super().clean()
        first, again = given.get("password"), given.get("password_again")
        if first and again and first != again:
            self.add_error("password_again", "两次输入的密码不一致，请重新输入。")
        if first:
            self._refuse_weak(first, given)
        return given

    def clean_phone(self) -> str:
        people.check_phone(self.cleaned_data["phone"])
        return self.cleaned_data["phone"]

    def _refuse_weak(self, password: str, given: dict) -> None:
        """A weak password is told beside the rest, not in a second round."""
        own = {name: given.get(name, "") for name in ("username", "email", "phone")}
        try:
            validate_password(password, User(name=given.get("contact_name", ""), **own))
        except ValidationError as error:
            self.add_error("password", error)

    def contact(self) -> Contact | User:
        if self.person:
            return self.person
        given = self.cleaned_data
        return Contact(
            name=given["contact_name"],
            **{name: given[name] for name in ("phone", "email", "username", "password")},
        )


class CorrectionForm(DetailsForm, ActForm):
    """The organisation's details once more, as they stand, to be corrected."""

    note = opinion("补正说明")

    def start(self, case) -> dict:
        return {each.name: getattr(case.owner, each.name) for each in fields(Details)}

    def facts(self) -> dict:
        return {"note": self.cleaned_data["note"], "details": self.details()}


class JoinForm(StyledFormMixin, forms.Form):
    """Who would like to join an organisation that is here already."""

    code = CreditCodeField(label="单位的统一社会信用代码")
    name = forms.CharField(
        label="姓名", max_length=50, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    email = forms.EmailField(
        label="邮箱",
        max_length=254,
        help_text="管理员同意的，邀请会发到这个邮箱。",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    remark = forms.CharField(
        label="说明",
        required=False,
        max_length=200,
        help_text="例如所在部门和岗位，便于管理员核对。",
    )


class PlaceForm(StyledFormMixin, forms.Form):
    """The place alone, as it is chosen step by step."""

    division = PlaceField()


class WishFields(StyledFormMixin, forms.Form):
    """What is to change about an organisation."""

    change = forms.ChoiceField(label="变更事项", choices=Change.choices, widget=forms.RadioSelect)
    new_name = forms.CharField(
        label="变更后名称",
        required=False,
        min_length=2,
        max_length=100,
        error_messages=NAME_LENGTH,
        help_text="更名时填写，与变更后的营业执照或登记证书一致。",
    )
    into_code = CreditCodeField(
        label="并入单位的统一社会信用代码",
        required=False,
        help_text="并入其他单位时填写。该单位须已在本平台登记。",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("new_name", "into_code"):
            self.fields[name].is_conditional = True

    def clean_new_name(self) -> str:
        return self.cleaned_data["new_name"].strip(SPACES)

    def clean(self):
        given = super().clean()
        needed = {
            Change.RENAME: ("new_name", "请填写变更后名称。"),
            Change.MERGER: ("into_code", "请填写并入单位的统一社会信用代码。"),
        }.get(given.get("change"))
        if needed and not given.get(needed[0]) and needed[0] not in self.errors:
            self.add_error(*needed)
        return given

    def wish(self) -> Wish:
        """What does not belong to the chosen change is left aside."""
        given = self.cleaned_data
        change = Change(given["change"])
        return Wish(
            change,
            new_name=given["new_name"] if change == Change.RENAME else "",
            into_code=given["into_code"] if change == Change.MERGER else "",
        )


EVIDENCE_HELP = "更名、合并或注销的登记机关文书，扫描为 PDF 或图片。"


class ChangeForm(WishFields):
    """Proposing a change, by a manager of one or several organisations."""

    owner = forms.ModelChoiceField(None, label="本单位", empty_label=None)
    evidence = forms.FileField(label="证明材料", help_text=EVIDENCE_HELP)
    note = opinion("变更原因", required=True)
    field_order = ["owner", "change", "new_name", "into_code", "evidence", "note"]

    def __init__(self, *args, owners, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["owner"]
        field.queryset = owners
        if len(owners) == 1:
            field.widget, field.initial = forms.HiddenInput(), owners[0]


class ChangeCorrectionForm(WishFields, ActForm):
    """The proposal once more, to be corrected; evidence only where it is another."""

    evidence = forms.FileField(
        label="新的证明材料", required=False, help_text=f"不更换的不必上传。{EVIDENCE_HELP}"
    )
    note = opinion("补正说明")

    def start(self, case) -> dict:
        return {
            "change": case.change,
            "new_name": case.new_name,
            "into_code": case.into.code if case.into else "",
        }

    def facts(self) -> dict:
        given = self.cleaned_data
        return {"wish": self.wish(), "evidence": given["evidence"], "note": given["note"]}
