"""Today and the working calendar of the province, as every deadline of this capability counts them."""

from datetime import date

from django.conf import settings
from django.utils import timezone

from xiandao.terms.calendar import WorkingCalendar
from xiandao.terms.pack import load_pack


def today() -> date:
    """Return the day it is where the site stands."""
    return timezone.localdate()


def calendar() -> WorkingCalendar:
    """Return the holidays and 调休 days of the province pack in use."""
    return load_pack(settings.XIANDAO_PACK).calendar
