"""When the sun sets, to within a minute or two, which is all that a hint in a form needs."""

import math
from datetime import date, datetime, timedelta

from enbyforalle.lib import clock

# The sun's centre stands this far below the horizon when its rim disappears: half its own
# width and what the air bends its light.
_BELOW_HORIZON = -0.833


def sunset(day: date, latitude: float, longitude: float) -> datetime | None:
    """The instant of sunset on ``day``, or None where the sun does not set or does not rise.

    Degrees north and east. The formula is NOAA's, "General Solar Position Calculations" (Global
    Monitoring Division), from Meeus' Astronomical Algorithms; right to a minute or two between
    the polar circles.
    """
    noon = clock.day_span(day)[0] + timedelta(hours=12)
    angle = 2 * math.pi * (day.timetuple().tm_yday - 0.5) / 365.25
    # Minutes by which a sundial is ahead of a clock.
    equation = 229.18 * (
        0.000075
        + 0.001868 * math.cos(angle)
        - 0.032077 * math.sin(angle)
        - 0.014615 * math.cos(2 * angle)
        - 0.040849 * math.sin(2 * angle)
    )
    declination = (
        0.006918
        - 0.399912 * math.cos(angle)
        + 0.070257 * math.sin(angle)
        - 0.006758 * math.cos(2 * angle)
        + 0.000907 * math.sin(2 * angle)
        - 0.002697 * math.cos(3 * angle)
        + 0.00148 * math.sin(3 * angle)
    )
    north = math.radians(latitude)
    cosine = math.sin(math.radians(_BELOW_HORIZON)) / (
        math.cos(north) * math.cos(declination)
    ) - math.tan(north) * math.tan(declination)
    if not -1 <= cosine <= 1:
        return None
    hour_angle = math.degrees(math.acos(cosine))
    minutes = 720 - 4 * (longitude - hour_angle) - equation
    midnight = noon.replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight + timedelta(minutes=minutes)
