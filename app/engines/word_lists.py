"""English word lists of the engine `rules`: titles, roles, heads of names, particles, openers.

Written by hand from general knowledge; none is taken from a corpus (docs/decisions/0010). Names of
places and peoples are in `places.listed_names`; lists that only one module needs stand in it.
"""

ENGINE = "rules"
VERSION = "2"
CREATOR = f"{ENGINE}@{VERSION}"


def words(text: str) -> frozenset[str]:
    """The space-separated words of `text`; `_` stands for a space inside one."""
    return frozenset(w.replace("_", " ") for w in text.split())


# Titles and forms of address, written before a name and not part of it.
COURTESY = words(
    """
    mr mrs ms miss mx dr prof professor sir dame lord lady madam madame monsieur herr frau señor
    señora don doña mme m sheikh sheikha imam ayatollah rabbi father brother sister reverend rev hon
    honourable honorable his_excellency pope king queen prince princess duke duchess baron baroness
    count countess emir sultan emperor empress capt captain cmdr col gen lt sgt maj cpl pvt adm sen
    rep gov pres
    """
)

# Offices and professions, written before a name; unlike COURTESY they also describe a person on
# their own ("the president").
ROLES = words(
    """
    president premier chancellor minister secretary secretary-general governor mayor senator
    congressman congresswoman congressperson representative ambassador envoy commissioner councillor
    councilor alderman speaker chairman chairwoman chairperson chair chief director manager head
    leader boss founder co-founder owner spokesman spokeswoman spokesperson adviser advisor aide
    economist analyst strategist scientist researcher historian biologist physicist chemist
    geologist ecologist oceanographer engineer architect doctor surgeon physician nurse
    epidemiologist psychologist sociologist lawyer attorney solicitor barrister judge justice
    magistrate prosecutor detective inspector superintendent constable sheriff marshal officer
    captain commander colonel general lieutenant sergeant major corporal private admiral commodore
    brigadier pilot skipper harbourmaster master author writer novelist poet playwright journalist
    reporter editor columnist correspondent critic broadcaster presenter actor actress singer
    musician composer conductor artist painter sculptor photographer filmmaker producer curator
    designer coach captain striker midfielder goalkeeper defender forward sprinter rower swimmer
    cyclist boxer golfer champion professor lecturer teacher headteacher headmaster headmistress
    principal dean rector vice-chancellor student trainee activist campaigner organiser organizer
    coordinator dissident exile refugee bishop archbishop cardinal pope patriarch priest vicar
    pastor imam cleric rabbi king queen prince princess emperor sultan emir crown_prince treasurer
    auditor ombudsman registrar clerk librarian archivist administrator executive deputy consul
    coroner trustee president-elect ceo cfo coo cto mp mep msp md lawmaker legislator politician
    official candidate dictator chairman farmer fisherman fisher baker builder carpenter trader
    shopkeeper banker investor entrepreneur businessman businesswoman developer programmer expert
    specialist consultant veteran survivor witness victim resident
    """
)

# Words that belong to the role after them: `deputy prime minister`, `acting harbour master`.
ROLE_MODIFIERS = words(
    """
    former ex acting interim deputy vice first prime foreign finance interior defence defense health
    education justice trade transport energy environment agriculture culture home labour labor
    economy economic senior chief lead principal assistant associate executive managing general
    permanent under press presidential government state national federal regional local county city
    town district provincial municipal police army navy military naval fire opposition party
    parliamentary shadow campaign ruling then longtime long-time late outgoing incoming newly
    elected caretaker crown major lieutenant rear brigadier attorney security intelligence human
    rights climate marine veteran founding honorary visiting special central bank research head
    harbour harbor fisheries minority majority house senate solicitor cabinet public
    """
)

