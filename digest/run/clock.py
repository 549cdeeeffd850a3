"""The one place that reads the clock: for what is published now, and for the day a source was first seen."""

from __future__ import annotations

import datetime as dt
import os
from zoneinfo import ZoneInfo

from digest.content import dates
from digest.errors import UsageError

_VARIABLE = "SOURCE_DATE_EPOCH"


def now(given: str | None, time_zone: str) -> dt.datetime:
    """Return the moment of the build, aware, in the site's time zone.

    Args:
        given: what the user asked for, an ISO 8601 date or moment; else `SOURCE_DATE_EPOCH` counts
            (https://reproducible-builds.org/specs/source-date-epoch/), else the clock.
        time_zone: IANA name of the site's time zone.

    Raises:
        UsageError: when either is no time.
    """
    zone = ZoneInfo(time_zone)
    try:
        if given:
            return dates.moment(dates.parse(given), zone)
        if epoch := os.environ.get(_VARIABLE):
            return dt.datetime.fromtimestamp(int(epoch), dt.UTC).astimezone(zone)
    except dates.DateError as error:
        raise UsageError(f"--clock: {error}", hint=error.hint) from error
    except (ValueError, OverflowError, OSError) as error:
        hint = "seconds since 1970 as a whole number"
        raise UsageError(f"{_VARIABLE}: {os.environ[_VARIABLE]!r} is no time", hint=hint) from error
    return dt.datetime.now(zone)
