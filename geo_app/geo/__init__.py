"""Where things are: datum, lines, districts, anchors, and the way from a phrase to a position."""
