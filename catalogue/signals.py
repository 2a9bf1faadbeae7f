"""What the catalogue tells the apps above it."""

from django.dispatch import Signal

# Sent after commit by `services.calendar.load`. Keyword arguments:
#   years        set[int]: the years whose arrangement changed or was announced;
#   now_off      frozenset[date]: were worked (or estimated as worked), now are days off;
#   now_working  frozenset[date]: the other way round.
# Both sets may be empty: then a year is no longer estimated although no day moved.
calendar_changed = Signal()
