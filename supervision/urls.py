"""Inspections drawn by lot, supervisors, violations and sanctions, complaints."""

from supervision.urlpatterns import complaints, inspections, violations

app_name = "supervision"
urlpatterns = [*complaints.URLS, *inspections.URLS, *violations.URLS]
