"""How pages reach a browser: the server, and HTTPS without an official certificate."""
