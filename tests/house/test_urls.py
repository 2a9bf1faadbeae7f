"""Who may see what without signing in: one list, compared with every address there is."""

import pytest
from django.contrib.auth.decorators import login_not_required
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse
from rest_framework.permissions import AllowAny

PUBLIC = {
    "account_confirm_email",
    "account_email_verification_sent",
    "account_inactive",
    "account_login",
    "account_logout",
    "account_reset_password",
    "account_set_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "accounts:invitation",
    "admin:login",
    "api-agencies",
    "api-certificate-file",
    "api-certificate-lookup",
    "api-certificate-status",
    "api-docs",
    "api-occupations",
    "api-schema",
    "assessment:apply",
    "assessment:own-edit",
    "assessment:own-entry",
    "assessment:own-evidence",
    "assessment:own-evidence-remove",
    "assessment:own-photo",
    "assessment:own-picture",
    "assessment:own-sheet",
    "assessment:own-submit",
    "casework:public-notice",
    "casework:public-notices",
    "casework:public-object",
    "casework:public-objection",
    "catalogue:guide",
    "catalogue:guide-sheet",
    "catalogue:guides",
    "catalogue:occupation",
    "catalogue:occupations",
    "certificates:lookup",
    "certificates:lookup-take",
    "certificates:verify",
    "certificates:verify-file",
    "filing:agencies",
    "filing:agency",
    "filing:agency-find",
    "filing:agency-rule",
    "filing:agency-sheet",
    "filing:check",
    "filing:window",
    "filing:windows",
    "mfa_authenticate",
    "onboarding:join",
    "onboarding:places",
    "onboarding:register",
    "onboarding:registered",
    "portal:healthz",
    "portal:home",
    "portal:privacy",
    "portal:readyz",
    "results:candidate",
    "results:candidate-leave",
    "results:candidate-recheck",
    "results:candidate-ticket",
    "results:candidates",
    "results:public-list",
    "supervision:credit",
    "supervision:credit-formula",
    "supervision:credit-listed",
    "supervision:credit-rating",
    "supervision:credit-round",
    "supervision:sanctions",
    "supervision:complaint-add",
    "supervision:complaint-new",
    "supervision:complaint-track",
    "supervision:digests",
    "supervision:digests-data",
    "supervision:inspection-campaign",
    "supervision:inspection-draw",
    "supervision:inspection-program",
    "supervision:inspection-results",
    "supervision:inspections",
    "supervision:supervisor-card",
    "supervision:pay-answer",
}
# The style guide answers strangers, but 404 outside a demonstration.
ONLY_IN_DEMO = {"ui:desk", "ui:guide", "ui:print", "ui:problem"}


def walk(patterns, space=""):
    """(name with its namespace, view) of every address."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from walk(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name or pattern.pattern}", pattern.callback


ADDRESSES = list(walk(get_resolver().url_patterns))


def is_public(view) -> bool:
    """The API answers for itself; any other view is private unless it says otherwise."""
    if api := getattr(view, "cls", None):
        return AllowAny in api(**view.initkwargs).permission_classes
    return not getattr(view, "login_required", True)


def test_exactly_these_addresses_are_public():
    assert {name for name, view in ADDRESSES if is_public(view)} == PUBLIC | ONLY_IN_DEMO


def private_addresses():
    for name in sorted({name for name, view in ADDRESSES if not is_public(view)}):
        try:
            yield pytest.param(reverse(name), id=name)
        except NoReverseMatch:  # needs an argument: its view is private all the same
            continue


@pytest.mark.django_db
@pytest.mark.parametrize("address", list(private_addresses()))
def test_a_private_address_sends_a_stranger_to_sign_in(client, address):
    response = client.get(address)
    assert response.status_code in (302, 401, 403)
    if response.status_code == 302:
        assert "/login/?next=" in response["Location"]


def test_what_is_for_demonstrations_is_nowhere_else(client, settings):
    settings.DEMO = False
    addresses = [reverse(name) for name in sorted(ONLY_IN_DEMO - {"ui:problem"})]
    assert [client.get(address).status_code for address in addresses] == [404, 404, 404]


def test_the_walk_tells_public_from_private():
    def view(request):
        return None

    assert (is_public(view), is_public(login_not_required(view))) == (False, True)