# Heads by the kind they give a name. A head is the capitalised last word of a name, or the word
# before its `of`: `Harbour Board`, `Bank of Orle`. The five lists are tried in this order:
# organizations, facilities, events, places, works.
ORGANIZATION_HEADS = words(
    """
    board council ministry association university party court ltd limited inc incorporated corp
    corporation co company companies plc llc llp gmbh ag sa spa nv oy ab committee commission police
    agency authority administration department bureau office institute institution organisation
    organization society union federation confederation foundation trust fund bank group holdings
    club college academy school congress parliament senate assembly duma knesset bundestag cabinet
    government army navy force forces corps guard guards brigade regiment battalion division command
    command service services secretariat treasury directorate inspectorate constabulary alliance
    coalition league movement front network international times post news herald gazette courier
    tribune guardian telegraph journal chronicle observer press television tv radio media
    broadcasting airlines airways railways motors industries enterprises partners solutions systems
    technologies technology laboratories labs pharmaceuticals insurance securities capital
    investments consulting records studios pictures entertainment orchestra philharmonic ensemble
    united rovers wanderers athletic fc afc church diocese ministries firm brothers sons cooperative
    co-operative collective centre_for center_for taskforce task_force workshop nations jihad
    brotherhood tribunal embassy consulate mission delegation registry exchange chamber faculty
    laboratory programme_for energy oil gas petroleum steel foods logistics electronics interactive
    communications telecom affairs democrats greens list bench
    """
)

# The trade in the name of a firm, a club or an office, which gives no kind by itself: `Hale
# Dredging`, `Tollness Thistle`.
TRADES = words(
    """
    dredging shipping tidal line lines ferries customs fishing haulage freight construction builders
    engineering aviation aerospace chemicals textiles brewing brewery breweries distillery
    distillers publishing printing software robotics biotech therapeutics ventures properties retail
    stores supermarkets catering cruises tours transport trucking couriers mining minerals metals
    timber packaging plastics cement renewables solar hydro nuclear electric electrical utilities
    mobile wireless digital pharma healthcare finance financial leasing trading traders commodities
    merchants farms dairy bakery bakeries thistle albion rangers harriers argyle hotspur dynamo
    spartak lokomotiv rowers swimmers telephone optical marine salvage towage pilotage
    """
)

# Common nouns for an organization, in lower case beside a name: `the carmaker Hale`.
BODIES = words(
    """
    firm company club crew party team band charity airline newspaper broadcaster agency startup
    start-up manufacturer retailer brewer carmaker shipyard contractor utility lender insurer
    subsidiary publisher magazine
    """
)

# Common nouns for a vessel; the name after one is a product: `the ferry Guillemot`.
SHIPS = words(
    """
    ferry ship vessel boat trawler yacht tanker freighter cutter tug tugboat barge submarine frigate
    destroyer cruiser steamer schooner dredger lifeboat liner ketch sloop brig coaster icebreaker
    warship
    """
)

# Relatives; the name beside one is a person: `his brother Tom`.
KIN = words(
    """
    brother sister son daughter wife husband mother father uncle aunt nephew niece cousin widow
    widower grandson granddaughter
    """
)

# What an organization named after a place does, and the place does not: `Tollness Bay voted`.
AGENCY_VERBS = words(
    """
    voted votes demanded demands agreed agrees abstained proposed proposes rejected rejects opposed
    opposes refused refuses promised promises gained lost won campaigned pledged
    """
)

PLACE_HEADS = words(
    """
    island islands isle isles archipelago peninsula sea ocean bay gulf strait straits channel sound
    lake river creek mountains mountain mount hills hill valley desert forest coast cape plateau
    basin delta reef ridge range falls glacier republic kingdom emirates federation_of province
    state county region district prefecture municipality territory territories oblast canton borough
    parish city town village heights shore shores beach harbour harbor port point head skerry rock
    quay street road avenue lane square boulevard drive highway park gardens woods moor plain plains
    north south east west strip bank corridor
    """
)

FACILITY_HEADS = words(
    """
    bridge airport hospital stadium arena harbour_station station terminal museum library gallery
    theatre theater hall palace castle tower cathedral mosque temple synagogue abbey chapel
    monastery prison jail plant reactor mine dam reservoir canal tunnel lighthouse light pier dock
    docks mall hotel building house centre center zoo cemetery barracks base observatory racecourse
    velodrome pavilion clinic infirmary roundabout interchange bypass pipeline refinery shipyard
    ferry_terminal
    """
)

