"""Lines that sites write between an article's own, told by their words, in the languages of pages.

“Read more: …”, “Advertisement”, calls to subscribe and to share. The rules look at short blocks
alone and at how much of them is a link.
"""

import re

from app.importers.blocks import TextPiece

LINE_MAX_CHARACTERS = 300
LABEL_MAX_CHARACTERS = 70
POINTER_MAX_CHARACTERS = 40
_POINTER = re.compile(
    r"""[\W_]{0,5}(?:
    (?:please\ )?(?:also\ )?read(?:\ (?:more|also|next|on|this))?|see\ (?:also|more)|more\ on|more
    |related(?:\ (?:stor(?:y|ies)|articles?|posts?|news|content|coverage|reading|links?))?|watch
    |recommended(?:\ (?:stories|reading|articles?|for\ you))?|you\ (?:may|might)\ (?:also\ )?like
    |don.t\ miss|further\ reading|continue\ reading
    |l(?:ea|ee|eer)(?:\ (?:también|más|además|aquí))?|vea(?:\ (?:también|más))?|ver\ también
    |(?:le|te)\ (?:puede|podría|recomendamos)\ (?:interesar|leer)?|además|relacionad[oa]s?
    |noticias?\ relacionadas?|artículos?\ relacionados?|más\ información
    |leia(?:\ (?:também|mais|ainda))?|veja(?:\ (?:também|mais))?|saiba\ mais|confira
    |(?:à\ )?lire(?:\ (?:aussi|également|la\ suite))?|(?:à\ )?voir\ aussi
    |sur\ le\ même\ (?:sujet|thème)
    |(?:lesen|hören|sehen)\ sie\ (?:auch|hier|dazu|mehr)|lies\ auch|lesetipps?|siehe\ auch
    |weiterlesen
    |mehr\ (?:zum\ thema|dazu|infos?|informationen|lesen)|(?:auch\ )?interessant|zum\ weiterlesen
    |das\ könnte\ (?:sie|dich)\ auch\ interessieren|empfohlene[rn]?\ (?:beiträge|artikel)
    |leggi\ (?:anche|di\ più)|guarda\ anche|approfondisci|potrebbe\ interessarti
    |lees\ (?:ook|meer|verder)|läs\ (?:också|även|mer)|les\ (?:også|mer)|læs\ (?:også|mere)
    |lue\ (?:myös|lisää)
    |czytaj\ (?:też|także|również|więcej|dalej)|zobacz\ (?:też|także|również|więcej)|przeczytaj
    |polecane(?:\ artykuły)?|čtěte\ (?:také|více)|prečítajte\ si|olvassa?\ el|citește\ și
    |citiţi\ şi
    |(?:читайте|смотрите|см\.)\ (?:также|ещё|еще|далее)|читати?йте\ також|по\ теме|прочетете
    |baca\ (?:juga|selengkapnya)|okumaya\ devam|ayrıca\ oku(?:yun)?|đọc\ thêm|xem\ thêm
    |اقرأ\ (?:أيضا|أيضاً|المزيد)|يُ?قرأ
    |阅读更多|延伸阅读|相关(?:阅读|新闻|文章)|あわせて読みたい|関連(?:記事|リンク)
    )\b""",
    re.IGNORECASE | re.VERBOSE,
)
"""How a line begins that points to other articles."""

