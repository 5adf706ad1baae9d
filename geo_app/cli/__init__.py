"""The ``geo-app`` command: thin over the same jobs as the web.

Every command takes ``--data DIR``; each failure is one line on standard error and a non-zero exit
code that belongs to the class of the error (docs/cli.md).
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from geo_app import __version__
from geo_app.cli.backup import backup
from geo_app.cli.brief import brief, summary
from geo_app.cli.bundle import bundle, key
from geo_app.cli.complaints import complaints
from geo_app.cli.counts import counts
from geo_app.cli.demo import demo
from geo_app.cli.districts import districts
from geo_app.cli.doctor import doctor
from geo_app.cli.draw import draw
from geo_app.cli.files import files
from geo_app.cli.gazetteer import gazetteer
from geo_app.cli.indicators import indicators
from geo_app.cli.inspection import inspection
from geo_app.cli.ledger import ledger
from geo_app.cli.ledger_adoption import adopt
from geo_app.cli.log import log
from geo_app.cli.map import map_command
from geo_app.cli.notice import notice
from geo_app.cli.paper import paper, papers, template
from geo_app.cli.people import people
from geo_app.cli.photo import photo
from geo_app.cli.photos import photos
from geo_app.cli.place import locate, phrase
from geo_app.cli.remind import remind
from geo_app.cli.serve import serve
from geo_app.cli.sites import sites
from geo_app.cli.tips import tips
from geo_app.cli.verification import site
from geo_app.errors import GeoAppError
from geo_app.words import say

LONGEST_LINE = 500
"""Characters of a message on standard error."""


@click.group(
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit codes: 0 done, 1 failure, 2 bad input, 3 place not resolved, 4 not found, "
    "5 not allowed, 6 conflict, 7 database.",
)
@click.version_option(__version__, prog_name="geo-app")
def cli() -> None:
    """整改核查一张图 / inspection map: from a rectification notice to verified sites."""


for command in (
    serve, notice, phrase, locate, ledger, map_command, sites, site, photo, photos, inspection,
    gazetteer, districts, demo, files, log, counts, bundle, key, people, remind, backup,
    doctor, tips, complaints, indicators,
):  # fmt: skip
    cli.add_command(command)
site.add_command(paper)
notice.add_command(summary)
ledger.add_command(adopt)
inspection.add_command(draw)
districts.add_command(brief)
site.add_command(papers)
site.add_command(template)


def main() -> None:
    """Entry point: the only place that turns errors into exit codes."""
    language = "zh" if os.environ.get("GEO_APP_LANGUAGE", "zh").startswith("zh") else "en"
    try:
        cli.main(standalone_mode=False)
    except GeoAppError as error:
        _fail(error.text(language), error.exit_code)
    except click.exceptions.Abort:
        _fail(say("cli.aborted", {}, language), 130)
    except click.ClickException as error:
        _fail(say("cli.usage", {"reason": error.format_message()}, language), error.exit_code)
    except BrokenPipeError:
        # the reader (head, a closed pager) has seen enough; keep the interpreter from complaining
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except OSError as error:
        where = Path(error.filename).name if isinstance(error.filename, str) else "-"
        _fail(say("cli.os_error", {"file": where, "reason": error.strerror or error}, language), 1)
    except Exception as error:  # a user gets a line, who mends it the traceback
        if os.environ.get("GEO_APP_DEBUG"):
            raise
        reason = f"{type(error).__name__}: {error}"
        _fail(say("cli.unexpected", {"reason": reason[:300]}, language), 1)


def _fail(sentence: str, code: int) -> None:
    """One line, whatever a file is called or a driver says."""
    line = " ".join(sentence.split())
    shown = line if len(line) <= LONGEST_LINE else f"{line[:LONGEST_LINE]}…"
    click.echo(f"geo-app: {shown}", err=True)
    sys.exit(code)
