"""Names of places and peoples that CLDR lacks or spells otherwise, in English.

Written by hand; `gazetteer` adds the territories and languages of CLDR and the cities of
`places.tsv`.
"""

from app.engines.word_lists import words

# Regions, cities, states and seas that news names without their country.
PLACES = words(
    """
    West Middle_East Far_East Crimea Donbas Donbass Gaza Gaza_Strip West_Bank Golan_Heights Kashmir
    Kurdistan Tibet Xinjiang Chechnya Catalonia Scotland Wales England Britain Great_Britain
    Northern_Ireland America Latin_America Holland Burma Macedonia Czech_Republic Turkey Ivory_Coast
    Swaziland Persia Siberia Bavaria Normandy Brittany Sicily Sardinia Corsica Crete Balkans
    Scandinavia Baltics Caucasus Himalayas Alps Andes Pyrenees Sahara Sahel Arctic Antarctic
    Atlantic Pacific Mediterranean Caribbean Balkan Black_Sea Baltic_Sea North_Sea Red_Sea
    Persian_Gulf Silicon_Valley Hollywood Soviet_Union Hong_Kong Macau Macao Palestine Vatican
    Zanzibar Punjab Bengal Kerala Gujarat Assam Sindh Washington New_York_City Beijing Delhi
    New_Delhi Mumbai Bangalore Bengaluru Chennai Ankara Islamabad Lahore Hanoi Abuja Canberra Ottawa
    Wellington Brasilia Rio_de_Janeiro Barcelona Milan Naples Venice Florence Turin Munich Hamburg
    Frankfurt Cologne Geneva Bern Basel Rotterdam Hague The_Hague Antwerp Lyon Marseille Marseilles
    Strasbourg Edinburgh Glasgow Cardiff Belfast Manchester Liverpool Birmingham Leeds Bristol
    Sheffield Newcastle Oxford Cambridge St_Petersburg Saint_Petersburg Kharkiv Odesa Odessa Lviv
    Mariupol Dnipro Krakow Gdansk Kyoto Osaka Hiroshima Nagasaki Guangzhou Shenzhen Wuhan Tianjin
    Nanjing Busan Cape_Town Durban Pretoria Mombasa Kinshasa Jeddah Mecca Medina Tel_Aviv Haifa
    Aleppo Mosul Basra Kandahar Istanbul Izmir Alexandria Benghazi Boston San_Francisco San_Diego
    Seattle Miami Dallas Houston Atlanta Philadelphia Las_Vegas New_Orleans Manhattan Brooklyn
    Montreal Alabama Alaska Arizona Arkansas California Colorado Connecticut Delaware Florida Hawaii
    Idaho Illinois Indiana Iowa Kansas Kentucky Louisiana Maine Maryland Massachusetts Michigan
    Minnesota Mississippi Missouri Montana Nebraska Nevada New_Hampshire New_Jersey New_Mexico
    New_York North_Carolina North_Dakota Ohio Oklahoma Oregon Pennsylvania Rhode_Island
    South_Carolina South_Dakota Tennessee Texas Utah Vermont Virginia West_Virginia Wisconsin
    Wyoming Ontario Quebec British_Columbia Alberta Manitoba Saskatchewan Nova_Scotia Queensland
    Tasmania Victoria New_South_Wales Congo Ireland Korea East_Timor Europe Africa Asia North_Africa
    East_Africa West_Africa Southeast_Asia South_Asia East_Asia Eastern_Europe Western_Europe
    Central_America Central_Asia
    """
)

# Nationalities, peoples, faiths and parties: the adjectives and nouns that no regular ending makes
# of a territory's name.
GROUPS = words(
    """
    French Dutch Greek Greeks Swiss Danish Dane Danes Polish Pole Poles Turkish Turk Turks Thai
    Thais Welsh Scottish Scots Scot Irish British Briton Britons English Englishman Filipino
    Filipinos Norwegian Swedish Swede Swedes Finnish Finn Finns Spanish Spaniard Spaniards
    Portuguese Ivorian Malagasy Congolese Lebanese Burmese Afghan Kazakh Uzbek Kyrgyz Tajik Turkmen
    Emirati Saudi Omani Argentine Peruvian Cypriot Czech Slovak Slovene Croat Serb Bosnian
    Monegasque Basque Catalan Kurdish Kurd Kurds Palestinian Tibetan Uyghur Uighur Taiwanese
    Icelandic Icelander Belgian German Germans Norman Flemish Manx Cornish Maltese Luxembourgish
    American European African Asian Arab Arabs Arabic Latin_American African_American Puerto_Rican
    Costa_Rican South_African North_Korean South_Korean Sri_Lankan New_Zealander New_Zealanders
    Hong_Konger Soviet Nordic Slavic Baltic Crimean Siberian Scandinavian Balkan Caucasian Persian
    Roman Venetian Londoner Parisian Berliner Muscovite New_Yorker Texan Californian Muslim Muslims
    Christian Christians Jewish Jew Jews Catholic Catholics Protestant Protestants Sunni Shia Shiite
    Shi'ite Hindu Buddhist Sikh Islamic Islamist Orthodox Anglican Methodist Baptist Mormon Quaker
    Evangelical Druze Yazidi Alawite Coptic Zionist Republican Republicans Democrat Democrats Tory
    Conservatives Liberals Socialists Communists Nazi Nazis Marxist Maoist Aboriginal Maori Māori
    Inuit Roma Romani Rohingya Uighurs Hispanic Latino Latina Latinos Zulu Xhosa Hausa Yoruba Igbo
    Hutu Tutsi Tamil Sinhalese Punjabi Bengali Pashtun Hazara Kashmiri Chechen Tatar Cossack Bedouin
    Berber Tuareg Somali Oromo Tigrayan Hellenic Chinese Japanese Canadian Honduran Salvadoran
    Panamanian Indigenous Western Argentinian Burkinabe Dalit Dalits Adivasi Mapuche Aborigine Sámi
    Sami Uygur Uyghurs Tamils Latin_Americans South_Americans Native_American Native_Americans
    First_Nations
    """
)
