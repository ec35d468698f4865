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


def _any(*phrases: str) -> re.Pattern[str]:
    """Any of these phrases, whatever the case and the white space between words."""
    spaced = (phrase.strip().replace(" ", r"\s+") for phrase in phrases)
    return re.compile("|".join(spaced), re.IGNORECASE)


_NOT_FOUND = (
    r"(?:page|article|story|site|url) (?:was |could )?(?:not|n[o’']t) (?:be )?found",
    r"(?:could not|couldn[’']t|can[’']?t|cannot) find (?:the|that|this) page",
    r"page (?:does not|doesn[’']t|no longer) exists?",
    r"page (?:you (?:are|were) looking for|you requested|you have requested)",
    r"(?:error 404|404 error|404 not found|404 page)",
    r"seite (?:wurde )?(?:leider )?nicht gefunden",
    r"seite (?:existiert nicht|konnte (?:leider )?nicht gefunden werden)",
    r"page (?:introuvable|non trouvée|inexistante)",
    r"page (?:demandée|que vous (?:re)?cherchez) (?:n[’']existe|est introuvable)",
    r"página no (?:encontrada|existe)",
    r"no (?:hemos encontrado|se ha encontrado|se encontró) la página",
    r"pagina non (?:è stata )?trovata|pagina non esiste",
    r"página não (?:foi )?encontrada|página não existe",
    r"pagina (?:is )?niet gevonden|pagina bestaat niet",
    r"sidan (?:kunde inte hittas|hittades inte|finns inte)",
    r"siden (?:ble ikke funnet|blev ikke fundet|finnes ikke|findes ikke)",
    r"sivua ei (?:löytynyt|löydy)",
    r"strona nie (?:została znaleziona|istnieje)|nie znaleziono strony",
    r"stránk[au] (?:nebyla nalezena|nenalezena|neexistuje)",
    r"az? oldal nem található",
    r"pagina nu (?:a fost găsită|există)",
    r"sayfa bulunamadı",
    r"страница не (?:найдена|существует)|сторінк[ау] не знайдено",
    r"η σελίδα δεν (?:βρέθηκε|υπάρχει)",
    r"الصفحة غير موجودة|הדף לא נמצא|העמוד לא נמצא",
    r"ページが見つかりません|页面不存在|找不到(?:该|此)?页面|找不到頁面|페이지를 찾을 수 없습니다",
)
_FAILED = (
    r"(?:500 )?internal server error|502 bad gateway|503 service unavailable|504 gateway time-?out",
    r"(?:site|service|page) is (?:temporarily|currently) (?:unavailable|down|offline)",
    r"(?:down|closed) for (?:scheduled )?maintenance|under maintenance",
    r"(?:an )?(?:unexpected )?error (?:has )?occurred",
    r"sorry, something went wrong|oops! something went wrong",
    r"wegen wartungsarbeiten|maintenance en cours|en mantenimiento",
)
_ROBOT = (
    r"(?:are|verify|prove|confirm)(?: that)? you(?: are|[’']re)?(?: a)?(?: not a robot| human)",
    r"are you a (?:robot|human)",
    r"not a robot",
    r"checking (?:if the site connection is secure|your browser)",
    r"(?:enable|turn on) javascript and (?:cookies|disable any ad ?blocker)",
    r"(?:please )?(?:enable|turn on|allow) (?:cookies and javascript|javascript) (?:to|and|in)",
    r"javascript is (?:disabled|required|not enabled)",
    r"unusual (?:traffic|activity) from",
    r"(?:complete|solve) the (?:security check|captcha)|security verification",
    r"(?:performance|security|ddos protection) (?:&amp; security |& security )?by cloudflare",
    r"review the security of your connection",
    r"access (?:to this page has been |to this site has been )?(?:denied|blocked)",
    r"your request (?:has been|was) blocked|you have been blocked|you don[’']t have permission to",
    r"incident id|ray id|reference #\d",
    r"kein roboter|sind sie ein (?:mensch|roboter)|bestätigen sie, dass sie ein mensch",
    r"pas un robot|êtes-vous un (?:robot|humain)|vérifi\w+ que vous êtes (?:un )?humain",
    r"no (?:soy|eres|es) un robot|verifi\w+ que eres (?:un )?humano",
    r"non (?:sei|sono) un robot|não (?:é|sou) um robô|geen robot|не робот|nie jestem robotem",
    r"ロボットではありません|人机验证|로봇이 아닙니다",
)
_CONSENT = (
    r"we (?:and|use|value|care about)(?: \S+){0,4} (?:partners|cookies|your privacy)",
    r"(?:this|our) (?:site|website|page) uses cookies",
    r"store and/?\s?(?:or)? ?access information on (?:a|your) device",
    r"(?:accept|reject|allow|manage|refuse) (?:all )?(?:cookies|options|choices|preferences)",
    r"accept all|reject all|before you continue to",
    r"by (?:pressing|clicking|choosing|selecting)(?: on)? [“\"'‘]?(?:\w+ ){0,3}(?:accept|agree|ok)",
    r"(?:privacy|cookie) (?:settings|preferences|choices|policy)|legitimate interests?",
    r"agree to (?:the use of|our use of|our) (?:cookies|terms)",
    r"personali[sz]ed (?:ads|advertising)",
    r"wir (?:und unsere (?:\d+ )?partner|verwenden cookies|nutzen cookies|benötigen ihre zustimmung)",
    r"(?:alle )?(?:cookies )?(?:akzeptieren|zustimmen) und weiter|alle akzeptieren|alles akzeptieren",
    r"mit werbung (?:weiterlesen|und cookies)|datenschutz-?einstellungen|ihre privatsphäre",
    r"nous (?:et nos (?:\d+ )?partenaires|utilisons des cookies)|(?:tout|continuer sans) accepte[rz]",
    r"paramétrer (?:les|mes) cookies|le respect de votre vie privée|accepter et continuer",
    r"(?:nosotros y nuestros|con nuestros) (?:\d+ )?socios|utilizamos cookies",
    r"aceptar (?:todo|todas|y continuar)|configurar cookies|tu privacidad",
    r"noi e i nostri (?:\d+ )?(?:partner|fornitori)|utilizziamo i cookie|accetta (?:tutti|tutto|e)",
    r"nós e os nossos (?:\d+ )?parceiros|(?:utilizamos|usamos) cookies|aceitar (?:tudo|todos|e)",
    r"wij en onze (?:\d+ )?partners|wij gebruiken cookies|alles accepteren|cookies accepteren",
    r"vi och våra (?:\d+ )?(?:partner|samarbetspartner)|godkänn alla|vi bruger cookies|vi bruker cookies",
    r"godkend alle|tillad alle|aksepter alle|godta alle|hyväksy kaikki|käytämme evästeitä",
    r"my i nasi (?:\d+ )?partnerzy|akceptuj[eę] (?:wszystkie|i przechodzę)|używamy plików cookie",
    r"přijmout vše|souhlasím a pokračuj|používáme (?:soubory )?cookies|összes elfogadása",
    r"(?:мы|сайт) использу\w+ (?:файлы )?cookie|принять все|прийняти всі|tümünü kabul et",
    r"すべて同意|クッキーを使用|接受所有|全部接受|모두 동의",
)
_SIGN_IN = (
    r"(?:log|sign) ?in to (?:continue|read|view|access|your|see)",
    r"(?:please|you (?:must|need to|have to)) (?:log|sign) ?in",
    r"(?:forgot|forgotten|lost|reset) (?:your |my )?password",
    r"(?:no|don[’']t have an|need an|create an|create a free|create your) account",
    r"(?:log|sign) in with (?:google|facebook|apple|e-?mail)|remember me|keep me (?:logged|signed) in",
    r"new here\? (?:register|sign up)|register (?:now )?for free|e-?mail address and password",
    r"(?:bitte |jetzt )(?:melden sie sich an|anmelden|einloggen)|passwort vergessen|angemeldet bleiben",
    r"noch kein (?:konto|benutzerkonto)|melden sie sich an, um",
    r"(?:connectez|identifiez|inscrivez)-vous|mot de passe oublié|se connecter (?:avec|pour)",
    r"(?:inicia|iniciar) sesión|(?:olvidaste|olvidado) (?:tu|su|la) contraseña|olvidé mi contraseña",
    r"accedi (?:per|con|al)|password dimenticata|esqueceu (?:a|sua) senha|faça (?:seu )?login",
    r"wachtwoord vergeten|log in om|glömt (?:ditt )?lösenord|glemt (?:ditt |dit )?(?:passord|kodeord)",
    r"unohditko salasanasi|nie pamiętasz hasła|zaloguj się|zapomenuté heslo|přihlaste se",
    r"войдите(?: в|,)|забыли пароль|увійдіть|şifremi unuttum|パスワードを忘れ|忘记密码|비밀번호 찾기",
)
_OFFER = (
    r"(?:article|content|story|text) is (?:only |exclusively )?(?:for|available to|reserved for)"
    r" (?:our )?(?:paying |registered |premium )?(?:subscribers|members)",
    r"(?:subscriber|member|premium)[- ](?:only|exclusive)",
    r"you are reading a (?:subscriber|premium|members?[’']?)",
    r"(?:subscribe|sign up|register|join|log in)(?: now| today)?(?: \S+){0,6}"
    r" to (?:continue|keep|read|finish|unlock|access|get unlimited)",
    r"to (?:continue|keep|finish) reading,? (?:this|please|you|the|subscribe|log|sign|register|become)",
    r"(?:continue|keep) reading with|want to read more\?|get unlimited access|unlock this article",
    r"already (?:a|an) (?:\S+ )?(?:subscriber|member)|already (?:subscribed|have a subscription)",
    r"you(?:[’']ve| have) (?:reached|read) your (?:\S+ )?(?:limit|free articles)",
    r"(?:subscribe|start|try)(?: \S+){0,4} (?:from|for|just|only)"
    r" (?:only |just )?(?:[$€£]\s?\d|\d+ (?:a|per) )",
    r"dieser (?:artikel|inhalt|beitrag|text) ist (?:nur |exklusiv )(?:für|mit)"
    r"|nur für abonnent|exklusiv für abonnent",
    r"weiterlesen mit|jetzt (?:weiterlesen|abonnieren|testen|freischalten)|um weiterzulesen",
    r"bereits (?:abonnent|registriert|kunde|ein abo)|(?:haben sie|sie haben|du hast) (?:bereits|schon)"
    r" ein (?:\S+[ -])?abo",
    r"mit (?:einem )?(?:\S+[ -])?abo (?:lesen|weiterlesen)|artikel freischalten",
    r"(?:article|contenu)(?: est)? (?:réservé|exclusif)|réservé (?:à nos|aux) (?:lecteurs )?abonnés",
    r"il vous reste \d+ ?% de|la suite (?:de cet article )?est réservée|déjà abonnée?",
    r"abonnez-vous (?:pour|dès|à partir|et)|pour lire la suite|je m[’']abonne",
    r"(?:contenido|artículo|noticia) (?:exclusiv[oa]|solo|sólo|reservado) (?:para )?(?:nuestros )?suscript",
    r"solo para suscriptores|suscríbete (?:para|por|y)|¿?ya eres suscriptor|(?:para )?seguir leyendo",
    r"(?:contenuto|articolo) (?:è )?(?:riservato|esclusivo)|abbonati (?:per|a|ora)|sei già (?:un )?abbonato"
    r"|riservat[oa] agli abbonati|per continuare a leggere",
    r"(?:conteúdo|artigo|matéria) exclusiv[oa] (?:para|de)|exclusivo para assinantes|assine (?:para|por|já)"
    r"|já é assinante|para continuar (?:lendo|a ler)",
    r"(?:alleen|exclusief) voor (?:leden|abonnees)|word (?:lid|abonnee)|lees verder met|al (?:lid|abonnee)\?"
    r"|verder lezen\?",
    r"(?:endast|bara) för (?:våra )?prenumeranter|fortsätt läs|redan prenumerant|för att läsa vidare",
    r"(?:kun|bare) for (?:våre |vores )?abonnenter|les videre med|læs videre|allerede abonnent|bliv abonnent",
    r"vain tilaajille|jatka lukemista|oletko jo tilaaja",
    r"(?:tylko|wyłącznie) dla (?:\S+ )?(?:subskrybentów|prenumeratorów)|aby czytać dalej|masz już (?:subskrypcję|prenumeratę)",
    r"(?:jen|pouze) pro předplatitele|odemkn\w+ (?:článek|celý)|csak előfizetőknek",
    r"(?:только )?для подписчиков|оформите подписку|чтобы (?:про)?читать (?:дальше|полностью)|лише для передплатників",
    r"abone ol(?:un|arak)? (?:ve|devam)|sadece abonelere",
    r"(?:有料)?会員限定|この記事は有料|続きを読むには|订阅后|订阅以继续|会员专享|付费阅读|구독자 전용|유료 회원",
)

