"""Accounts of persons."""

import re

from allauth.account.models import EmailAddress
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest

from accounts.models import User
from accounts.protection import normalise

MOBILE = re.compile(r"1[3-9][0-9]{9}")


def create_account(
    *, username: str, email: str, password: str, name: str, phone: str, email_verified: bool = False
) -> User:
    """Make a person's account; with it alone the person holds no role anywhere.

    Called by the acceptance of an invitation (`email_verified`: the link came by mail) and by the
    registration of an organisation (the address is confirmed at the first sign-in). Raises
    ValidationError with messages a field, in Chinese; then nothing was written.
    """
    user = User(
        username=username.strip(),
        email=User.objects.normalize_email(email),
        name=name.strip(),
        phone=normalise(phone),
    )
    _check(user, password)
    user.set_password(password)
    try:
        with transaction.atomic():
            user.save()
            EmailAddress.objects.create(
                user=user, email=user.email, primary=True, verified=email_verified
            )
    except IntegrityError:  # another took the name or the mailbox at this very moment
        user.pk = None
        _check(user, password)
        raise ValidationError({"email": "这个邮箱已经注册，请直接登录。"}) from None
    return user


def ask_to_confirm_email(user: User, request: HttpRequest) -> None:
    """Mail the link by which a new account's address is confirmed, without waiting for the first
    sign-in. A mail server that does not answer is logged; the sign-in sends it again."""
    EmailAddress.objects.get(user=user, primary=True).send_confirmation(request)


def check_phone(phone: str) -> None:
    """Raises ValidationError unless it is a mobile number, however it is written."""
    if not MOBILE.fullmatch(normalise(phone)):
        raise ValidationError("请填写11位手机号码。")


def update_profile(user: User, *, name: str, phone: str) -> None:
    """A person's own name and mobile number. Raises ValidationError a field."""
    user.name, user.phone = name.strip(), normalise(phone)
    errors = _missing(user)
    if errors:
        raise ValidationError(errors)
    user.full_clean(exclude=["password", "username", "email"])
    user.save(update_fields=["name", "phone", "phone_hash"])


def _check(user: User, password: str) -> None:
    errors = _missing(user)
    if "@" in user.username:
        errors["username"] = ["用户名不能含有“@”，请只用汉字、字母、数字和 . _ - 。"]
    try:
        validate_password(password, user)
    except ValidationError as error:
        errors["password"] = error.messages
    try:
        user.full_clean(exclude=["password", *errors])
    except ValidationError as error:
        errors = _by_field(error) | errors
    if errors:
        raise ValidationError(errors)


def _missing(user: User) -> dict[str, list[str]]:
    errors = {}
    if not user.name:
        errors["name"] = ["请填写真实姓名。"]
    if not user.email:
        errors["email"] = ["请填写邮箱。"]
    if not MOBILE.fullmatch(user.phone):
        errors["phone"] = ["请填写11位手机号码。"]
    return errors


# The table's constraints speak for the whole row; the person reads them at their field.
_CONSTRAINT_FIELDS = {"用户名": "username", "邮箱": "email"}


def _by_field(error: ValidationError) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for field, messages in error.message_dict.items():
        for message in messages:
            own = next((f for word, f in _CONSTRAINT_FIELDS.items() if word in message), field)
            found.setdefault(own if field == "__all__" else field, []).append(message)
    return {field: messages[:1] for field, messages in found.items()}
