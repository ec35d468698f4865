"""Two hundred German nouns, each with its gender, and the sentences in which the tests put them.

No name is among them.
"""

NOUNS = {
    "der": """Abend Anfang Angriff Antrag Arbeitgeber Artikel Ausschuss Bahnhof Bauernhof Beamte Befund Bericht Bescheid Betrieb Boden
    Brand Brief Brunnen Dienst Einsatz Fehler Feierabend Feind Fluss Frieden Fund Garten Gast Gedanke Geist Gewinn Glaube Grund Hafen
    Handel Haushalt Himmel Hinweis Hof Hunger Kern Konflikt Kranke Krieg Kuchen Kunde Laden Mangel Markt Nachbar Nebel Ort Plan Preis
    Rahmen Raum Regen Sand Schaden Schatten Schnee Schritt Sieg Sommer Stein Strom Tag Tod Umsatz Verein Verlust Vertrag Wald Wandel Weg
    Wind Winter Zug Zweifel""",
    "die": """Arbeit Aufgabe Bahn Bank Behörde Beute Brücke Burg Ecke Ehe Erde Ernte Fahne Farbe Fieberkurve Flut Frage Freude Front
    Gefahr Gewalt Grenze Halle Heide Heimat Hilfe Hitze Jugend Kirche Klage Klinik Kraft Krise Küste Lage Landschaft Lehre Liebe Linie
    Luft Macht Mauer Menge Miete Mole Nacht Not Partei Pflege Post Quelle Reform Reise Rose Ruhe Sache Schule Sorge Spur Stadt Steuer
    Straße Strecke Studie Suche Umfrage Ursache Wache Wahl Wand Ware Welle Welt Werbung Wirkung Woche Wolke Zahl Zeit Zukunft""",
    "das": """Amt Angebot Auge Bad Beispiel Bild Blatt Blut Boot Brot Dach Dorf Ende Ergebnis Essen Feld Fest Feuer Gebäude Geld Gericht
    Geschäft Gesetz Gesicht Glas Glück Haus Herz Holz Jahr Kernthema Kind Krankenhaus Land Leben Licht Meer Opfer Papier Recht Rennen
    Schiff Spiel Tal Tier Ufer Urteil Wasser Werk Wetter Wort Ziel""",
}
WITH_GENDERS = [(article, noun) for article, nouns in NOUNS.items() for noun in nouns.split()]
COMPOUNDS = [
    "Millionen Euro", "Gesicht der Familien", "Nach Angaben des Landesamtes", "Menschen das Bad", "Milliardenhöhe", "Arztbriefe",
    "Vorbereitung", "Aktuelle Praxisbeispiele", "Krankenhäusern", "Mark Strafe", "Stunden Arbeit", "Prozent Zinsen", "Tonnen Stahl",
]  # fmt: skip
_OF = {"der": "des", "die": "der", "das": "des"}
_INTO = {"der": "den", "die": "die", "das": "das"}


def sentences(article: str, noun: str) -> str:
    """The noun at the beginning of a sentence, behind its article, in a compound.

    In quotation marks and beside verbs of saying.
    """
    into = _INTO[article]
    return (
        f"{noun} war das Thema. {article.title()} {noun} kam zuletzt. Nach {noun} fragt "
        f"niemand. Man sah {into} {noun} am Montag. "
        f"Dort steht {article} Neue {noun}. Die {noun}frage und die Alt-{noun} blieben offen. "
        f"„{noun}“ hieß das Stück. "
        f"Für Millionen {noun} reicht es nicht, sagte die Frau. Viele riefen {noun}. Sie "
        f"nannten es {noun} und Arbeit."
    )
