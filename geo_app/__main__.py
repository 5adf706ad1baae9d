"""``python -m geo_app`` is the same as the ``geo-app`` command."""

from geo_app.cli import main

if __name__ == "__main__":
    main()
