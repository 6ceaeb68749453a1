"""What each search must find and must not: one table, on every database that runs the tests."""

import pytest

from events.models import EventType, SessionTime
from events.search import matches
from tests import factories as make

pytestmark = pytest.mark.django_db

# Short names of events, so that a row of the table stays on a line: code → title, summary.
EVENTS = {
    "kafe": ("Språkkafé på biblioteket", "Møt nye naboer over en kopp kaffe.", "Language café"),
    "barn": ("Eventyrstund for barn", "For familier med barn under skolealder.", "Story time"),
    "mote": ("Åpent møte om likestilling", "Hva gjør kommunen?", "Open meeting on equality"),
    "film": ("Filmkveld: Søsken", "En film om å vokse opp.", "Film night"),
    "konsert": ("Konsert i domkirka", "Kor fra hele byen synger.", "Concert in the cathedral"),
    "same": ("Samefolkets dag", "Joik, reinsdyrkjøtt og fortellinger.", "Sámi National Day"),
    "tur": ("Fjelltur for alle føtter", "Vi går i rolig tempo.", "Mountain walk for all feet"),
    "sogne": ("Bokprat i Søgne", "Bøker som har forandret oss.", "Book talk"),
    "mot": ("Mot hatprat", "Kurs i å ta til motmæle.", "Against hate speech"),
    "bok": ("Lesesirkel", "Vi leser ei bok i måneden.", "Reading circle"),
    "eldre": ("Digital hjelp for eldre", "Ungdommer hjelper.", "Digital help for older people"),
    "teater": ("Teaterforestilling", "Barna spiller for foreldrene.", "Children’s theatre"),
    "tegn": ("Kurs i norsk tegnspråk", "For nybegynnere.", "Norwegian Sign Language for beginners"),
    "arabisk": ("مقهى اللغة للجميع", "نتحدث معاً", "Arabic conversation"),
    "uke": ("Åpning av uka", "Ordføreren åpner uka.", "Opening of the week"),
    "kvinne": ("Kvinner i arbeid", "Samtale om arbeidsliv.", "Women at work"),
    "moteplass": ("Møteplassen på torget", "Kom som du er.", "Meeting place in the square"),
}
# query → (must be found, must not be found; None: nothing else may be)
QUERIES = {
    # Inflection, Norwegian
    "barn": ("barn teater", None),
    "barna": ("barn teater", None),
    "barnet": ("barn teater", "film"),
    "barnas": ("barn teater", "film"),
    "møte": ("mote moteplass", "mot film"),
    "møter": ("mote", "mot film konsert"),
    "møtet": ("mote", "mot film"),
    "møtene": ("mote", "mot film"),
    "filmen": ("film", "bok"),
    "filmer": ("film", "bok"),
    "konserter": ("konsert", "film"),
    "konserten": ("konsert", None),
    "bøker": ("sogne bok", "film"),
    "boka": ("sogne bok", "film"),
    "bok": ("sogne bok", "film"),
    "turer": ("", "film"),
    "fjellturen": ("tur", "mot"),
    "kurs": ("mot tegn", "mote"),
    "kurset": ("mot tegn", "mote"),
    "naboen": ("kafe", "mot"),
    "familie": ("barn", "kafe"),
    "familien": ("barn", "kafe"),
    "ungdom": ("eldre", "barn"),
    "ungdommen": ("eldre", "barn"),
    "kvinner": ("kvinne", "mote"),
    "kvinne": ("kvinne", "mote"),
    "kvinnen": ("kvinne", "mote"),
    "teateret": ("teater", "mote"),
    "teatret": ("teater", "mote"),
    "foreldre": ("teater", "barn"),
    "fortelling": ("same", "barn"),
    "tur": ("", "same"),
    "norsk": (" ".join(EVENTS), None),
    "kor": ("konsert", "kafe"),
    "uken": ("uke", "tur"),
    "uka": ("uke", "tur"),
    "uke": ("uke", "tur"),
    # Spelling
    "kafé": ("kafe", "mote"),
    "kafe": ("kafe", "mote"),
    "cafe": ("kafe", "mote"),
    "café": ("kafe", "mote"),
    "KAFÉ": ("kafe", "mote"),
    "kafeer": ("kafe", "mote"),
    "Søgne": ("sogne", None),
    "Sogne": ("sogne", None),
    "soegne": ("sogne", None),
    "møteplass": ("moteplass", None),
    "MØTEPLASS": ("moteplass", None),
    "moteplass": ("moteplass", None),
    "møteplasser": ("moteplass", None),
    "apent": ("mote", "uke"),
    "aapent": ("mote", "uke"),
    "åpent": ("mote", "uke"),
    # Compounds, and the start of a word
    "kveld": ("film", None),
    "kvelder": ("film", None),
    "språk": ("tegn", "mote"),
    "sirkel": ("bok", None),
    "likestil": ("mote", None),
    "eventyr": ("barn", None),
    "biblio": ("kafe", None),
    # English
    "meeting": ("mote moteplass", None),
    "meetings": ("mote moteplass", None),
    "children": ("teater", "film"),
    "child": ("teater", "film"),
    "woman": ("kvinne", "mote"),
    "women": ("kvinne", "mote"),
    "books": ("sogne", "film"),
    "walking": ("tur", "film"),
    "theater": ("teater", "film"),
    "sami": ("same", "tur"),
    "Saami": ("same", "tur"),
    "sign language": ("tegn", "kafe"),
    "equality": ("mote", "mot"),
    # Several words, other scripts, nothing
    "barn familie": ("barn", None),
    "familie barn skole": ("barn", None),
    "barn konsert": ("", None),
    "مقهى": ("arabisk", None),
    "xyzzy": ("", None),
    "!!!": ("", None),
}


@pytest.fixture
def found(db):
    organiser = make.make_organiser("Sanitetslaget")
    make.make_term(EventType, "meeting_place", name_nb="Treff", name_en="Gathering")
    by_title = {}
    for code, (title, summary, english) in EVENTS.items():
        make.make_event(
            organiser=organiser,
            title_nb=title,
            title_en=english,
            summary_nb=summary,
            summary_en="",
            description_nb="",
            description_en="",
            contribution_nb="",
        )
        by_title[title] = code

    def search(query):
        times = SessionTime.objects.public().filter(matches(query, "version__search_text"))
        return {by_title[title] for title in times.values_list("version__title_nb", flat=True)}

    return search


def test_every_search_of_the_table(found):
    assert len(QUERIES) >= 60
    wrong = {}
    for query, (must, must_not) in QUERIES.items():
        hits, must = found(query), set(must.split())
        extra = hits - must if must_not is None else hits & set(must_not.split())
        if must - hits or extra:
            wrong[query] = {"lacks": must - hits, "has": extra}
    assert wrong == {}
