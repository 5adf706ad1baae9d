"""Writes docs/cli.md, settings.md, asvs.md, authz.csv from the program; a test compares."""

from __future__ import annotations

from pathlib import Path

import click

from geo_app.cli import cli
from geo_app.domain.actor import OF_ALL, RIGHTS
from geo_app.settings import Settings, in_force
from geo_app.web import gate
from geo_app.work.people import ROLES
from tests.project import asvs

DOCS = Path(__file__).resolve().parents[2] / "docs"
MARK = "<!-- written from the program by `make docs`: below here, edit the code -->\n"


def commands() -> str:
    """Every command with its help, arguments and options."""
    lines: list[str] = []

    def walk(command: click.Command, path: tuple[str, ...]) -> None:
        if isinstance(command, click.Group):
            for name in sorted(command.commands):
                walk(command.commands[name], (*path, name))
            return
        context = click.Context(command, info_name=" ".join(path))
        usage = " ".join(command.collect_usage_pieces(context))
        lines.append(f"### `{' '.join(path)}`\n\n```\n{' '.join(path)} {usage}\n```\n")
        lines.append(f"{(command.help or '').strip()}\n")
        rows = [
            f"| `{', '.join(p.opts)}` | {p.help or ''} |"
            for p in command.params
            if isinstance(p, click.Option) and p.name != "help"
        ]
        if rows:
            lines.append("| option | what it does |\n|---|---|\n" + "\n".join(rows) + "\n")

    walk(cli, ("geo-app",))
    return "\n".join(lines)


def settings() -> str:
    """Every setting with its default, its environment variable and what it is."""
    lines: list[str] = []
    for group in in_force.groups(Settings()):
        lines.append(f"## {group.title}\n\n{group.help}\n")
        lines.append("| setting | default | environment | what it is |\n|---|---|---|---|")
        for row in group.rows:
            name, shown = row.path.rpartition(".")[2], f"`{row.default}`" if row.default else "–"
            env = f"`{row.env}`" if row.env else "–"
            lines.append(f"| `{name}` | {shown} | {env} | {row.help} |")
        lines.append("")
    return "\n".join(lines)


def rights() -> str:
    """Every view and its right, what each role has of it: everywhere, in its own areas, or not."""
    head = ["view", "right", *(role.value for role in ROLES), "own areas"]
    rows = [
        *((view, "open", *["all"] * len(ROLES), "all") for view in sorted(gate.OPEN)),
        *((view, "signed in", *["all"] * len(ROLES), "all") for view in sorted(gate.SIGNED_IN)),
        *(
            (
                view,
                right.value,
                *("all" if right in RIGHTS[role] else "-" for role in ROLES),
                "-" if right in OF_ALL else "own",
            )
            for view, right in sorted(gate.NEEDS.items())
        ),
    ]
    return "\n".join(",".join(row) for row in [head, *rows]) + "\n"


PAGES = {
    "asvs.md": asvs.page,
    "authz.csv": rights,
    "cli.md": commands,
    "settings.md": settings,
}


def written(name: str) -> str:
    """The page as it should be: the hand-written head, then what the program says."""
    path = DOCS / name
    if path.suffix == ".csv":
        return PAGES[name]()
    head = path.read_text("utf-8").split(MARK)[0] if path.exists() else f"# {name}\n\n"
    return head + MARK + "\n" + PAGES[name]().rstrip() + "\n"


if __name__ == "__main__":
    for page in PAGES:
        (DOCS / page).write_text(written(page), "utf-8")
