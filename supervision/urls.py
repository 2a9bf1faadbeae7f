"""Inspections drawn by lot, supervisors, complaints, violations and sanctions, risk signals,
credit, records that are kept and destroyed, pay that was promised."""

from supervision.urlpatterns import (
    complaints,
    corps,
    credit,
    inspections,
    integrity,
    keeping,
    pay,
    risk,
    violations,
)

app_name = "supervision"
urlpatterns = [
    *complaints.URLS,
    *corps.URLS,
    *credit.URLS,
    *inspections.URLS,
    *integrity.URLS,
    *keeping.URLS,
    *pay.URLS,
    *risk.URLS,
    *violations.URLS,
]
