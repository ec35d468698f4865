"""The words of pages that stand in an article's place, in the languages that most pages have.

Each set is of phrases that such pages use and that articles hardly do; they count in short texts
only (`page_kind.judging`).
"""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Wall:
    """A kind of page that hides an article or says that there is none.

    `name` completes “This page is …”; `phrases` are its words in a text, `titles` those that tell
    it by its title alone.
    """

    name: str
    phrases: re.Pattern[str]
    titles: re.Pattern[str] | None = None


def _any(phrases: str) -> re.Pattern[str]:
    """Any of these phrases, one a line, whatever the case and the white space between words.

    Every repetition is bounded, so that no text costs more than linear time.
    """
    phrases = phrases.replace(r"\S+", r"\S{1,60}").replace(r"\w+", r"\w{1,30}")
    spaced = (phrase.strip().replace(" ", r"\s{1,20}") for phrase in phrases.strip().split("\n"))
    return re.compile("|".join(spaced), re.IGNORECASE)


_NOT_FOUND = r"""
    (?:page|article|url) (?:was |could )?not (?:be )?found
    (?:could not|couldn[’']t|can[’']?t|cannot) find (?:the|that|this) page
    page (?:does not|doesn[’']t|no longer) exists?
    page (?:you (?:are|were) looking for|you requested|you have requested)
    (?:error 404|404 error|404 not found|404 page)
    seite (?:wurde )?(?:leider )?nicht gefunden
    seite (?:existiert nicht|konnte (?:leider )?nicht gefunden werden)
    page (?:introuvable|non trouvée|inexistante)
    page (?:demandée|que vous (?:re)?cherchez) (?:n[’']existe|est introuvable)
    página no (?:encontrada|existe)
    no (?:hemos encontrado|se ha encontrado|se encontró) la página
    pagina non (?:è stata )?trovata
    pagina non esiste
    página não (?:foi )?encontrada
    página não existe
    pagina (?:is )?niet gevonden
    pagina bestaat niet
    sidan (?:kunde inte hittas|hittades inte|finns inte)
    siden (?:ble ikke funnet|blev ikke fundet|finnes ikke|findes ikke)
    sivua ei (?:löytynyt|löydy)
    strona nie (?:została znaleziona|istnieje)
    nie znaleziono strony
    stránk[au] (?:nebyla nalezena|nenalezena|neexistuje)
    az? oldal nem található
    pagina nu (?:a fost găsită|există)
    sayfa bulunamadı
    страница не (?:найдена|существует)
    сторінк[ау] не знайдено
    η σελίδα δεν (?:βρέθηκε|υπάρχει)
    الصفحة غير موجودة
    הדף לא נמצא
    העמוד לא נמצא
    ページが見つかりません
    页面不存在
    找不到(?:该|此)?页面
    找不到頁面
    페이지를 찾을 수 없습니다
"""
_FAILED = r"""
    (?:500 )?internal server error
    502 bad gateway
    503 service unavailable
    504 gateway time-?out
    (?:site|service|page) is (?:temporarily|currently) (?:unavailable|down|offline)
    (?:down|closed) for (?:scheduled )?maintenance
    under maintenance
    (?:an )?(?:unexpected )?error (?:has )?occurred
    sorry, something went wrong
    oops! something went wrong
    wegen wartungsarbeiten
    maintenance en cours
    en mantenimiento
"""
_FAILED_TITLES = r"""
    ^\W*(?:error )?(?:403|50[0234])\W*$
    ^\W*(?:403 )?forbidden\W*$
    ^\W*(?:50\d )?(?:internal server error|bad gateway|service unavailable|gateway time-?out)
"""
_ROBOT = r"""
    (?:are|verify|prove|confirm)(?: that)? you(?: are|[’']re)?(?: a)?(?: not a robot| human)
    are you a (?:robot|human)
    not a robot
    checking (?:if the site connection is secure|your browser)
    (?:enable|turn on) javascript and (?:cookies|disable any ad ?blocker)
    (?:please )?(?:enable|turn on|allow) (?:cookies and javascript|javascript) (?:to|and|in)
    javascript is (?:disabled|required|not enabled)
    unusual (?:traffic|activity) from
    (?:complete|solve) the (?:security check|captcha)
    security verification
    (?:performance|security|ddos protection) (?:&amp; security |& security )?by cloudflare
    review the security of your connection
    access (?:to this page has been |to this site has been )?(?:denied|blocked)
    your request (?:has been|was) blocked
    you have been blocked
    you don[’']t have permission to
    incident id
    ray id
    reference #\d
    kein roboter
    sind sie ein (?:mensch|roboter)
    bestätigen sie, dass sie ein mensch
    pas un robot
    êtes-vous un (?:robot|humain)
    vérifi\w+ que vous êtes (?:un )?humain
    no (?:soy|eres|es) un robot
    verifi\w+ que eres (?:un )?humano
    non (?:sei|sono) un robot
    não (?:é|sou) um robô
    geen robot
    не робот
    nie jestem robotem
    ロボットではありません
    人机验证
    로봇이 아닙니다
"""
_ROBOT_TITLES = r"""
    ^just a moment\W*$
    ^attention required\W
    ^access denied\W*$
    ^pardon our interruption
    ^(?:security check|one more step|please wait|human verification|are you a robot)\W*$
    ^(?:einen moment|un momento|un instant|un attimo)\W*$
"""
_CONSENT = r"""
    we (?:and|use|value|care about)(?: \S+){0,4} (?:partners|cookies|your privacy)
    (?:this|our) (?:site|website|page) uses cookies
    store and/?\s?(?:or)? ?access information on (?:a|your) device
    (?:accept|reject|allow|manage|refuse) (?:all )?(?:cookies|options|choices|preferences)
    accept all
    reject all
    before you continue to
    by (?:pressing|clicking|choosing|selecting)(?: on)? [“\"'‘]?(?:\w+ ){0,3}(?:accept|agree|ok)
    (?:privacy|cookie) (?:settings|preferences|choices|policy)
    legitimate interests?
    agree to (?:the use of|our use of|our) (?:cookies|terms)
    personali[sz]ed (?:ads|advertising)
    wir (?:und unsere (?:\d+ )?partner|verwenden cookies|nutzen cookies|benötigen ihre zustimmung)
    (?:alle )?(?:cookies )?(?:akzeptieren|zustimmen) und weiter
    alle akzeptieren
    alles akzeptieren
    mit werbung (?:weiterlesen|und cookies)
    datenschutz-?einstellungen
    ihre privatsphäre
    nous (?:et nos (?:\d+ )?partenaires|utilisons des cookies)
    (?:tout|continuer sans) accepte[rz]
    paramétrer (?:les|mes) cookies
    le respect de votre vie privée
    accepter et continuer
    (?:nosotros y nuestros|con nuestros) (?:\d+ )?socios
    utilizamos cookies
    aceptar (?:todo|todas|y continuar)
    configurar cookies
    tu privacidad
    noi e i nostri (?:\d+ )?(?:partner|fornitori)
    utilizziamo i cookie
    accetta (?:tutti|tutto|e)
    nós e os nossos (?:\d+ )?parceiros
    (?:utilizamos|usamos) cookies
    aceitar (?:tudo|todos|e)
    wij en onze (?:\d+ )?partners
    wij gebruiken cookies
    alles accepteren
    cookies accepteren
    vi och våra (?:\d+ )?(?:partner|samarbetspartner)
    godkänn alla
    vi bruger cookies
    vi bruker cookies
    godkend alle
    tillad alle
    aksepter alle
    godta alle
    hyväksy kaikki
    käytämme evästeitä
    my i nasi (?:\d+ )?partnerzy
    akceptuj[eę] (?:wszystkie|i przechodzę)
    używamy plików cookie
    přijmout vše
    souhlasím a pokračuj
    používáme (?:soubory )?cookies
    összes elfogadása
    (?:мы|сайт) использу\w+ (?:файлы )?cookie
    принять все
    прийняти всі
    tümünü kabul et
    すべて同意
    クッキーを使用
    接受所有
    全部接受
    모두 동의
"""
_SIGN_IN = r"""
    (?:log|sign) ?in to (?:continue|read|view|access|your|see)
    (?:please|you (?:must|need to|have to)) (?:log|sign) ?in
    (?:forgot|forgotten|lost|reset) (?:your |my )?password
    (?:no|don[’']t have an|need an|create an|create a free|create your) account
    (?:log|sign) in with (?:google|facebook|apple|e-?mail)
    remember me
    keep me (?:logged|signed) in
    new here\? (?:register|sign up)
    register (?:now )?for free
    e-?mail address and password
    (?:bitte |jetzt )(?:melden sie sich an|anmelden|einloggen)
    passwort vergessen
    angemeldet bleiben
    noch kein (?:konto|benutzerkonto)
    melden sie sich an, um
    (?:connectez|identifiez|inscrivez)-vous
    mot de passe oublié
    se connecter (?:avec|pour)
    (?:inicia|iniciar) sesión
    (?:olvidaste|olvidado) (?:tu|su|la) contraseña
    olvidé mi contraseña
    accedi (?:per|con|al)
    password dimenticata
    esqueceu (?:a|sua) senha
    faça (?:seu )?login
    wachtwoord vergeten
    log in om
    glömt (?:ditt )?lösenord
    glemt (?:ditt |dit )?(?:passord|kodeord)
    unohditko salasanasi
    nie pamiętasz hasła
    zaloguj się
    zapomenuté heslo
    přihlaste se
    войдите(?: в|,)
    забыли пароль
    увійдіть
    şifremi unuttum
    パスワードを忘れ
    忘记密码
    비밀번호 찾기
"""
_SIGN_IN_TITLES = r"""
    ^(?:log ?in|sign ?in|login)(?:\s*[|–—:·-].*)?$
    ^(?:anmelden|anmeldung|einloggen|connexion|iniciar sesión|accedi|entrar)(?:\s*[|–—:·-].*)?$
    ^(?:inloggen|logga in|logg inn|log ind|zaloguj|logowanie|přihlášení)(?:\s*[|–—:·-].*)?$
    ^(?:вход|ログイン|登录|로그인)(?:\s*[|–—:·-].*)?$
"""
_OFFER = r"""
    (?:article|content|story) is (?:\S+ ){0,3}for (?:our )?(?:\S+ )?(?:subscribers|members)
    (?:article|content|story) is (?:\S+ ){0,2}available to (?:our )?(?:\S+ )?(?:subscribers|members)
    (?:subscriber|member|premium)[- ](?:only|exclusive)
    you are reading a (?:subscriber|premium|members?[’']?)
    (?:subscribe|sign up|log in)(?: \S+){0,6} to (?:continue|keep|read|finish|unlock|access)
    (?:register|join)(?: \S+){0,6} to (?:continue|keep|finish) (?:reading|this)
    (?:register|join)(?: \S+){0,6} to (?:unlock|read (?:this|the))
    to (?:continue|keep|finish) reading,? (?:this|please|you|the)
    to (?:continue|keep|finish) reading,? (?:subscribe|log|sign|register|become)
    (?:continue|keep) reading with
    want to read more\?
    get unlimited access
    unlock this article
    already (?:a|an) (?:\S+ )?(?:subscriber|member)
    already (?:subscribed|have a subscription)
    you(?:[’']ve| have) (?:reached|read) your (?:\S+ )?(?:limit|free articles)
    (?:subscribe|try)(?: \S+){0,4} (?:from|for|just|only) (?:only |just )?[$€£]\s?\d
    (?:subscribe|try)(?: \S+){0,4} (?:from|for|just|only) (?:only |just )?\d+ (?:a|per)\b
    dieser (?:artikel|inhalt|beitrag|text) ist (?:nur |exklusiv )(?:für|mit)
    nur für abonnent
    exklusiv für abonnent
    weiterlesen mit
    jetzt (?:weiterlesen|abonnieren|testen|freischalten)
    um weiterzulesen
    bereits (?:abonnent|registriert|kunde|ein abo)
    (?:haben sie|sie haben|du hast) (?:bereits|schon) ein (?:\S+[ -])?abo
    mit (?:einem )?(?:\S+[ -])?abo (?:lesen|weiterlesen)
    artikel freischalten
    (?:article|contenu)(?: est)? (?:réservé|exclusif)
    réservé (?:à nos|aux) (?:lecteurs )?abonnés
    il vous reste \d+ ?% de
    la suite (?:de cet article )?est réservée
    déjà abonnée?
    abonnez-vous (?:pour|dès|à partir|et)
    pour lire la suite
    je m[’']abonne
    (?:contenido|artículo|noticia) (?:exclusiv[oa]|solo|sólo|reservado) (?:\S+ ){0,2}suscript
    solo para suscriptores
    suscríbete (?:para|por|y)
    ¿?ya eres suscriptor
    (?:para )?seguir leyendo
    (?:contenuto|articolo) (?:è )?(?:riservato|esclusivo)
    abbonati (?:per|a|ora)
    sei già (?:un )?abbonato
    riservat[oa] agli abbonati
    per continuare a leggere
    (?:conteúdo|artigo|matéria) exclusiv[oa] (?:para|de)
    exclusivo para assinantes
    assine (?:para|por|já)
    já é assinante
    para continuar (?:lendo|a ler)
    (?:alleen|exclusief) voor (?:leden|abonnees)
    word (?:lid|abonnee)
    lees verder met
    al (?:lid|abonnee)\?
    verder lezen\?
    (?:endast|bara) för (?:våra )?prenumeranter
    fortsätt läs
    redan prenumerant
    för att läsa vidare
    (?:kun|bare) for (?:våre |vores )?abonnenter
    les videre med
    læs videre
    allerede abonnent
    bliv abonnent
    vain tilaajille
    jatka lukemista
    oletko jo tilaaja
    (?:tylko|wyłącznie) dla (?:\S+ )?(?:subskrybentów|prenumeratorów)
    aby czytać dalej
    masz już (?:subskrypcję|prenumeratę)
    (?:jen|pouze) pro předplatitele
    odemkn\w+ (?:článek|celý)
    csak előfizetőknek
    (?:только )?для подписчиков
    оформите подписку
    чтобы (?:про)?читать (?:дальше|полностью)
    лише для передплатників
    abone ol(?:un|arak)? (?:ve|devam)
    sadece abonelere
    (?:有料)?会員限定
    この記事は有料
    続きを読むには
    订阅后
    订阅以继续
    会员专享
    付费阅读
    구독자 전용
    유료 회원
"""

NOT_FOUND = Wall(
    "a “page not found” error page",
    _any(_NOT_FOUND),
    _any(_NOT_FOUND + r"^\W*(?:error )?404\W*$"),
)
FAILED = Wall("a server’s error page", _any(_FAILED), _any(_FAILED_TITLES))
ROBOT = Wall("a check that visitors are not robots", _any(_ROBOT), _any(_ROBOT_TITLES))
CONSENT = Wall("a notice about cookies or privacy", _any(_CONSENT))
SIGN_IN = Wall("a sign-in page", _any(_SIGN_IN), _any(_SIGN_IN_TITLES))
OFFER = Wall("a subscription offer", _any(_OFFER))

WALLS: tuple[Wall, ...] = (NOT_FOUND, FAILED, ROBOT, CONSENT, SIGN_IN, OFFER)
