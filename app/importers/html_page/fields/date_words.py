"""Words that say what a day beside them is: of publication, of a change, or of something else.

In the languages of pages, and as elements are called. Asked by the rules for visible days and for
programs' data; nothing is read here.
"""

import re
from functools import cache

_MODIFIED = (
    r"updated?|modified|edited|revised|last-?mod|bearbeitet|aktualisiert|aktualisierung|geändert|"
    r"letzte änderung|mise? à jour|modifié|actualizad[oa]|actualización|modificad[oa]|"
    r"aggiornat[oa]|atualizad[oa]|bijgewerkt|gewijzigd|uppdatera|ändrad|opdateret|oppdatert|"
    r"päivitetty|aktualizacja|zaktualizowan|aktualizov|módosít|frissít|actualizat|güncelle|"
    r"обновл|изменен|оновлен|عدل|تحديث|עודכן|更新|修正|수정"
)
_PUBLISHED = (
    r"publish|posted|submitted|pub-?date|created|press release|story is from|first published|"
    r"(?:date|written) ?: |date-?published|entry-date|post-?date|article-?date|date-?line|"
    r"veröffentlicht|erstellt|eingestellt|eingereicht|gespeichert|erschienen|"
    r"(?:presse|medien)mitteilung|pressemeldung|"
    r"publié|mis en ligne|paru le|posté|ajouté le|communiqué|publicad[oa]|comunicado|"
    r"pubblicat[oa]|comunicato|inserito|postado|gepubliceerd|geplaatst|publicerad|publiceret|"
    r"publisert|lagt ut|julkaistu|opublikowan|dodan[oey]|zamieszczon|publikován|vydáno|"
    r"zveřejněno|uverejnené|közzét|megjelen|publicat|objavljen|yayın|eklenme|δημοσιε|"
    r"опубликован|размещен|опубліковано|публикуван|نشر|פורסם|"
    r"公開|発表|投稿|掲載|发布|發布|发表|發表|入稿|등록|입력|게재|ngày đăng"
)
_EVENT = (
    r"event|veranstaltung|termin|deadline|expires?|copyright|©|birth|born|geboren|weather|today|"
    r"出生|生年|生まれ|原文"
)


@cache
def modified() -> re.Pattern[str]:
    """Words of a change."""
    return re.compile(_MODIFIED, re.IGNORECASE)


@cache
def published() -> re.Pattern[str]:
    """Words of publication."""
    return re.compile(_PUBLISHED, re.IGNORECASE)


@cache
def label() -> re.Pattern[str]:
    """A word that is nothing but one of these."""
    return re.compile(rf"(?:{_PUBLISHED}|{_MODIFIED})\w*", re.IGNORECASE)


@cache
def events() -> re.Pattern[str]:
    """Words of days that are no article's: of an event, of a birth, of today."""
    return re.compile(_EVENT, re.IGNORECASE)
