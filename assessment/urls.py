"""Plans, commissions, registrations, arrangements."""

from assessment.urlpatterns import (
    arrangement,
    commissioning,
    entries,
    planning,
    printing,
    rosters,
)

app_name = "assessment"
urlpatterns = [
    *planning.URLS,
    *commissioning.URLS,
    *entries.URLS,
    *rosters.URLS,
    *arrangement.URLS,
    *printing.URLS,
]
