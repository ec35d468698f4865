"""Short news in other languages, made for the tests.

What is said in them, by whom where their own rule makes it sure, and what only looks as if it were
said. People, bodies and most places are invented.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Text:
    """A text, each quotation in it with its speaker (None: nobody can be sure).

    And words in marks that nobody says.
    """

    text: str
    said: tuple[tuple[str, str | None], ...]
    not_said: tuple[str, ...] = ()


TEXTS: dict[str, list[Text]] = {
    "de": [
        Text(
            "Der Hafen von Orsk bleibt geschlossen. „Wir haben keine andere Wahl“, sagte "
            "Hagen. „Die Mole hält noch.“ Der Bürgermeister "
            "widersprach: „Das ist eine Zumutung für die Familien.“ Viele nannten den Plan "
            "einen „Irrweg“.",
            (
                ("Wir haben keine andere Wahl", "Hagen"),
                ("Die Mole hält noch.", "Hagen"),
                ("Das ist eine Zumutung für die Familien.", None),
            ),
            ("Irrweg",),
        ),
        Text(
            "»Niemand wollte das hören«, erklärte Umweltministerin Lea Brandvik am Montag in "
            "der Hauptstadt. In ihrem Buch »Das stille "
            "Wasser« beschreibt sie die Flut. „Er rief immer nur: ‚Die Mauer hält.‘“ So "
            "erinnert sich eine Nachbarin.",
            (
                ("Niemand wollte das hören", "Lea Brandvik"),
                ("Er rief immer nur: ‚Die Mauer hält.‘", None),
            ),
            ("Das stille Wasser",),
        ),
        Text(
            'Olaf Hagen sagte: "Wir fahren morgen." Das Schiff "Seeadler" liegt noch am Kai. '
            "‹Es ist viel zu spät›, meinte Frau Holt.",
            (("Wir fahren morgen.", "Olaf Hagen"), ("Es ist viel zu spät", "Holt")),
            ("Seeadler",),
        ),
    ],
    "fr": [
        Text(
            "Le port reste fermé. « Nous n'avons pas le choix », a déclaré Mara Brandvik "
            "mardi. « La digue tient encore. » Le maire a "
            "répondu : « C'est une honte pour les familles. » Beaucoup parlent d'un « fiasco ».",
            (
                ("Nous n'avons pas le choix", "Mara Brandvik"),
                ("La digue tient encore.", "Mara Brandvik"),
                ("C'est une honte pour les familles.", None),
            ),
            ("fiasco",),
        ),
        Text(
            "“Personne ne voulait l'entendre”, explique le maire Jean Valcourt. Dans son "
            "livre « Les "
            "Eaux calmes », elle décrit la crue.\n\n"
            "— Nous partons demain, dit Anne Holt.\n\n— Déjà ? Il est bien trop tôt !",
            (
                ("Personne ne voulait l'entendre", "Jean Valcourt"),
                ("Nous partons demain", "Anne Holt"),
                ("Déjà ? Il est bien trop tôt !", None),
            ),
            ("Les Eaux calmes",),
        ),
    ],
    "es": [
        Text(
            "El puerto sigue cerrado. «No tenemos otra opción», dijo Mara Holt. «El dique todavía "
            "aguanta». El alcalde respondió: «Es una "
            "vergüenza para las familias». Muchos hablan de un «fracaso».",
            (
                ("No tenemos otra opción", "Mara Holt"),
                ("El dique todavía aguanta", "Mara Holt"),
                ("Es una vergüenza para las familias", None),
            ),
            ("fracaso",),
        ),
        Text(
            "—No vamos a cerrar el puerto —dijo Juan Valadares—. Eso está claro.\n\n—¿Y quién "
            "lo paga? —preguntó ella.\n\n"
            'La novela "Aguas quietas" cuenta la crecida. "Nadie quería oírlo", señaló el '
            "ministro Pedro Arana.",
            (
                ("No vamos a cerrar el puerto", "Juan Valadares"),
                ("Eso está claro.", "Juan Valadares"),
                ("¿Y quién lo paga?", None),
                ("Nadie quería oírlo", "Pedro Arana"),
            ),
            ("Aguas quietas",),
        ),
    ],
    "it": [
        Text(
            "Il porto resta chiuso. «Non abbiamo scelta», ha detto Mara Holt martedì. “La "
            "diga regge "
            "ancora”, ha spiegato il sindaco Carlo "
            "Brandi. Il pescatore ha risposto: «È una vergogna per le famiglie». Molti "
            "parlano di un «fiasco».",
            (
                ("Non abbiamo scelta", "Mara Holt"),
                ("La diga regge ancora", "Carlo Brandi"),
                ("È una vergogna per le famiglie", None),
            ),
            ("fiasco",),
        ),
        Text(
            "«Nessuno voleva sentirlo», afferma Brandi. Il romanzo «Acque calme» racconta la "
            "piena. "
            "“Partiamo domani, prima dell'alba.” Così "
            "è finita la riunione sull'isola.",
            (("Nessuno voleva sentirlo", "Brandi"), ("Partiamo domani, prima dell'alba.", None)),
            ("Acque calme",),
        ),
    ],
    "pt": [
        Text(
            "O porto continua fechado. “Não temos outra escolha”, disse Mara Holt na "
            "terça-feira. «O "
            "molhe ainda aguenta», afirmou o prefeito "
            "Rui Valadão. O pescador respondeu: “É uma vergonha para as famílias.” Muitos "
            "falam num “fiasco”.",
            (
                ("Não temos outra escolha", "Mara Holt"),
                ("O molhe ainda aguenta", "Rui Valadão"),
                ("É uma vergonha para as famílias.", None),
            ),
            ("fiasco",),
        ),
        Text(
            "— Não vamos fechar o porto — disse Rui Valadão. — Isso está claro.\n\nO romance "
            "“Águas "
            "Paradas” conta a cheia. “Ninguém queria "
            "ouvir isso”, lembrou ela.",
            (
                ("Não vamos fechar o porto", "Rui Valadão"),
                ("Isso está claro.", "Rui Valadão"),
                ("Ninguém queria ouvir isso", None),
            ),
            ("Águas Paradas",),
        ),
    ],
    "nl": [
        Text(
            "De haven blijft dicht. „We hebben geen keus”, zei Mara Holt dinsdag. ‘De pier "
            "houdt het "
            "nog’, vertelde burgemeester Jan de Wit. "
            'De visser antwoordde: "Dit is een schande voor de gezinnen." Velen spreken van '
            'een "fiasco".',
            (
                ("We hebben geen keus", "Mara Holt"),
                ("De pier houdt het nog", "Jan de Wit"),
                ("Dit is een schande voor de gezinnen.", None),
            ),
            ("fiasco",),
        ),
        Text(
            "“Niemand wilde het horen”, aldus De Wit. Het boek “Stil Water” vertelt over de vloed. "
            "“Morgen varen we uit, voor zonsopgang.” Zo "
            "eindigde de vergadering op het eiland.",
            (("Niemand wilde het horen", None), ("Morgen varen we uit, voor zonsopgang.", None)),
            ("Stil Water",),
        ),
    ],
    "pl": [
        Text(
            "Port pozostaje zamknięty. „Nie mamy wyboru” – powiedział Jan Brandowski we "
            "wtorek. „Molo "
            "jeszcze się trzyma”, dodała Anna Holt. "
            "Rybak odpowiedział: „To hańba dla rodzin”. Wielu mówi o „fiasku”.",
            (
                ("Nie mamy wyboru", "Jan Brandowski"),
                ("Molo jeszcze się trzyma", "Anna Holt"),
                ("To hańba dla rodzin", None),
            ),
            ("fiasku",),
        ),
        Text(
            "– Nie zamkniemy portu – powiedział burmistrz Piotr Wolski. – To pewne.\n\n— Kto za to "
            "zapłaci? — zapytała.\n\nKsiążka „Cicha "
            "Woda” opowiada o powodzi.",
            (
                ("Nie zamkniemy portu", "Piotr Wolski"),
                ("To pewne.", "Piotr Wolski"),
                ("Kto za to zapłaci?", None),
            ),
            ("Cicha Woda",),
        ),
    ],
    "ru": [
        Text(
            "Порт остаётся закрытым. «У нас нет выбора», — сказал Иван Брандов во вторник. "
            "«Мол ещё "
            "держится», — добавила Анна Холт. Рыбак "
            "ответил: «Это позор для семей». Многие говорят о «провале».",
            (
                ("У нас нет выбора", "Иван Брандов"),
                ("Мол ещё держится", "Анна Холт"),
                ("Это позор для семей", None),
            ),
            ("провале",),
        ),
        Text(
            "— Мы не закроем порт, — сказал Пётр Вольский. — Это ясно.\n\n— Кто за это "
            "заплатит? — спросила она.\n\nРоман «Тихая вода» "
            "рассказывает о наводнении. „Никто не хотел этого слышать“, — отметил мэр.",
            (
                ("Мы не закроем порт", "Пётр Вольский"),
                ("Это ясно.", "Пётр Вольский"),
                ("Кто за это заплатит?", None),
                ("Никто не хотел этого слышать", None),
            ),
            ("Тихая вода",),
        ),
    ],
    "sv": [
        Text(
            "Hamnen förblir stängd. ”Vi har inget val”, säger Mara Holt. ”Piren håller "
            "fortfarande”, "
            "sade borgmästare Lars Brandvik i tisdags. "
            "Fiskaren svarade: ”Det är en skam för familjerna.” Många talar om ett ”fiasko”.",
            (
                ("Vi har inget val", "Mara Holt"),
                ("Piren håller fortfarande", "Lars Brandvik"),
                ("Det är en skam för familjerna.", None),
            ),
            ("fiasko",),
        ),
        Text(
            "– Vi stänger inte hamnen, säger Lars Brandvik.\n\n– Det är alldeles för "
            "sent!\n\nBoken "
            "»Stilla Vatten» handlar om floden. »Ingen "
            "ville höra det», berättar hon.",
            (
                ("Vi stänger inte hamnen", "Lars Brandvik"),
                ("Det är alldeles för sent!", None),
                ("Ingen ville höra det", None),
            ),
            ("Stilla Vatten",),
        ),
    ],
    "da": [
        Text(
            "Havnen forbliver lukket. »Vi har intet valg«, siger Mara Holt. »Molen holder stadig«, "
            "sagde borgmester Lars Brandvig i tirsdags. "
            "Fiskeren svarede: »Det er en skam for familierne.« Mange taler om en »fiasko«.",
            (
                ("Vi har intet valg", "Mara Holt"),
                ("Molen holder stadig", "Lars Brandvig"),
                ("Det er en skam for familierne.", None),
            ),
            ("fiasko",),
        ),
        Text(
            "- Vi lukker ikke havnen, siger Lars Brandvig.\n\n“Ingen ville høre det”, "
            "fortæller hun. Bogen »Stille Vande« handler om "
            "oversvømmelsen på øerne.",
            (("Vi lukker ikke havnen", "Lars Brandvig"), ("Ingen ville høre det", None)),
            ("Stille Vande",),
        ),
    ],
    "fi": [
        Text(
            "Satama pysyy suljettuna. ”Meillä ei ole vaihtoehtoja”, sanoo Matti Holtti. "
            "”Laituri kestää vielä”, kertoi pormestari Anna "
            "Brandi tiistaina. Kalastaja vastasi: ”Tämä on häpeä perheille.” Moni puhuu "
            "”fiaskosta”.",
            (
                ("Meillä ei ole vaihtoehtoja", "Matti Holtti"),
                ("Laituri kestää vielä", "Anna Brandi"),
                ("Tämä on häpeä perheille.", None),
            ),
            ("fiaskosta",),
        ),
        Text(
            "– Emme sulje satamaa, sanoo Matti Holtti.\n\n”Kukaan ei halunnut kuulla sitä”, "
            "hän toteaa. Romaani ”Tyynet Vedet” kertoo "
            "tulvasta saarilla.",
            (("Emme sulje satamaa", "Matti Holtti"), ("Kukaan ei halunnut kuulla sitä", None)),
            ("Tyynet Vedet",),
        ),
    ],
    "el": [
        Text(
            "Το λιμάνι παραμένει κλειστό. «Δεν έχουμε άλλη επιλογή», είπε ο Γιώργος Μαρίνος "
            "την Τρίτη. «Ο μόλος αντέχει ακόμη», δήλωσε η "
            "δήμαρχος Άννα Χολτ. Ο ψαράς απάντησε: «Είναι ντροπή για τις οικογένειες». Πολλοί "
            "μιλούν για «φιάσκο».",
            (
                ("Δεν έχουμε άλλη επιλογή", "Γιώργος Μαρίνος"),
                ("Ο μόλος αντέχει ακόμη", "Άννα Χολτ"),
                ("Είναι ντροπή για τις οικογένειες", None),
            ),
            ("φιάσκο",),
        ),
        Text(
            "— Δεν θα κλείσουμε το λιμάνι, είπε η Άννα Χολτ.\n\n— Ποιος θα πληρώσει;\n\nΤο βιβλίο "
            "«Ήσυχα Νερά» μιλά για την πλημμύρα. “Κανείς "
            "δεν ήθελε να το ακούσει”, πρόσθεσε.",
            (
                ("Δεν θα κλείσουμε το λιμάνι", "Άννα Χολτ"),
                ("Ποιος θα πληρώσει;", None),
                ("Κανείς δεν ήθελε να το ακούσει", None),
            ),
            ("Ήσυχα Νερά",),
        ),
    ],
    "zh": [
        Text(
            "港口仍然关闭。市长周二说：“我们别无选择，码头必须关闭。”一位渔民回答：“这对家庭来说是一种耻辱。”许多人谈到“惨败”。",
            (("我们别无选择，码头必须关闭。", None), ("这对家庭来说是一种耻辱。", None)),
            ("惨败",),
        ),
        Text(
            "“没有人愿意听到这些话”，她表示。小说《静水》讲述了那场洪水。港务局局长指出，码头“还能再坚持二十年以上”，居民不必担心。她问：“谁来付钱？”",
            (("没有人愿意听到这些话", None), ("还能再坚持二十年以上", None), ("谁来付钱？", None)),
        ),
    ],
    "ja": [
        Text(
            "港は閉鎖されたままだ。市長は火曜日、「ほかに選択肢はない」と述べた。漁師は「家族にとって恥だ」と話した。多くの人が「失敗」を口にする。",
            (("ほかに選択肢はない", None), ("家族にとって恥だ", None)),
            ("失敗",),
        ),
        Text(
            "「だれも聞きたがらなかった」。彼女は小説『静かな水』で洪水を描いた。局長は「桟橋はまだ二十年はもつ」と強調した。"
            "「だれが払うのですか」と記者が尋ねた。",
            (
                ("だれも聞きたがらなかった", None),
                ("桟橋はまだ二十年はもつ", None),
                ("だれが払うのですか", None),
            ),
            ("静かな水",),
        ),
    ],
    "ar": [
        Text(
            "لا يزال الميناء مغلقا. وقال رئيس البلدية يوم الثلاثاء: «ليس لدينا خيار آخر». وأضافت "
            'الوزيرة "الرصيف ما زال صامدا". ورد الصياد: '
            "“هذا عار على العائلات.” ويتحدث كثيرون عن «فشل».",
            (
                ("ليس لدينا خيار آخر", None),
                ("الرصيف ما زال صامدا", None),
                ("هذا عار على العائلات.", None),
            ),
            ("فشل",),
        ),
        Text(
            "«لم يرد أحد أن يسمع ذلك»، قالت الكاتبة في الجزيرة. وتروي رواية «المياه الهادئة» "
            "قصة الفيضان. وسأل الصحفي: «من سيدفع الثمن؟»",
            (("لم يرد أحد أن يسمع ذلك", None), ("من سيدفع الثمن؟", None)),
            ("المياه الهادئة",),
        ),
    ],
    "he": [
        Text(
            'הנמל נותר סגור. ראש העירייה אמר ביום שלישי: "אין לנו ברירה אחרת". דובר צה"ל לא '
            "הגיב. הדייג השיב: ״זאת בושה למשפחות.״ רבים "
            "מדברים על ״כישלון״.",
            (("אין לנו ברירה אחרת", None), ("זאת בושה למשפחות.", None)),
            ("כישלון",),
        ),
        Text(
            '״אף אחד לא רצה לשמוע את זה״, אמרה השרה באי. מנכ"ל הנמל טען ש"המזח עוד יחזיק '
            'עשרים שנה". הספר ״מים שקטים״ מספר על השיטפון. '
            '"מי ישלם?" שאל העיתונאי.',
            (
                ("אף אחד לא רצה לשמוע את זה", None),
                ("המזח עוד יחזיק עשרים שנה", None),
                ("מי ישלם?", None),
            ),
            ("מים שקטים",),
        ),
    ],
}
