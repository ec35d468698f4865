"""Words of reporting clauses in other languages than English.

Verbs, articles, offices and forms of address: closed lists, written by hand, of what stands beside
direct speech in news. A language that is not here has no sure rule for the speaker.
"""

from app.engines.word_lists import words

# Third person of verbs of saying, as they stand between a quotation and its speaker. `_` stands for
# a space. Of languages that inflect names after `according to` no such word is listed: the name
# would not have its usual form.
VERBS = {
    "de": words(
        """
        sagte sagt erklärte erklärt meinte meint betonte betont rief fragte fragt antwortete
        antwortet schrieb schreibt warnte warnt kritisierte kritisiert berichtete berichtet erzählte
        erzählt ergänzte ergänzt entgegnete erwiderte versicherte bekräftigte behauptete forderte
        mahnte lobte klagte räumte_ein fügte teilte kündigte so laut widersprach bestätigte urteilte
        flüsterte
        """
    ),
    "fr": words(
        """
        a_dit a_déclaré a_affirmé a_expliqué a_ajouté a_indiqué a_précisé a_souligné a_répondu
        a_estimé a_assuré a_lancé a_confié a_écrit a_annoncé a_averti a_rappelé a_demandé a_raconté
        a_réagi a_conclu a_reconnu a_martelé a_insisté dit déclare affirme explique ajoute indique
        précise souligne répond estime assure lance confie écrit annonce avertit rappelle raconte
        conclut demande s'inquiète s'exclame déclara expliqua répondit ajouta demanda murmura
        s'écria selon d'après
        """
    ),
    "es": words(
        """
        dijo dice declaró declara afirmó afirma explicó explica añadió añade agregó señaló señala
        indicó aseguró asegura sostuvo respondió responde preguntó pregunta escribió escribe anunció
        advirtió advierte comentó comenta contó cuenta relató reconoció manifestó expresó subrayó
        destacó exclamó apuntó recordó recuerda insistió concluyó según ha_dicho ha_declarado
        ha_afirmado ha_explicado ha_señalado ha_asegurado ha_añadido lamentó criticó replicó
        """
    ),
    "it": words(
        """
        ha_detto ha_dichiarato ha_affermato ha_spiegato ha_aggiunto ha_sottolineato ha_scritto
        ha_risposto ha_annunciato ha_commentato ha_raccontato ha_chiesto ha_ricordato ha_concluso
        disse dice dichiara afferma spiega aggiunge sottolinea scrive risponde commenta racconta
        chiede ricorda conclude secondo rispose aggiunse
        """
    ),
    "pt": words(
        """
        disse diz afirmou afirma declarou declara explicou explica acrescentou acrescenta respondeu
        responde escreveu escreve anunciou contou conta perguntou pergunta comentou comenta alertou
        alerta ressaltou destacou lembrou completou concluiu avaliou segundo referiu sublinhou
        garantiu
        """
    ),
    "nl": words(
        """
        zei zegt verklaarde verklaart vertelde vertelt schreef schrijft antwoordde antwoordt vroeg
        vraagt riep meldde meldt benadrukte benadrukt waarschuwde waarschuwt voegde vindt stelt
        aldus volgens
        """
    ),
    "sv": words(
        """
        säger sa sade berättar berättade skriver skrev förklarar förklarade svarade svarar frågade
        frågar tillade tillägger menar menade uppger uppgav konstaterar konstaterade enligt
        """
    ),
    "da": words(
        """
        siger sagde fortæller fortalte skriver skrev forklarer forklarede svarede svarer spurgte
        spørger tilføjer tilføjede mener mente oplyser oplyste udtaler udtalte lyder ifølge
        """
    ),
    "no": words(
        """
        sier sa forteller fortalte skriver skrev forklarer forklarte svarte svarer spurte spør
        legger mener mente opplyser opplyste uttaler uttalte ifølge
        """
    ),
    "fi": words(
        """
        sanoo sanoi kertoo kertoi kirjoittaa kirjoitti vastasi vastaa kysyi kysyy toteaa totesi
        arvioi painottaa korostaa jatkoi jatkaa lisäsi huomauttaa muistuttaa pohtii
        """
    ),
    "pl": words(
        """
        powiedział powiedziała mówi mówił mówiła oświadczył oświadczyła stwierdził stwierdziła dodał
        dodała podkreślił podkreśliła wyjaśnił wyjaśniła zapytał zapytała odpowiedział odpowiedziała
        napisał napisała zaznaczył zaznaczyła ocenił oceniła zapewnił zapewniła poinformował
        poinformowała przekonuje podkreśla dodaje tłumaczy tłumaczył ocenia zaznacza
        """
    ),
    "cs": words(
        """
        řekl řekla uvedl uvedla prohlásil prohlásila dodal dodala vysvětlil vysvětlila odpověděl
        odpověděla napsal napsala zeptal zeptala říká dodává uvádí vysvětluje popsal popsala
        """
    ),
    "sk": words(
        """
        povedal povedala uviedol uviedla dodal dodala vyhlásil vyhlásila vysvetlil odpovedal napísal
        hovorí
        """
    ),
    "ru": words(
        """
        сказал сказала заявил заявила отметил отметила добавил добавила рассказал рассказала
        подчеркнул подчеркнула сообщил сообщила написал написала ответил ответила спросил спросила
        пояснил пояснила говорит считает утверждает объяснил объяснила признался признала уточнил
        уточнила воскликнул
        """
    ),
    "uk": words(
        """
        сказав сказала заявив заявила зазначив зазначила додав додала розповів розповіла наголосив
        наголосила повідомив повідомила написав написала відповів відповіла запитав запитала
        говорить пояснив пояснила вважає підкреслив
        """
    ),
    "bg": words("каза заяви добави обясни отговори попита написа посочи подчерта"),
    "sr": words(
        """
        rekao rekla kaže izjavio izjavila dodao dodala naveo navela istakao istakla poručio poručila
        odgovorio odgovorila upitao рекао рекла каже изјавио изјавила додао додала навео навела
        истакао одговорио
        """
    ),
    "hr": words(
        """
        rekao rekla kaže izjavio izjavila dodao dodala naveo navela istaknuo istaknula poručio
        poručila odgovorio upitao
        """
    ),
    "el": words(
        """
        είπε δήλωσε τόνισε πρόσθεσε απάντησε εξήγησε ρώτησε έγραψε λέει δηλώνει σημείωσε ανέφερε
        υποστήριξε τονίζει εξηγεί
        """
    ),
    "ro": words(
        """
        a_spus a_declarat a_afirmat a_explicat a_adăugat a_precizat a_scris a_răspuns a_întrebat
        spune declară afirmă explică adaugă susține a_susținut
        """
    ),
    "hu": words(
        """
        mondta mondja közölte fogalmazott hozzátette írta válaszolta kérdezte nyilatkozta
        kijelentette hangsúlyozta magyarázta
        """
    ),
    "tr": words("dedi diyor söyledi belirtti açıkladı ekledi yazdı sordu"),
    "ca": words(
        "va_dir ha_dit diu va_afirmar ha_afirmat va_explicar ha_explicat va_afegir assegura segons"
    ),
    "id": words("kata ujar tutur jelas ungkap tegas"),
}
# Languages close enough to use another's words.
_SAME = {"nb": "no", "nn": "no", "bs": "hr", "sh": "hr", "ms": "id", "gl": "pt"}
VERBS |= {other: VERBS[one] for other, one in _SAME.items()}
# Articles before a name or an office, in all the languages.
ARTICLES = words(
    """
    le la les l el los las lo il i gli un una uno une o a os as um uma de het een den det en ett der
    die das ein eine einer dem ο η το οι τα sr sra
    """
)
# Forms of address and degrees before a name, in lower case here; the text may have capitals.
ADDRESSES = words(
    """
    herr herrn frau dr prof professor professorin m mme mlle monsieur madame me señor señora sr sra
    don doña dom dona senhor senhora signor signora sig dott dottor dottoressa meneer mevrouw dhr mw
    pan pani fru hr г-н г-жа господин госпожа κύριος κυρία
    """
)
# Offices and professions between an article and a name, in lower case; a German one ends like one
# of `GERMAN_OFFICES`.
OFFICES = words(
    """
    maire ministre président présidente premier première directeur directrice porte-parole députée
    député sénateur sénatrice avocat avocate professeur professeure chercheur chercheuse économiste
    chef cheffe préfet procureur secrétaire général générale historien historienne syndicaliste
    maraîcher pêcheur alcalde alcaldesa ministro ministra presidente presidenta director directora
    portavoz diputado diputada senador senadora abogado abogada profesor profesora investigador
    investigadora economista jefe jefa secretario secretaria gobernador gobernadora fiscal juez
    jueza primer primera vecino vecina sindaco sindaca direttore direttrice portavoce deputato
    deputata senatore senatrice avvocato avvocata professore professoressa ricercatore ricercatrice
    segretario segretaria assessore assessora governatore capo prefeito prefeita diretor diretora
    porta-voz deputado deputada advogado advogada pesquisador pesquisadora secretário secretária
    governador governadora vereador vereadora burgemeester minister voorzitter woordvoerder
    woordvoerster directeur wethouder hoogleraar onderzoeker premier advocaat borgmästare
    statsminister talesperson ordförande forskare chef minister polischef advokat borgmester
    statsministeren minister direktør talsmand talsperson forsker formand professor ordfører
    statsminister leder forsker pormestari ministeri pääministeri johtaja tutkija puheenjohtaja
    professori tiedottaja burmistrz prezydent minister premier dyrektor rzecznik rzeczniczka wójt
    starosta poseł posłanka senator profesor мэр министр президент губернатор директор представитель
    профессор депутат сенатор премьер-министр глава адвокат эксперт мер міністр президент директор
    речник речниця професор депутат δήμαρχος υπουργός πρόεδρος πρωθυπουργός διευθυντής εκπρόσωπος
    καθηγητής βουλευτής starosta ministr primář ředitel mluvčí polgármester miniszter elnök igazgató
    """
)
# Endings of German offices, which are compounds: `Umweltministerin`.
GERMAN_OFFICES = tuple(
    """
    minister ministerin präsident präsidentin kanzler kanzlerin meister meisterin sprecher
    sprecherin direktor direktorin leiter leiterin chef chefin vorsitzende vorsitzender rat rätin
    sekretär sekretärin anwalt anwältin richter richterin experte expertin forscher forscherin
    trainer trainerin professor professorin abgeordnete abgeordneter kommissar kommissarin führer
    führerin inhaber inhaberin kapitän lotse lotsin autor autorin historiker historikerin ökonom
    ökonomin landrat landrätin intendant intendantin bischof bischöfin pfarrer pfarrerin fischer
    fischerin politiker politikerin
    """.split()
)
# Capitalised German words that follow a verb of saying without an article and name nobody.
GERMAN_NOBODY = words(
    """
    Vater Mutter Oma Opa Mama Papa Polizei Reportern Journalisten Journalistinnen Medienvertretern
    Anhängern Zuhörern Abgeordneten Kollegen Freunden Leute Menschen Experten Kritiker Anwohner
    Augenzeugen Beobachter Fachleute Behörden Politiker Gott Jesus Tante Onkel Bruder Schwester
    Großmutter Großvater
    """
)
# Particles inside a name.
PARTICLES = words(
    """
    de da di du del della dei dos das do van von der den ten ter zu zum le la af av bin ibn al el
    y e
    """
)

