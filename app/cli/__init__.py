"""The command `gloss`: assembles its commands, one module a subject.

The modules import only Typer when they are loaded; a command imports what it needs when it runs,
so that `gloss --help` stays fast.
"""

from collections.abc import Callable

import typer

from app.cli.commands import (
    access,
    annotating,
    articles,
    citations,
    corrections,
    feeds,
    importing,
    knowledge,
    maintenance,
    refreshing,
    searching,
    serving,
)

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Gloss, an annotated-article reader.",
)
app.command()(serving.serve)
app.command()(maintenance.migrate)
app.command()(access.signin)
app.add_typer(access.token_app, name="token")
app.add_typer(access.sessions_app, name="sessions")
app.command("import")(importing.import_)
app.command()(articles.extract)
app.command()(refreshing.refresh)
app.add_typer(feeds.feeds_app, name="feeds")
app.command()(annotating.annotate)
app.command()(searching.search)
app.command()(searching.export)
app.command()(citations.verify)
app.add_typer(corrections.corrections_app, name="corrections")
app.add_typer(knowledge.kb_app, name="kb")
app.command()(maintenance.backup)
app.command()(maintenance.restore)
app.command()(maintenance.copy)
app.command()(maintenance.doctor)

main: Callable[[], None] = app
