"""The map shell: the only module that imports folium.

folium builds the head, the element and the script of an empty Leaflet map; sites reach the screen
from the data URL, through our own ES modules. No text that a person typed or a file carried goes
through folium, whose popups and tooltips are HTML. The same shell comes out byte for byte for the
same arguments: every element has a fixed name, so that a page can be compared and cached.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

import folium
from branca.element import Element, Figure, MacroElement
from folium.template import Template
from markupsafe import Markup

from geo_app.domain.status import Status
from geo_app.resources import BARE_MODULES
from geo_app.words import term

Bounds = tuple[float, float, float, float]
TILE_URL = "/tiles/{z}/{x}/{y}.mvt"


@dataclass(frozen=True, slots=True)
class Shell:
    """Three pieces of HTML that folium made, for our own template.

    Attributes:
        header: Links to the vendored Leaflet files; the script carries the nonce.
        html: The element of the map, id ``map``.
        script: JavaScript that makes ``window.map_sheet``; goes into a script with the nonce.
    """

    header: Markup
    html: Markup
    script: Markup


class SheetMap(folium.Map):
    """A Leaflet map without tiles, without foreign files and without inline style."""

    default_js = []
    default_css = []

    _template = Template(
        """
        {%- macro header(this, kwargs) -%}
        <link rel="stylesheet" href="{{ this.stylesheet|e }}">
        <script nonce="{{ this.nonce|e }}" src="{{ this.leaflet|e }}"></script>
        {%- endmacro -%}
        {%- macro html(this, kwargs) -%}
        <div id="map" role="application" aria-label="{{ this.label|e }}"></div>
        {%- endmacro -%}
        {%- macro script(this, kwargs) -%}
        var moves = !matchMedia("(prefers-reduced-motion: reduce)").matches;
        var {{ this.get_name() }} = L.map("map", {
          center: {{ this.location|tojson }},
          crs: L.CRS.{{ this.crs }},
          zoomAnimation: moves, fadeAnimation: moves, inertia: moves,
          ...{{ this.options|tojavascript }}
        });
        {{ this.get_name() }}.attributionControl.setPrefix(false);
        L.control.zoom({{ this.zoom_words|tojson }}).addTo({{ this.get_name() }});
        {%- endmacro -%}
        """
    )

    def __init__(
        self, *, library: str, stylesheet: str, nonce: str, label: str, words: Mapping[str, str],
        centre: tuple[float, float], zoom: int,
    ) -> None:  # fmt: skip
        super().__init__(
            location=(centre[1], centre[0]),
            tiles=None,
            zoom_start=zoom,
            zoom_control=False,
            prefer_canvas=True,
            zoom_snap=0.05,  # the first view fills the window
        )
        self.options |= {"min_zoom": 2, "max_zoom": 18}
        self._name, self._id = "Map", "sheet"
        self.leaflet, self.stylesheet, self.nonce, self.label = library, stylesheet, nonce, label
        self.zoom_words = {
            "position": "topright",
            "zoomInTitle": words["in"],
            "zoomOutTitle": words["out"],
        }


class SiteLayer(MacroElement):
    """Names the address where the sites come from; drawing them is the business of our modules."""

    _template = Template(
        """
        {%- macro script(this, kwargs) %}
        {{ this._parent.get_name() }}.options.sites = {{ this.url|tojson }};
        {%- endmacro -%}
        """
    )

    def __init__(self, url: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name, self._id = "SiteLayer", "sites"
        self.url = url


class SiteTiles(MacroElement):
    """The sites of a running server on any map of folium, in a notebook or a saved page.

    ``SiteTiles("http://localhost:8000").add_to(folium.Map())`` draws the very layer of the map
    page: rings where sites stand thick, marks with their statuses where they do not. The server
    must allow the origin of the notebook (docs/map.md).

    Args:
        url: Address of the server.
        language: Of the words in pop-ups, ``zh`` or ``en``.
        filters: ``district``, ``category``, ``status``, ``overdue`` as the API has them.
        key: An access key with the right to view; who gets the page or notebook gets it as well.
    """

    _template = Template(
        """
        {%- macro script(this, kwargs) %}
        import({{ this.module|tojson }}).then(({ drawSites }) =>
          drawSites({{ this._parent.get_name() }}, {{ this.wish|tojson }}));
        {%- endmacro -%}
        """
    )

    def __init__(
        self,
        url: str,
        *,
        language: str = "zh",
        filters: Mapping[str, str | Sequence[str]] = {},
        key: str = "",
    ) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "SiteTiles"
        server = url.rstrip("/")
        self.module = f"{server}/static/js/tiles/notebook.js"
        words = {
            status: term("status", status, language)
            for status in (*Status, "overdue", "overridden")
        }
        self.wish = {
            "server": server,
            "tiles": TILE_URL,
            "query": urlencode(filters, doseq=True),
            "words": words,
            "key": key,
        }
        imports = {bare: f"{server}/static/{name}" for bare, name in BARE_MODULES.items()}
        self.import_map = {"imports": imports}

    def render(self, **kwargs: object) -> str:
        """Put the import map before all modules; one is enough for several layers."""
        figure = self.get_root()
        assert isinstance(figure, Figure)  # noqa: S101 # folium types the root as Element
        figure.header.add_child(_ImportMap(self.import_map), name="geo_app_imports")
        super().render(**kwargs)  # type: ignore[no-untyped-call]
        return ""  # what a child of a map is goes into the figure


class _ImportMap(Element):
    _template = Template("""<script type="importmap">{{ this.imports|tojson }}</script>""")

    def __init__(self, imports: Mapping[str, Mapping[str, str]]) -> None:
        super().__init__()
        self.imports = imports


class Frame(MacroElement):
    """Fits the first view to a box (west, south, east, north; degrees)."""

    _template = Template(
        """
        {%- macro script(this, kwargs) %}
        {{ this._parent.get_name() }}.fitBounds({{ this.corners|tojson }}, {animate: false});
        {%- endmacro -%}
        """
    )

    def __init__(self, bounds: Bounds) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name, self._id = "Frame", "first"
        west, south, east, north = bounds
        self.corners = [[south, west], [north, east]]


def shell(
    *, library: str, stylesheet: str, nonce: str, label: str, words: Mapping[str, str],
    data_url: str, bounds: Bounds,
) -> Shell:  # fmt: skip
    """The map of a page.

    Args:
        library: URL of our leaflet.js.
        stylesheet: URL of our leaflet.css.
        nonce: Nonce of this response's Content-Security-Policy.
        label: What a screen reader calls the map.
        words: Titles of the zoom buttons: ``in`` and ``out``.
        data_url: Where the sites come from.
        bounds: First view: west, south, east, north; degrees, EPSG:4326.
    """
    west, south, east, north = bounds
    sheet = SheetMap(
        library=library,
        stylesheet=stylesheet,
        nonce=nonce,
        label=label,
        words=words,
        centre=((west + east) / 2, (south + north) / 2),
        zoom=9,
    )
    sheet.add_child(SiteLayer(data_url))
    sheet.add_child(Frame(bounds))
    root = sheet.get_root()
    assert isinstance(root, Figure)  # noqa: S101 # folium types the root as Element
    root.render()
    return Shell(
        header=Markup(root.header.render().strip()),  # noqa: S704 # our own template, escaped there
        html=Markup(root.html.render().strip()),  # noqa: S704
        script=Markup(root.script.render().strip()),  # noqa: S704
    )


def shell_of_file(label: str, words: Mapping[str, str], bounds: Bounds) -> Shell:
    """The map of a file that stands alone: Leaflet is in the file, its head names none.

    Args:
        label: What a screen reader calls the map.
        words: Titles of the zoom buttons: ``in`` and ``out``.
        bounds: First view: west, south, east, north; degrees, EPSG:4326.
    """
    made = shell(
        library="", stylesheet="", nonce="", label=label, words=words, data_url="", bounds=bounds
    )
    return replace(made, header=Markup(""))


def united(area: Bounds, other: Bounds | None) -> Bounds:
    """The box of two boxes: west, south, east, north; degrees."""
    if other is None:
        return area
    return (
        min(area[0], other[0]),
        min(area[1], other[1]),
        max(area[2], other[2]),
        max(area[3], other[3]),
    )
