"""Plans, commissions, registrations, arrangements."""

from assessment.urlpatterns import (
    arrangement,
    changes,
    commissioning,
    entries,
    planning,
    printing,
    rosters,
    staffing,
)

app_name = "assessment"
urlpatterns = [
    *planning.URLS,
    *commissioning.URLS,
    *entries.URLS,
    *rosters.URLS,
    *arrangement.URLS,
    *staffing.URLS,
    *changes.URLS,
    *printing.URLS,
]
