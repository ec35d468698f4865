"""The templates' environment: how a template is found and rendered.

`render(request, name, **context)`, `page(…)` and `error(…)` are what other modules of `web` call.
Every word of a template goes through gettext, in the language of the address (`languages`).
"""

import hashlib
import re
from collections.abc import MutableMapping
from datetime import date, datetime
from functools import cache, partial
from gettext import NullTranslations
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template, nodes
from jinja2.environment import TemplateModule
from jinja2.runtime import Context
from jinja2.visitor import NodeTransformer
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from app.engines.places import known_names
from app.layers.density import is_speaker_sure, is_whole
from app.layers.statements import denial
from app.resources import STATIC, TEMPLATES
from app.text.display import in_marks, looks_broken, pointed, shorten, written
from app.text.language import direction, primary
from app.translations import N_
from app.web import languages, wording
from app.web.http.caching import WHERE_ASKED, respond, respond_in_parts
from app.web.http.kept.rendering import Kept
from app.web.http.query import FIRST_POLL
from app.web.languages import DEFAULT, Language

NAVIGATION = (
    ("/", "library", N_("Library")),
    ("/entities", "entities", N_("People and places")),
    ("/quotes", "quotes", N_("Quotes")),
    ("/claims", "claims", N_("Claims")),
)
THEME_COLORS = {"light": "#fcfbf7", "dark": "#1c1a17"}
"""The paper of `static/app.css`, which browsers colour their bars with."""
LISTS = frozenset(["/", "/search", "/quotes", "/claims", "/entities"])
"""Pages whose link to the other language has what was asked; others show no word of a query."""
_NOTHING = Markup()
LEDE_AS_TITLE_CHARACTERS = 90
FRAGMENT = re.compile(
    r"/(cards|panels)/.*|/palette|/articles/[^/]*/pending"
    r"|/edit/annotations/[^/]*/panel|/edit/corrections/preview"
)
"""Addresses whose answers are placed inside a page."""


def _static_addresses() -> dict[str, str]:
    """The address of every static file, by its name."""
    addresses = {}
    for path in STATIC.rglob("*"):
        if path.is_file():
            name = path.relative_to(STATIC).as_posix()
            digest = hashlib.sha256(path.read_bytes()).hexdigest()[:10]
            addresses[name] = f"/static/{quote(name)}?v={digest}"
    return addresses


_STATIC_ADDRESSES = _static_addresses()
"""Read at the start: a page must not depend on whether another file can be opened."""


def static(name: str) -> str:
    """The address of a static file; it changes with the file, so browsers may cache it for good."""
    return _STATIC_ADDRESSES[name]


def day(value: str | date | datetime | None, language: str = DEFAULT) -> str:
    """A date in words, `14 March 2031`; an incomplete date stays as it is."""
    if isinstance(value, str):
        try:
            value = date.fromisoformat(value[:10])
        except ValueError:
            return str(value)
    if value is None:
        return ""
    return written(value) if language == DEFAULT else languages.written(value, language)


def country_name(code: str, language: str = DEFAULT) -> str:
    """The name of a country by its code: `CL` is Chile."""
    territory = known_names.find(f"cldr:territory:{code}")
    if territory is None:
        return code
    return territory.name if language == DEFAULT else languages.country(code, language)


def first_words(lede: str) -> str:
    """What is shown as the title of an article that has none."""
    return shorten(lede, LEDE_AS_TITLE_CHARACTERS) or "…"


def in_language(tag: str | None, words: str | None = None, page: str = DEFAULT) -> Markup:
    """The attributes `lang` and `dir` of an element in this language; none for the page's own.

    Of an unknown language the `words` say the direction, where it is not the page's.
    """
    language = primary(tag)
    # A page has a hundred names, most of them in Latin letters: those need no closer look.
    is_plain = language is None and words and words.isascii() and words[0].isalpha()
    if language == page or is_plain:
        return _NOTHING
    written_in = direction(tag, words or "")
    if language is None:
        return Markup(' dir="{}"').format(written_in) if written_in != "ltr" else _NOTHING
    return Markup(' lang="{}" dir="{}"').format(tag, written_in)


class _TranslateAtOnce(NodeTransformer):
    """Puts the translation in place of every call of `gettext` on a constant.

    An environment has one language, so its words can be looked up when a template is compiled.
    """

    def __init__(self, translations: NullTranslations) -> None:
        self._translations = translations

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802 - jinja's name
        """The call, or the words: markup, with a value for each `%(name)s`, as gettext has it."""
        self.generic_visit(node)
        if not self._is_constant(node):
            return node
        words = self._translations.gettext(node.args[0].as_const())
        values = [nodes.Pair(nodes.Const(given.key), given.value) for given in node.kwargs]
        return nodes.Mod(nodes.MarkSafe(nodes.Const(words)), nodes.Dict(values))

    def _is_constant(self, node: nodes.Call) -> bool:
        is_gettext = isinstance(node.node, nodes.Name) and node.node.name in ("_", "gettext")
        is_constant = len(node.args) == 1 and isinstance(node.args[0], nodes.Const)
        return is_gettext and is_constant and not node.dyn_args and not node.dyn_kwargs


