"""Forms about members, stand-ins and new managers."""

from django import forms

from accounts.models import Membership, Organisation, User
from accounts.selectors import members_of
from accounts.services.members import roles_for
from ui.forms import StyledFormMixin


class RolesField(forms.MultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def offer(self, organisation: Organisation) -> None:
        self.choices = [(role.value, role.label) for role in roles_for(organisation)]


BAD_EMAIL = {"invalid": "邮箱格式不正确，请核对。"}


class InvitationForm(StyledFormMixin, forms.Form):
    email = forms.EmailField(
        label="邮箱",
        help_text="邀请链接发到这个邮箱，只有用这个邮箱的人可以接受。",
        error_messages=BAD_EMAIL,
    )
    roles = RolesField(label="角色", error_messages={"required": "请至少选择一个角色。"})

    def __init__(self, *args, organisation: Organisation, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["roles"].offer(organisation)


class RolesForm(StyledFormMixin, forms.Form):
    roles = RolesField(
        label="角色", required=False, help_text="全部取消，即结束此人在本单位的成员身份。"
    )

    def __init__(self, *args, organisation: Organisation, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["roles"].is_conditional = True
        self.fields["roles"].offer(organisation)


class RoleChoice(forms.ModelChoiceField):
    def label_from_instance(self, membership: Membership) -> str:
        return f"{membership.user.display_name} · {membership.get_role_display()}"


class PersonChoice(forms.ModelChoiceField):
    def label_from_instance(self, user: User) -> str:
        return user.display_name


class DelegationForm(StyledFormMixin, forms.Form):
    membership = RoleChoice(Membership.objects.none(), label="被代理的角色")
    delegate = PersonChoice(User.objects.none(), label="代理人")
    since = forms.DateField(label="自", widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(
        label="至", widget=forms.DateInput(attrs={"type": "date"}), help_text="含当日。"
    )
    reason = forms.CharField(label="事由", max_length=200)

    def __init__(self, *args, organisation: Organisation, own: User | None = None, **kwargs):
        """`own`: only this person's roles may be lent; None offers everybody's."""
        super().__init__(*args, **kwargs)
        held = members_of(organisation)
        self.fields["membership"].queryset = held.filter(user=own) if own else held
        self.fields["delegate"].queryset = User.objects.filter(pk__in=held.values("user")).order_by(
            "name", "pk"
        )


class AppointmentForm(StyledFormMixin, forms.Form):
    email = forms.EmailField(
        label="新管理员邮箱", help_text="邀请链接发到这个邮箱。", error_messages=BAD_EMAIL
    )
    reason = forms.CharField(label="事由", max_length=200, help_text="例如：原管理员已离职。")
    evidence = forms.CharField(
        label="依据材料",
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="写明单位出具的证明、经办人身份核实方式及材料存放处。",
    )


class NewAccountForm(StyledFormMixin, forms.Form):
    """A person's own account; the services check it as a whole."""

    username = forms.CharField(
        label="用户名", max_length=150, widget=forms.TextInput(attrs={"autocomplete": "username"})
    )
    name = forms.CharField(
        label="真实姓名", max_length=50, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    phone = forms.CharField(
        label="手机号码",
        max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    password = forms.CharField(
        label="密码",
        max_length=128,
        strip=False,
        help_text="至少10个字符，不能全是数字，不要用姓名、用户名或常见密码。",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}, render_value=False),
    )
    again = forms.CharField(
        label="再次输入密码",
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}, render_value=False),
    )

    def clean(self) -> dict:
        data = super().clean()
        if data.get("again") and data.get("password") != data["again"]:
            self.add_error("again", "两次输入的密码不一致。")
        return data


class ProfileForm(StyledFormMixin, forms.Form):
    name = forms.CharField(label="真实姓名", max_length=50)
    phone = forms.CharField(
        label="手机号码", max_length=30, widget=forms.TextInput(attrs={"inputmode": "tel"})
    )


class ReasonForm(StyledFormMixin, forms.Form):
    reason = forms.CharField(
        label="查看事由", max_length=200, help_text="例如：核对报名信息。事由将记录在案。"
    )
