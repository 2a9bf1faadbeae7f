"""Filing, its experts, and the register of agencies."""

from filing.urlpatterns import agency, applicant, bureau, experts, public, rows, selection

app_name = "filing"
urlpatterns = [
    *applicant.URLS,
    *rows.URLS,
    *bureau.URLS,
    *experts.URLS,
    *selection.URLS,
    *agency.URLS,
    *public.URLS,
]
