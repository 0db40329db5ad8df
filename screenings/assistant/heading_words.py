"""Headings of columns as festivals write them, folded: English, Dutch, German, French, Spanish, Italian.

Of Scandinavian, Portuguese, Polish, Finnish, Chinese, Japanese and Korean tables the commonest.
"""

from collections.abc import Mapping

# By field. Between two headings stands a bar.
HEADING_WORDS: Mapping[str, str] = {
    "title": (
        "title|film|films|film title|movie|name of film|project title|english title|titel|filmtitel|titre|"
        "titre du film|titulo|titulo de la pelicula|pelicula|titolo|titolo del film|event|talk title|"
        "proposal title|session title|programme title|event title|voorstelling|vorstellung|veranstaltung|what|"
        "filmens titel|tytul|film tytul|elokuva|片名|影片|タイトル|作品|作品名|제목|영화"
    ),
    "original_title": (
        "original title|project title original language|title original language|originaltitel|"
        "oorspronkelijke titel|originele titel|titre original|titulo original|"
        "titolo originale|title in original language|international title"
    ),
    "code": (
        "code|nr|no|number|screening code|screening number|screening id|session code|session id|show code|nummer|"
        "vorstellungsnummer|vorstellung nr|voorstellingsnummer|codigo|numero|codice|id|ref|reference|event id|"
        "show id|proposal id"
    ),
    "uid": "uid|guid|uuid",
    "day": (
        "date|day|screening date|show date|datum|tag|dag|wann|jour|fecha|dia|data|giorno|date of screening|"
        "dato|data seansu|paiva|日期|日付|날짜"
    ),
    "time": (
        "time|start|starts|start time|begin|begins|beginning|screening time|show time|beginn|anfang|zeit|uhrzeit|"
        "startzeit|tijd|aanvang|aanvangstijd|begintijd|heure|horaire|debut|heure de debut|hora|hora de inicio|"
        "inicio|horario|ora|orario|inizio|ora di inizio|from|von|van|de|da|start at|starts at|"
        "tid|starttid|klockslag|klokkeslett|klokken|godzina|godz|aika|hora inicio|时间|時間|開映|시간"
    ),
    "end": (
        "end|ends|end time|ends at|ende|endzeit|bis|einde|eindtijd|tot|fin|heure de fin|hora de fin|hasta|fine|"
        "ora di fine|until|to|finish|"
        "sluttid|slut|koniec|hora fim|termino|fim"
    ),
    "start": (
        "date and time|date time|datetime|date & time|datum und uhrzeit|datum en tijd|date et heure|fecha y hora|"
        "data e ora|starts at|start date time"
    ),
    "venue": (
        "venue|cinema|theatre|theater|location|place|venue name|kino|spielstatte|spielort|ort|veranstaltungsort|"
        "bioscoop|locatie|filmtheater|plaats|lieu|cinema name|cine|lugar|sede|luogo|where|wo|waar|ou|donde|dove|"
        "biograf|plats|lokal|biografteatern|kinosal|cinema/sala|miejsce|elokuvateatteri|影院|劇場|会場|극장|상영관"
    ),
    "hall": (
        "hall|screen|auditorium|room|hall name|screen number|saal|leinwand|zaal|scherm|salle|ecran|sala|pantalla|"
        "schermo|"
        "salong|sal|廳|ホール"
    ),
    "runtime": (
        "runtime|running time|run time|length|duration|dur|film length|min|mins|minutes|lange|dauer|laufzeit|"
        "filmlange|spieldauer|minuten|duur|speelduur|lengte|duree|duracion|durata|total duration|"
        "total running time|trt|timing|running time in minutes|length in minutes|duration in minutes|"
        "lange in minuten|minuti|minutos|"
        "langd|speltid|spilletid|lengde|varighed|duracao|czas trwania|czas|kesto|片長|上映時間|러닝타임"
    ),
    "section": (
        "section|strand|category|track|sidebar|programme|program|programme section|festival section|"
        "submission category|submission categories|categories|sektion|reihe|programmreihe|kategorie|sectie|"
        "programma|programmaonderdeel|categorie|"
        "seccion|categoria|sezione|rassegna|"
        "seksjon|secao|sekcja|单元|單元|部門|섹션"
    ),
    "year": (
        "year|production year|year of production|completion date|completion year|year of completion|jahr|"
        "produktionsjahr|jaar|productiejaar|annee|annee de production|ano|ano de produccion|anno|"
        "anno di produzione|release year|"
        "ar|produktionsar|rok|年份|製作年|제작연도"
    ),
    "countries": (
        "country|countries|country of origin|countries of origin|production country|production countries|land|"
        "lander|produktionsland|produktionslander|landen|productieland|pays|pays de production|pais|paises|"
        "pais de produccion|paese|paesi|paese di produzione|nazione|country of production|"
        "produktionsland|kraj|kraje|maa|国|國家|製作国|국가"
    ),
    "languages": (
        "language|languages|dialogue|dialogue language|spoken language|spoken languages|original language|"
        "sprache|sprachen|originalsprache|taal|talen|gesproken taal|langue|langues|langue originale|idioma|"
        "idiomas|idioma original|lingua|lingue|lingua originale|"
        "sprak|sprog|jezyk|kieli|語言|言語|언어"
    ),
    "subtitles": (
        "subtitles|subtitle|subtitle language|subtitle languages|subs|untertitel|ondertitels|ondertiteling|"
        "ondertitel|sous-titres|sous titres|subtitulos|sottotitoli|sottotitolo"
    ),
    "directors": (
        "director|directors|directed by|director name|director names|director's name|filmmaker|filmmakers|regie|"
        "regisseur|regisseurin|regisseure|regisseurs|regisseur/in|realisateur|realisatrice|realisateurs|"
        "realisation|real|mise en scene|direccion|director/a|directores|realizador|regia|regista|registi|di|"
        "regi|regissor|instruktor|realizacao|rezyser|rezyseria|ohjaaja|導演|导演|監督|감독"
    ),
    "cast": (
        "cast|actors|starring|key cast|besetzung|darsteller|schauspieler|acteurs|rolverdeling|distribution|"
        "interpretes|casting|reparto|actores|interpreti|attori"
    ),
    "genres": "genre|genres|genere|generi|genero|generos",
    "synopsis": (
        "synopsis|description|abstract|summary|short synopsis|inhalt|inhaltsangabe|beschreibung|kurzinhalt|"
        "beschrijving|samenvatting|resume|sinopsis|descripcion|sinossi|descrizione|trama|"
        "beskrivning|sinopse|opis"
    ),
    "rating": (
        "rating|age rating|certificate|fsk|altersfreigabe|freigabe|kijkwijzer|leeftijd|classification|"
        "clasificacion|classificazione"
    ),
    "premiere": "premiere|premiere status|status of premiere|urauffuhrung|estreno|anteprima",
    "capacity": (
        "capacity|seats|kapazitat|sitzplatze|platze|capaciteit|stoelen|places|capacite|aforo|butacas|capienza|posti"
    ),
    "address": "address|street|adresse|anschrift|strasse|adres|direccion postal|indirizzo|venue address",
    "city": "city|town|stadt|stad|ville|ciudad|citta",
    "audience": "audience|screening type|access type|publikum|zielgruppe|publiek|public|publico|pubblico",
    "status": "status|state",
    "intro": "intro|introduction|introduction minutes|einfuhrung|inleiding",
    "qa": "q&a|qa|q & a|discussion|filmgesprach|nagesprek",
    "format": (
        "format|screening format|projection format|exhibition format|shooting format|print format|vorfuhrformat|"
        "formaat|formato|formato de proyeccion"
    ),
    "notes": (
        "notes|note|remarks|comment|comments|internal notes|anmerkung|anmerkungen|bemerkung|bemerkungen|"
        "opmerking|opmerkingen|remarque|remarques|notas|observaciones"
    ),
    "ticket_url": (
        "ticket|tickets|ticket link|ticket links|ticket url|tickets url|booking link|booking url|buy link|buy url|"
        "purchase link|purchase url|shop link|shop url|book now|buy now|book online|ticketlink|ticketshop|"
        "kartenlink|buchungslink|kaartverkoop|bestellink|lien de reservation|enlace de compra|link acquisto|"
        "billetterie|billets|lien billetterie|entradas|enlace de entradas|biglietti|link biglietti|buy tickets"
    ),
    "sold_out": "sold out|soldout|ausverkauft|uitverkocht|complet|agotado|esaurito",
    "standby": (
        "standby|stand by|rush|waiting list|warteliste|wachtlijst|liste d'attente|lista de espera|lista d'attesa"
    ),
    "price": (
        "price|prices|ticket price|ticket prices|price line|admission|entry|preis|preise|ticketpreis|eintritt|"
        "eintrittspreis|kartenpreis|prijs|prijzen|ticketprijs|toegangsprijs|prix|tarif|tarifs|prix du billet|precio|"
        "precios|precio de la entrada|tarifa|tarifas|prezzo|prezzi|prezzo del biglietto|tariffa|tariffe"
    ),
    "availability": (
        "availability|ticket status|tickets status|sales status|booking status|ticket availability|available|"
        "tickets left|tickets available|seats left|verfugbarkeit|verfugbar|ticketstatus|kartenstatus|verkaufsstatus|"
        "restkarten|beschikbaarheid|beschikbaar|kaartstatus|disponibilite|disponible|disponibilidad|disponibilita|"
        "disponibile"
    ),
    "showtimes": (
        "showtimes|show times|screenings|screening times|screening dates|dates|termine|vorstellungen|spielzeiten|"
        "spieltermine|vertoningen|speeltijden|seances|projections|sesiones|proyecciones|pases|proiezioni|"
        "spettacoli"
    ),
    "duration": "slot length",
    "people": "persons|people|speakers|speaker|speaker names|guests",
}
# Known, and nothing that a timetable holds.
HEADINGS_NOT_READ = (
    "e-mail|email|link|password|phone|submission date|submission status|"
    "submitter|telephone|tracking number|trailer|trailer url|website"
)