EVENT_HEADS = words(
    """
    war wars games festival championship championships cup olympics olympiad paralympics revolution
    uprising rebellion revolt battle siege summit conference forum congress_of election elections
    referendum massacre genocide holocaust earthquake hurricane typhoon cyclone storm pandemic
    marathon derby race regatta grand_prix open expo exposition biennale exhibition fair inquiry
    hearings_on day week month spring olympiads fringe meeting parade carnival eid easter christmas
    ramadan diwali hanukkah armistice crisis crusade famine depression
    """
)

# Every head of an organization, a place, a facility or an event; works have their own list, for
# their names are not read as titled persons.
HEADS = ORGANIZATION_HEADS | PLACE_HEADS | FACILITY_HEADS | EVENT_HEADS

# Heads of laws, treaties, reports and prizes.
WORK_HEADS = words(
    """
    act bill treaty agreement accord accords convention protocol constitution charter declaration
    report code law statute manifesto guide prize award awards
    """
)

# Heads that a name may continue after with `of`: `University of Orle`.
HEADS_WITH_OF = words(
    """
    university college school ministry department office bank house council board court church isle
    bay gulf cape strait sea lake republic kingdom state states city province bishop_of institute
    academy association society organisation organization federation union league chamber committee
    commission bureau battle siege war treaty port mount duchy principality democratic_republic
    museum library hall tower palace federation community commonwealth parliament assembly congress
    secretariat faculty directorate day confederation agency authority institution fund movement
    party army guild order institutes feast
    """
)

# Lower-case particles inside a person's name: `Anna van der Berg`.
INNER_PARTICLES = words(
    """
    de da di du del della der des dos das van von vom zu zum zur ten ter te la le les los las el al
    ibn bin bint ben abu y e og af av
    """
)

# Abbreviations everybody knows, with the kind of what they name.
ACRONYMS = {
    **dict.fromkeys(
        words("UN EU NATO WHO IMF BBC U.N. E.U. GOP OPEC ASEAN OECD NASA FBI CIA"),
        "organization",
    ),
    **dict.fromkeys(words("UK US USA U.S. U.S.A. U.K. UAE USSR DC D.C. DRC"), "place"),
}

# Written with capitals and still no name: units, offices, currencies, numerals, common nouns.
NOT_NAMES = words(
    """
    MW GW KW kW km CEO CFO COO CTO MP MPs MEP TV PM AM GMT UTC EST PST BST CET OK PC ID FAQ PR HR IT
    AI GDP VAT DNA RNA HIV AIDS COVID COVID-19 Covid Covid-19 ATM PIN SMS GPS LED CCTV UFO VIP SUV
    NGO NGOs PhD BA MA MSc BSc MBA RT HD LGBT LGBTQ No Gen Constitution Senior Junior Internet I II
    III IV VI VII VIII IX XI USD EUR GBP Rs RM Internet God Bible Qur'an Koran
    """
)

# Organizations known by names that show no kind: no head, no abbreviation.
ORGANIZATIONS = words(
    """
    United_Nations European_Union Kremlin White_House Pentagon Downing_Street Whitehall Capitol_Hill
    Hamas Hezbollah Taliban Al_Qaeda al-Qaeda Al-Qaeda Islamic_State Interpol Europol Reuters
    Facebook Google Twitter Microsoft Amazon Apple Tesla Boeing Airbus Toyota Samsung Huawei Gazprom
    Netflix Instagram YouTube TikTok WhatsApp Telegram Uber Nokia Volkswagen Siemens Sony Greenpeace
    Oxfam Unicef UNICEF Unesco UNESCO Fifa FIFA Uefa UEFA Labour Tories Congress Parliament
    Bundestag Knesset Duma Red_Cross Amnesty_International Human_Rights_Watch Associated_Press
    Al_Jazeera Deutsche_Welle Agence_France-Presse World_Bank Harvard Oxford Cambridge Yale Stanford
    Supreme_Court Opec Nasa Nato
    """
)