NOT_FOUND = Wall(
    "an error page that says that there is no such page",
    _any(*_NOT_FOUND),
    _any(r"^\W*(?:error )?404\W*$", *_NOT_FOUND),
)
FAILED = Wall("an error page of a server", _any(*_FAILED), _any(*_FAILED[:3]))
ROBOT = Wall(
    "a check for robots",
    _any(*_ROBOT),
    _any(
        r"^just a moment\W*$|^attention required\W|^access denied\W*$|^pardon our interruption",
        r"^(?:security check|one more step|please wait|human verification|are you a robot)\W*$",
        r"^(?:einen moment|un momento|un instant|un attimo)\W*$",
    ),
)
CONSENT = Wall("a notice about cookies or privacy", _any(*_CONSENT))
SIGN_IN = Wall(
    "a sign-in page",
    _any(*_SIGN_IN),
    _any(
        r"^(?:log ?in|sign ?in|login|anmelden|anmeldung|einloggen|connexion|iniciar sesión|accedi"
        r"|entrar|inloggen|logga in|logg inn|log ind|zaloguj|logowanie|přihlášení|вход"
        r"|ログイン|登录|로그인)(?:\s*[|–—:·-].*)?$"
    ),
)
OFFER = Wall("a subscription offer", _any(*_OFFER))

WALLS: tuple[Wall, ...] = (NOT_FOUND, FAILED, ROBOT, CONSENT, SIGN_IN, OFFER)
