"""Invented pages that are no articles, each with a name, and one real article to compare."""

NAV = (
    '<header><a href="/">Elm Press</a><nav><ul><li><a href="/news">News</a></li>'
    '<li><a href="/sport">Sport</a></li><li><a href="/jobs">Jobs</a></li></ul></nav></header>'
)
FOOT = "<footer><p>© 2031 Elm Press Ltd. All rights reserved.</p></footer>"
PARAGRAPHS = (
    "The harbour of Port Elm was closed on Monday after a ferry struck the northern pier.",
    "Nobody was hurt, but two cars slid against each other, and their owners want to be paid.",
    "An inquiry will begin within the week, according to the harbour office of the town.",
    "“We heard a noise like thunder,” said Ana Orr, who sells fish at the end of the pier.",
    "The ferry had left Oak Island at nine with sixty people, most of them on their way to work.",
    "Its captain has served on the line for twenty years and has never had an accident before.",
)
TEASERS = (
    (
        "Wall vote goes to the wire",
        "Nine were for the plan and four against it after a long night.",
    ),
    ("Ferry fares to rise", "Islanders will pay a crown more for the crossing from spring."),
    ("School roof to be replaced", "The lower school gets its new roof over the summer holidays."),
    ("New lamp for the pier", "The north pier has a new lamp after eleven dark months."),
    ("Gull steals a pasty", "The mayor lost his lunch in front of the town hall on Friday."),
)


def page(main: str, title: str = "Elm Press", head: str = "", lang: str = "en") -> str:
    return (
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title>'
        f"{head}</head><body>{NAV}<main>{main}</main>{FOOT}</body></html>"
    )


def paragraphs(count: int = 6, start: int = 0) -> str:
    chosen = [PARAGRAPHS[n % len(PARAGRAPHS)] for n in range(start, start + count)]
    return "".join(f"<p>{words}</p>" for words in chosen)


def json_ld(words: str) -> str:
    return f'<script type="application/ld+json">{words}</script>'


ARTICLE = page(f"<article><h1>Ferry strikes the pier</h1>{paragraphs()}</article>", "Ferry strikes")

WALLS: dict[str, tuple[str, str]] = {
    "not-found": (
        page(
            "<h1>Page not found</h1><p>Sorry, the page you are looking for has moved or never was."
            " Try the search, or go to the front page.</p>",
            "Page not found | Elm Press",
        ),
        "“page not found” error page",
    ),
    "404": (
        page("<h1>404</h1><p>There is nothing here but the sea and some gulls.</p>", "404"),
        "“page not found” error page",
    ),
    "not-found-de": (
        page(
            "<h1>Seite nicht gefunden</h1><p>Die gewünschte Seite gibt es leider nicht mehr. Bitte"
            " nutzen Sie unsere Suche.</p>",
            "Fehler",
            lang="de",
        ),
        "“page not found” error page",
    ),
    "not-found-fr": (
        page(
            "<h1>Oups !</h1><p>La page demandée est introuvable. Page introuvable : revenez à"
            " l’accueil ou utilisez la recherche du site.</p>",
            "Page introuvable",
            lang="fr",
        ),
        "“page not found” error page",
    ),
    "not-found-ja": (
        page(
            "<h1>お探しのページが見つかりません</h1><p>ページが見つかりません。URLをご確認ください。</p>",
            "エラー",
            lang="ja",
        ),
        "“page not found” error page",
    ),
    "server-error": (
        page("<h1>503 Service Unavailable</h1><p>The site is temporarily unavailable.</p>", "503"),
        "server’s error page",
    ),
    "robot": (
        page(
            "<h1>elm-press.example</h1><p>Verify you are human by completing the action below.</p>"
            "<p>elm-press.example needs to review the security of your connection.</p>",
            "Just a moment...",
        ),
        "check that visitors are not robots",
    ),
    "javascript": (
        page("<p>Please enable JavaScript and disable any ad blocker to continue reading.</p>"),
        "check that visitors are not robots",
    ),
    "consent": (
        page(
            "<h1>Before you continue to Elm Press</h1><p>We and our 412 partners store and/or"
            " access information on a device, such as cookies.</p><p>By pressing Accept you agree"
            " to our use of cookies for personalised ads.</p><button>Accept all</button>"
        ),
        "cookies or privacy",
    ),
    "consent-de": (
        page(
            "<h2>Willkommen</h2><p>Wir und unsere Partner verarbeiten Ihre Daten und benötigen Ihre"
            " Zustimmung. Alle akzeptieren oder Einstellungen ändern.</p><p>Mit Werbung"
            " weiterlesen: Besuchen Sie uns wie gewohnt mit Werbung und Cookies.</p>",
            lang="de",
        ),
        "cookies or privacy",
    ),
    "consent-fr": (
        page(
            "<h2>Votre choix</h2><p>Nous et nos 215 partenaires utilisons des cookies pour mesurer"
            " l’audience et afficher des publicités.</p><p>Tout accepter ou paramétrer les cookies."
            "</p>",
            lang="fr",
        ),
        "cookies or privacy",
    ),
    "sign-in": (
        page(
            '<form action="/login"><h1>Sign in</h1><p>Please sign in to read Elm Press.</p><label>'
            'E-mail <input name="e"></label><label>Password <input type="password"></label>'
            "<p>Forgot your password?</p><p>Don’t have an account? Register for free.</p></form>",
            "Sign in | Elm Press",
        ),
        "sign-in page",
    ),
    "sign-in-de": (
        page(
            "<h1>Anmelden</h1><p>Bitte melden Sie sich an, um weiterzulesen.</p>"
            '<input type="password">'
            "<p>Passwort vergessen? Noch kein Konto?</p>",
            "Anmelden | Elmer Bote",
            lang="de",
        ),
        "sign-in page",
    ),
    "offer": (
        page(
            "<h1>Ferry strikes the pier</h1><p>This article is for subscribers only. Subscribe from"
            " 1 crown a week to keep reading.</p><p>Already a subscriber? Log in.</p>",
            "Ferry strikes the pier",
        ),
        "subscription offer",
    ),
    "offer-es": (
        page(
            "<h1>El ferry choca</h1><p>Contenido exclusivo para suscriptores. Suscríbete para"
            " seguir leyendo.</p><p>¿Ya eres suscriptor? Inicia sesión.</p>",
            lang="es",
        ),
        "subscription offer",
    ),
}


