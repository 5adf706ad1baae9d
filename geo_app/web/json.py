"""JSON through orjson: no NaN or Infinity in, none out, and nesting has a limit."""

from __future__ import annotations

from typing import Any

import orjson
from flask.json.provider import JSONProvider


class OrjsonProvider(JSONProvider):
    """What ``flask.jsonify``, ``request.get_json`` and the ``tojson`` filter use."""

    def dumps(self, obj: Any, **kwargs: Any) -> str:
        """Text of a value; dates in ISO form."""
        return orjson.dumps(obj).decode()

    def loads(self, s: str | bytes, **kwargs: Any) -> Any:
        """The value of a text.

        Raises:
            ValueError: Not JSON, NaN, Infinity, or nested deeper than 1024.
        """
        return orjson.loads(s)