class _Template(Template):
    """A template without globals of its own."""

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:  # noqa: ARG002
        """Its macros; jinja compares the globals first, for every import."""
        return super()._get_default_module()


class _Templates(Environment):
    """Jinja's environment, faster where templates include others: a page has a hundred includes."""

    template_class = _Template

    def __init__(self, translations: NullTranslations, **options: Any) -> None:
        super().__init__(**options)
        self._translations = translations
        self._loaded: dict[str, Template] = {}

    def get_template(
        self,
        name: str | Template,
        parent: str | None = None,
        globals: MutableMapping[str, Any] | None = None,
    ) -> Template:
        """The template; none is ever loaded again, and a name is the same in every template."""
        loaded = self._loaded.get(name) if isinstance(name, str) else name
        if loaded is None:
            loaded = super().get_template(name, parent, globals)
            self._loaded[str(name)] = loaded
        return loaded

    # Jinja has this method for being overridden, though its name begins with a line.
    def _generate(self, source: nodes.Template, *arguments: Any, **options: Any) -> str:
        translated = _TranslateAtOnce(self._translations).visit(source)
        return super()._generate(translated, *arguments, **options)


def new_environment(
    translations: NullTranslations, language: Language = languages.LANGUAGES[0]
) -> Environment:
    """The templates with what they may call, in the language of these translations."""
    made = _Templates(
        translations,
        loader=FileSystemLoader(TEMPLATES),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,  # a look at each file of a page for every page
        extensions=["jinja2.ext.i18n"],
    )
    install_translations = made.install_gettext_translations  # type: ignore[attr-defined]  # the i18n extension adds it
    install_translations(translations, newstyle=True)
    made.globals |= {
        "static": static,
        "first_words": first_words,
        "pointed": pointed,
        "in_marks": in_marks,
        "denial": denial,
        "is_whole": is_whole,
        "is_speaker_sure": is_speaker_sure,
        "navigation": NAVIGATION,
        "first_poll": FIRST_POLL,
        "here": "",
        "preview": None,
        "language": language,
        "languages": languages.LANGUAGES,
        "address_in": languages.address_in,
        "theme_colors": THEME_COLORS,
        # Words that are no constants; the extension's own alias looks `gettext` up for each.
        "_": made.globals["gettext"],
    }
    made.filters |= {
        "day": partial(day, language=language.code),
        "moment": partial(wording.moment, language=language.code),
        "period": partial(wording.period, language=language.code),
        "doubt": partial(wording.doubt, language=language.code),
        "error": partial(wording.error, language=language.code),
        "shorten": shorten,
        "country": partial(country_name, language=language.code),
        "language_name": partial(languages.name_of_language, language=language.code),
        "in_language": partial(in_language, page=language.code),
        "direction": direction,
        "looks_broken": looks_broken,
    }
    return made


environment = new_environment(NullTranslations())
"""That of the default language; the others' are made when they are first asked for."""


@cache
def _environment_in(language: Language) -> Environment:
    return new_environment(languages.translations(language.code), language)


def _template(request: Request, name: str) -> Template:
    language = languages.of(request)
    chosen = _environment_in(language) if language.prefix else environment
    return chosen.get_template(name)


def render(request: Request, name: str, **context: Any) -> str:
    """The template `name` in the language of the address, rendered with `context`."""
    known = _known_everywhere(request) | context
    return languages.localized(
        _template(request, name).render(**known, request=request), languages.of(request)
    )


def _known_everywhere(request: Request) -> dict[str, Any]:
    """What every template may need."""
    own, query = request.scope["path"], request.scope["query_string"].decode("latin-1")
    if query and own in LISTS:
        own += f"?{query}"
    return {"own_address": own, "settings": request.app.state.settings}


def page(
    request: Request,
    name: str,
    *,
    private: bool = False,
    status: int = 200,
    kept: Kept = WHERE_ASKED,
    in_parts: bool = False,
    **context: Any,
) -> Response:
    """`render` as an answer with its ETag, or 304.

    It is `private` when it is for the editor alone; `kept` is for `respond`. With `in_parts` it is
    sent while it is rendered, without an ETag, and not kept.
    """
    if kept.address:
        context["own_address"] = kept.address
    if in_parts:
        known = _known_everywhere(request) | context
        words = _template(request, name).generate(**known, request=request)
        localized = languages.localized_parts(words, languages.of(request))
        return respond_in_parts(request, localized, private=private)
    body = render(request, name, **context)
    return respond(request, body, private=private, status=status, kept=kept)


def error(request: Request, status: int, message: str, detail: str | None) -> str:
    """An error page, or for a card or a panel a fragment."""
    is_fragment = FRAGMENT.fullmatch(request.url.path) is not None
    name = "fragments/error.html" if is_fragment else "error.html"
    return render(request, name, status=status, message=message, detail=detail)