_LABEL = re.compile(
    r"""[\W_]{0,5}(?:
    (?:paid\ )?(?:advertis(?:e?ment|ing)s?|advertorial|sponsored(?:\ (?:content|links?|post))?
    |promoted)
    (?:\W{1,3}(?:story|article|content|scroll|please)?\ ?(?:continues?|to\ continue
    |wait)?(?:\ (?:reading|below))*)?
    |(?:story|article)\ continues\ (?:below|after)(?:\ advertisement)?|scroll\ to\ continue
    |continue\ reading(?:\ (?:below|the\ main\ story))?|anzeige|werbung|publicidad|publicidade
    |publicité
    |pubblicità|advertentie|annons|annonse|annonce|mainos|reklam[ay]?|реклама|advertensi|iklan|广告
    |share(?:\ (?:this|on|via|now|article|story|post|it))*(?:\ (?:article|story|post|page
    |with\ friends))?
    |share\ (?:this|it|the\ article|on|to|via|with)\b.{0,40}|tweet|pin\ it|email(?:\ this)?
    |print(?:\ this)?|copy\ link|facebook|twitter
    |whatsapp|linkedin|telegram|teilen|drucken|compartir|compartilhar|partager|condividi|delen
    |dela|udostępnij
    |поделиться|paylaş|follow\ us(?:\ (?:on|@).{0,40})?|like\ us\ on\ .{1,30}
    |load(?:ing)?(?:\ (?:more|comments?))?|(?:view|show|add|leave
    |post)\ (?:all\ )?(?:a\ )?comments?
    |\d{0,6}\ ?comments?|(?:join|start)\ the\ (?:conversation|discussion)|kommentare?
    |comentarios?|commentaires?
    |(?:tags?|topics?|filed\ under|categor(?:y|ies)|schlagw[oö]rte?r?|themen|temas|etiquetas
    |mots.clés|tagi|теги)
    |(?:most|more)\ (?:read|popular|viewed|shared|from\ .{1,40})|trending(?:\ now)?|latest\ news
    |top\ stories
    |table\ of\ contents|inhaltsverzeichnis|inhalt|spis\ treści|índice|sommaire
    |table\ des\ matières|contents
    |skip\ (?:to|past)\ .{1,40}|back\ to\ top|nach\ oben|related(?:\ (?:stories|articles|posts
    |news|topics))?
    |recommended(?:\ (?:stories|articles|for\ you))?|empfohlene\ (?:beiträge|artikel)
    |ähnliche\ (?:beiträge|artikel)
    |(?:also|what\ to)\ read(?:\ next)?|list\ \d{0,2}\ ?of\ \d{1,2}(?:\ items)?
    |list\ of\ \d{1,2}\ items|end\ of\ list
    |sign\ up|subscribe(?:\ (?:now|today|here))?|log\ ?in|register|newsletter
    )[\W_]{0,5}""",
    re.IGNORECASE | re.VERBOSE,
)
"""A whole line that is a label of the page."""

_NOTE = re.compile(
    r"""[\W_]{0,5}(?:
    (?:last\ |first\ |originally\ )?(?:updated|published|modified|posted|aktualisiert
    |veröffentlicht|erstellt
        |zuletzt\ (?:aktualisiert|geändert)|stand|publié|mis\ à\ jour|actualizado|publicado
        |pubblicato
        |aggiornato|atualizado|opublikowano|aktualizacja|gepubliceerd|publicerad|обновлено
        |опубликовано)\b
        [^.!?]{0,30}\d[^!?]{0,40}
    |(?:news\ )?date\ ?:\ ?\d.{0,60}
    |(?:filed\ under|categor(?:y|ies|ie|ía|ías|ia|ias)|kategorien?|rubri(?:k|que)|tags?|topics?
    |schlagworte?
        |stichworte?|themen|temas|etiquetas|mots.clés|keywords?|tagi|теги|метки)\ ?:\ .{1,200}
    )""",
    re.IGNORECASE | re.VERBOSE,
)
"""A whole line that says when a page was changed, or what it is filed under."""

