"""The interface as it is described: one table of operations, checked at the door and served.

``operations`` has a row for every view under ``/api`` and ``/tiles``; ``door`` holds each request
against its row before the view is asked, ``document`` writes the same rows down as OpenAPI 3.1.
Right, pace and address of a view stand where they are decided (``gate``, ``pace``, the routes).
"""
