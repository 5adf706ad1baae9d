"""Reading a notice: bytes to text, text to problems, words to places. Pure functions."""