_CALL = re.compile(
    r"""[\W_]{0,5}(?:
    (?:sign\ up|subscribe|register)\ (?:now\ |here\ |today\ |free\ )?(?:for|to|and)\ .{0,80}?
        (?:newsletters?|e-?mails?|inbox|alerts?|podcast|channel|updates|briefing)
    |get\ .{1,80}\ (?:in|to|into)\ your\ (?:inbox|e-?mail)
    |(?:to|want\ to)\ (?:read|view|continue\ reading|see)\ .{0,60}(?:subscribe|sign\ up|log\ in
    |register)
    |(?:abonnieren?|bestellen)\ (?:sie|du)?\ ?.{0,60}newsletter|.{0,60}newsletter\ (?:abonnieren
    |bestellen|anmelden)
    |we\ (?:want\ to|would\ like\ to|.d\ like\ to)\ hear\ (?:what\ you\ think|from\ you)\b
    |(?:sie\ sind|du\ bist)\ .{0,20}nicht\ (?:eingeloggt|angemeldet)
    |(?:suscr[ií]b|inscr[ií]b)\w*\ .{0,60}(?:newsletter|bolet[ií]n|canal)
    |(?:inscrivez|abonnez)-vous\ .{0,60}(?:newsletter|lettre|infolettre)
    |iscriviti\ .{0,40}newsletter|assine\ .{0,40}newsletter|zapisz\ się\ .{0,40}newsletter
    |(?:follow|like)\ .{1,40}\ on\ (?:facebook|twitter|instagram|telegram|whatsapp|google\ news
    |linkedin|tiktok|x)\b
    |(?:folgen|síguenos|suivez-nous|seguici|obserwuj|siga)\b.{0,60}(?:facebook|twitter|instagram
    |telegram|whatsapp|google)
    |(?:if\ you.re\ |are\ you\ |if\ .{0,40}\byou.re\ )?already\ a\ (?:subscriber|member)|(?:submit
    |send\ us)\ your\ .{0,60}(?:form|e-?mail)
    |download\ (?:the|our)\ .{1,40}\ app\b|(?:have|got)\ a\ (?:story|tip)\b.{0,60}(?:contact
    |e-?mail|get\ in\ touch)
    |.{0,40}\ball\ rights\ reserved|copyright\ (?:©|\(c\)|\d{4})|©\ ?(?:copyright\ )?\d{4}
    |this\ (?:article|story|post)\ (?:was\ )?(?:originally|first)\ (?:appeared|published
    |posted)\ (?:on|in|at|by)
    |(?:photos?|images?)\ (?:may\ be|are)\ subject\ to\ copyright
    )""",
    re.IGNORECASE | re.VERBOSE,
)
"""How a line begins that asks for something, or says whose the page is."""


def is_label(piece: TextPiece) -> bool:
    """Whether a block is a label of the page: “Advertisement”, “Share this article”."""
    short = len(piece.words) <= LABEL_MAX_CHARACTERS
    return short and _LABEL.fullmatch(piece.words) is not None


def is_pointer(piece: TextPiece) -> bool:
    """Whether a block points to another article: “Read more:” and a link."""
    if len(piece.words) > LINE_MAX_CHARACTERS or _POINTER.match(piece.words) is None:
        return False
    is_open = len(piece.words) <= POINTER_MAX_CHARACTERS and piece.words.rstrip().endswith(":")
    return is_open or 2 * linked_characters(piece) > len(piece.words)


def is_note(piece: TextPiece) -> bool:
    """Whether a block says when the page was changed or what it is filed under."""
    if piece.kind == "heading" or len(piece.words) > LINE_MAX_CHARACTERS:
        return False
    return _NOTE.fullmatch(piece.words) is not None


def is_call(piece: TextPiece) -> bool:
    """Whether a block asks to subscribe or to follow, or is a notice of copyright."""
    return len(piece.words) <= LINE_MAX_CHARACTERS and _CALL.match(piece.words) is not None


def is_clutter(piece: TextPiece) -> bool:
    """Whether a block's words say that it is no part of the article."""
    if piece.kind in ("table", "code", "caption"):
        return False
    if is_label(piece) or is_pointer(piece) or is_note(piece):
        return True
    return piece.kind != "block_quote" and is_call(piece)


def is_pointing_heading(piece: TextPiece) -> bool:
    """Whether a heading is that of a list of other articles."""
    return is_label(piece) or (
        len(piece.words) <= LABEL_MAX_CHARACTERS and _POINTER.match(piece.words) is not None
    )


def linked_characters(piece: TextPiece) -> int:
    """How many of a block's characters are in links."""
    return sum(mark.end - mark.start for mark in piece.inlines if mark.kind == "link")