def _cards(markup: str) -> str:
    return "".join(
        markup.replace("{n}", str(n)).replace("{title}", title).replace("{words}", words)
        for n, (title, words) in enumerate(TEASERS)
    )


LISTS: dict[str, str] = {
    "articles-with-headings": page(
        _cards('<article><h2><a href="/n{n}">{title}</a></h2><p>{words}</p></article>'), "News"
    ),
    "divs": page(
        '<div class="list">'
        + _cards(
            '<div class="card"><a class="pic" href="/n{n}"><img src="x.jpg"></a><h3 class="t">'
            '<a href="/n{n}">{title}</a></h3><p class="s">{words}</p><span>2 h ago</span></div>'
        )
        + "</div>",
        "News | Elm Press",
        '<meta property="og:type" content="website">',
    ),
    "list-items": page(
        "<h1>Latest</h1><ul>"
        + _cards('<li class="item"><a href="/news/{n}">{title}</a><p>{words}</p></li>')
        + "</ul>",
        "Latest",
    ),
    "search-results": page(
        "<h1>Results for “pier”</h1>"
        + _cards('<div class="result"><a href="/n{n}">{title}</a><p>{words} Elm Press.</p></div>'),
        "Search",
        json_ld('{"@type":"SearchResultsPage","name":"pier"}'),
    ),
    "said-to-be-a-collection": page(
        "<h1>Harbour</h1>" + paragraphs(3),
        "Harbour",
        json_ld('{"@type":"CollectionPage","name":"Harbour"}'),
    ),
}
LINKS: dict[str, str] = {
    "list-items": page(
        '<ul class="links">'
        + "".join(
            f'<li><a href="/n{n}">{title}: {words}</a></li>'
            for n, (title, words) in enumerate(TEASERS)
        )
        + "</ul>",
        "Links",
    ),
    "card-is-a-link": page(
        '<section class="grid">'
        + _cards('<a class="card" href="/n{n}"><h3>{title}</h3><p>{words}</p></a>')
        + "</section>"
    ),
}
SEVERAL = page(
    f"<article><h2>Ferry strikes the pier</h2>{paragraphs(6)}</article>"
    "<article><h2>Wall vote</h2>"
    + "".join(f"<p>{words} {words.upper()}</p>" for _, words in TEASERS)
    + "</article>",
    "Elm Press blog",
)
LIVE = page(
    "<h1>Ferry: as it happened</h1><div>"
    + "".join(f"<article><h3>{9 + n}:00</h3><p>{p}</p></article>" for n, p in enumerate(PARAGRAPHS))
    + "</div>",
    "Ferry",
    json_ld('{"@type":"LiveBlogPosting","headline":"Ferry: as it happened"}'),
)
POSTS = page(
    "<article><h1>Ferry: as it happened</h1>"
    + "".join(f"<article><h3>{9 + n}:00</h3><p>{p}</p></article>" for n, p in enumerate(PARAGRAPHS))
    + "</article>",
    "Ferry",
)
