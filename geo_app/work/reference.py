"""Reference data of an installation: its own file where it has one, else the shipped one."""

from __future__ import annotations

from geo_app.geo.districts import Districts
from geo_app.resources import resource
from geo_app.settings import Settings

DISTRICTS = "districts.geojson"


def districts(settings: Settings) -> Districts:
    """District outlines: ``districts.geojson`` of the data folder, else those of Kaifeng.

    Raises:
        InputError: The installation's own file cannot be read.
    """
    own = settings.data / DISTRICTS
    return Districts.load(own if own.is_file() else resource("data", DISTRICTS))