# Common given names in the languages of world news, in lower case. They make a person of the name
# that they begin.
GIVEN = words(
    """
        Aaron Abdul Abdullah Abraham Adam Adrian Ahmad Ahmed Aisha Alan Albert Alejandro Alex
        Alexander Alexandra Alexei Alfred Ali Alice Alicia Alison Amanda Amina Amir Amy Ana Andrea
        Andreas Andrei Andrew Andrzej Angela Angelo Anita Ann Anna Anne Anthony Antonio António
        Arthur Barack Barbara Ben Benjamin Bernard Bill Bob Boris Brian Bruce Carl Carla Carlos
        Carol Caroline Catherine Charles Charlotte Chris Christian Christina Christine Christopher
        Claire Claudia Colin Craig Daniel Daniela Dave David Deborah Denis Dennis Diana Diego Dmitri
        Dmitry Donald Dorothy Douglas Edward Elena Eli Elizabeth Ellen Emily Emma Emmanuel Eric Erik
        Ernest Eva Evelyn Fatima Felix Fernando Fiona Francis Francisco Frank Franz Fred Frederick
        Gabriel Gary George Georgia Gerald Gerhard Giovanni Giorgio Giuseppe Gloria Gordon Grace
        Graham Greg Gregory Guillermo Hamid Hannah Hans Harold Harry Hassan Heather Helen Helena
        Henry Hillary Howard Hugo Hussein Ian Ibrahim Igor Imran Ingrid Irene Isaac Isabel Ivan Jack
        Jacob Jacques James Jane Janet Jason Javier Jean Jeff Jeffrey Jennifer Jeremy Jerry Jessica
        Jesus Jill Jim Joan Joanna Joe Joel Johan Johann John Jon Jonathan Jorge Jose José Joseph
        Joshua Juan Judith Julia Julian Julie Justin Karen Karl Kate Katherine Kathleen Keith Kelly
        Ken Kenneth Kevin Khalid Kim Larry Laura Lauren Lee Leo Leon Leonid Lewis Liam Linda Lisa
        Lloyd Lorenzo Louis Louise Lucas Lucy Luis Luke Luigi Lydia Magdalena Mahmoud Manuel Marc
        Marco Marcus Margaret Maria María Mario Marie Mark Markus Martha Martin Mary Matthew Maria
        Maurice Max Maxim Megan Melissa Michael Michel Michelle Miguel Mike Mikhail Mohamed Mohammad
        Mohammed Muhammad Monica Mustafa Nadia Nancy Narendra Natalia Nathan Neil Nelson Nicholas
        Nick Nicola Nicolas Nicole Nigel Nikita Nikolai Nina Noah Nora Olaf Oleg Olga Oliver Olivia
        Omar Oscar Otto Pablo Pamela Patricia Patrick Paul Paula Pavel Pedro Peter Philip Phillip
        Pierre Rachel Rafael Ralph Ravi Raymond Rebecca Ricardo Richard Rob Robert Roberto Robin
        Roger Ronald Rosa Rose Ruth Ryan Sally Sam Samantha Samuel Sandra Sara Sarah Scott Sean
        Sebastian Serge Sergei Sergey Sharon Simon Sofia Sonia Sophie Stefan Stephanie Stephen Steve
        Steven Stuart Susan Svetlana Sven Tatiana Teresa Terry Theresa Thomas Tim Timothy Tom Tony
        Ursula Valentina Vanessa Vera Veronica Victor Viktor Vincent Vladimir Volodymyr Walter Wayne
        Wendy William Wolfgang Xavier Yasmin Yuri Yusuf Yvonne Zoe
        """.lower()
)