# Beginnings of words that make a name or a title of the quoted words behind them: `Film “…”`.
NAMING = tuple(
    """
    genannt nannt sogenannt titel film buch roman schiff frachter fähre zeitung zeitschrift
    magazin lied stück reihe serie projekt aktion begriff wort motto livre ouvrage appel intitul
    surnomm navire journal chanson opération projet mot libro novela película titulad llamad
    denominad apod barco buque periódico diario canción operación proyecto palabra romanzo chiamat
    intitolat nave giornale canzone progetto parola livro romance chamad intitulad jornal navio
    projeto palavra boek genaamd schip krant woord boken bogen boka roman fartyg skib ordet kallad
    kaldet kirja romaani laiva książk powieś statek gazet tzw zwan роман книг фильм газет судн
    корабл паром слов назыв журнал проект βιβλίο μυθιστόρημα ταινία πλοίο εφημερίδα رواية كتاب
    فيلم صحيفة سفينة مسمى حركة תנועת הספר ספר הסרט סרט העיתון עיתון המכונה
    小说 小說 电影 電影 小説 映画
    """.split()
)
# First and second person: quoted words with one of these are direct speech. Only words that are
# nothing else in their language.
PERSONS = {
    "de": words("ich wir uns unser unsere unseren mich mir mein meine du euch"),
    "fr": words("je j'ai nous notre nos mon mes moi vous votre vos"),
    "es": words(
        """
        yo nosotros nosotras nuestro nuestra nuestros nuestras mi mis me tengo tenemos somos estamos
        vamos hemos
        """
    ),
    "it": words(
        "io noi nostro nostra nostri nostre mio mia miei abbiamo siamo sono vogliamo dobbiamo"
    ),
    "pt": words("eu nós nosso nossa nossos nossas meu minha temos somos estamos vamos"),
    "nl": words("ik wij we ons onze mijn jij jullie"),
    "sv": words("jag vi oss vår våra mitt min du ni"),
    "da": words("jeg vi os vores min mit du"),
    "no": words("jeg vi oss vår våre min mitt du"),
    "fi": words("minä me meidän meillä minun minulla olemme"),
    "pl": words("ja my nas nam nasz nasza nasze mój moja mamy jesteśmy"),
    "ru": words("я мы нас нам наш наша наши мой моя мне"),
    "uk": words("я ми нас нам наш наша наші мій моя мені"),
    "el": words("εγώ εμείς μας μου είμαστε έχουμε"),
    "cs": words("já my nás nám náš naše můj moje jsme máme"),
}
PERSONS |= {other: PERSONS[one] for other, one in _SAME.items() if one in PERSONS}
# Verbs of saying in scripts without capitals: they make speech of the quoted words beside them, but
# no rule there finds the speaker.
SIGNS = {
    "zh": words(
        """
        说 說 表示 称 稱 指出 强调 強調 写道 寫道 问 問 回答 答 喊 认为 認為
        回应 回應 直言 坦言 告诉 告訴 呼吁 呼籲 警告
        """
    ),
    "ja": words(
        """
        述べ 語っ 語る 話し 話す 言っ 言う 訴え 強調 答え 説明 コメント 指摘
        批判 主張 発言 明かし 叫ん つぶや 尋ね 質問 反論 振り返 呼びかけ
        """
    ),
    "ko": words("말했 밝혔 전했 강조 설명 주장 답했 덧붙 지적 비판 토로 외쳤 물었"),
    "ar": words(
        """
        قال قالت أضاف أضافت أكد أكدت صرح صرحت أوضح أوضحت كتب كتبت تابع تابعت يقول تقول رد ردت سأل
        سألت أعلن أعلنت شدد شددت اعتبر اعتبرت
        """
    ),
    "he": words(
        """
        אמר אמרה הוסיף הוסיפה מסר מסרה הצהיר הצהירה כתב כתבה טען טענה ציין ציינה הדגיש הדגישה השיב
        השיבה שאל שאלה הבהיר הבהירה הסביר הסבירה אומר אומרת
        """
    ),
    "fa": words("گفت گفته افزود نوشت پرسید"),
    "ur": words("کہا بتایا پوچھا"),
    "hi": words("कहा बताया पूछा लिखा"),
}
NO_CAPITALS = frozenset(
    "zh ja ko ar he fa ur hi mr bn ta te th ka yi ps gu kn ml my km lo am".split()
)
# Languages whose news and prose set speech behind a dash at the beginning of a line.
DASHES = frozenset(
    """
    es fr pt it ca gl pl ru uk be bg sr hr bs sl cs sk el ro hu tr sv da no nb nn fi et lv lt sq mk
    eu is
    """.split()
)
