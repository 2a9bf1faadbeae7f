"""Filing, its experts, and the register of agencies."""

from filing.urlpatterns import applicant, bureau, experts, public, selection

app_name = "filing"
urlpatterns = [
    *applicant.URLS,
    *bureau.URLS,
    *experts.URLS,
    *selection.URLS,
    *public.URLS,
]