# Words that a sentence may open with and that open no name. Closed classes and the commonest
# adverbs of news.
OPENERS = words(
    """
    a about above according across additionally admittedly after afterwards again against ago all
    almost alone along already also although always amid among an and another any anybody anyone
    anything apart are around as asked at away back based because been before behind being below
    beside besides between beyond both but by can certainly clearly come could currently despite did
    do does done don't down due during each earlier early either eight else elsewhere enough
    especially even eventually ever every everybody everyone everything everywhere except few
    finally first five following for forget former formerly fortunately four from further
    furthermore generally get give given go good had half has have having he hence her here hers
    herself him himself his how however hundreds i if in inside indeed instead into is it it's its
    itself just last late later latest least less let like likewise look make many may maybe me
    meanwhile might mine more moreover most mostly much must my myself near nearby nearly neither
    never nevertheless new next nine no nobody none nonetheless nor not nothing notably now nowhere
    obviously of off often oh old on once one only onto or originally other others otherwise our
    ours ourselves out outside over overall own part particularly past per perhaps please previously
    probably put quite rather really recently regarding right second see seven several shall she
    should similarly since six so some somebody someone something sometimes soon speaking still such
    suddenly ten than that that's the their theirs them then there there's thereby therefore these
    they they're third this those though thousands three through throughout thus to today together
    tomorrow tonight too toward towards true two under underneath unfortunately unless unlike until
    up upon us usually very via was we we're well were what what's whatever when whenever where
    whereas wherever whether which whichever while who whoever whole whom whose why will with within
    without would yes yesterday yet you your yours so-called amid critics officials experts police
    people residents workers students researchers scientists voters supporters protesters prices
    sales shares stocks source sources photo image video read watch listen click breaking update
    updated exclusive opinion analysis editorial
    """
)

# Months and weekdays: capitalised, dated by `dates.timex`, and never part of a name.
CALENDAR = words(
    """
    January February March April May June July August September October November December Jan Feb
    Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec Monday Tuesday Wednesday Thursday Friday Saturday
    Sunday Mon Tue Tues Wed Thu Thurs Fri Sat Sun Mondays Tuesdays Wednesdays Thursdays Fridays
    Saturdays Sundays
    """
)

# Verbs of speech; the name before one is likely a person: `Hale said`.
SPEECH_VERBS = words(
    """
    said says say told tells added adds warned warns argued argues claimed claims insisted insists
    announced announces wrote writes explained explains noted notes stated states denied denies
    admitted admits replied replies asked asks called calls urged urges believes believed thinks
    thought recalled recalls stressed tweeted declared confirmed suggested described accused
    promised vowed laughed smiled
    """
)

# Prepositions of place; the name after one is likely a place.
LOCATIVES = words(
    """
    in at from near outside across around throughout inside within toward towards into via through
    off
    """
)

# Lower-case nouns that turn the adjective before them into a place: `Crimean peninsula`.
GEOGRAPHIC_NOUNS = words(
    "peninsula island islands river sea strait mountains valley basin archipelago coast"
)

# Lower-case nouns for an administrative area, beside the name of a place: `Kherson region`.
REGION_NOUNS = words(
    """
    region regions province provinces district county city town village island islands oblast
    prefecture territory state states coast peninsula
    """
)

# What a minister is minister of: `Secretary of State`, `Minister of Foreign Affairs`.
PORTFOLIOS = words(
    """
    State Foreign Affairs Health Defence Defense Finance Interior Education Justice Trade Labour
    Labor Agriculture Energy Transport Environment Economy Culture Tourism Treasury Home Exchequer
    Commons Commerce Industry Science Sport Sports Fisheries Foreign_Affairs
    """
)

# Directions before a nationality: `South Sudanese`.
DIRECTIONS = words(
    """
    North South East West Central Northern Southern Eastern Western Southeast Southwest Northeast
    Northwest South-East South-West North-East Sub-Saharan
    """
)

# Nouns for people; the name before one is a group: `Rohingya villagers`, `Tatar community`.
PEOPLE_NOUNS = words(
    """
    people peoples community communities tribe tribes language languages culture cultures women men
    man woman families villagers speakers origin descent heritage traditions citizens nationals
    diaspora minority clan clans
    """
)


# Titles that `untitled` removes. The words left out are as often surnames, or leave a word that
# names nobody (`King Charles` is not `Charles`).
_TITLES = (COURTESY | ROLES) - words("king prince duke count pope dean don")


def untitled(name: str) -> str:
    """A person's name without the titles before it: `President Clinton` becomes `Clinton`.

    A title alone is returned as it is.
    """
    parts = name.split(" ")
    while len(parts) > 1 and parts[0].rstrip(".").lower() in _TITLES:
        parts.pop(0)
    return " ".join(parts)
