"""One numbered item of a notice: its parts, facts, places and doubts."""
