"""The two vocabularies nobody here may edit: grounds by law, goals by the United Nations."""

# Equality and Anti-Discrimination Act (LOV-2017-06-16-51) § 6, in the order of the Act; English
# after the official translation. They say what an event is about, never anything of a person.
GROUNDS = (
    ("gender", "kjønn", "gender"),
    ("pregnancy", "graviditet", "pregnancy"),
    (
        "parental_leave",
        "permisjon ved fødsel eller adopsjon",
        "leave in connection with childbirth or adoption",
    ),
    ("care_responsibilities", "omsorgsoppgaver", "care responsibilities"),
    ("ethnicity", "etnisitet", "ethnicity"),
    ("religion", "religion", "religion"),
    ("belief", "livssyn", "belief"),
    ("disability", "funksjonsnedsettelse", "disability"),
    ("sexual_orientation", "seksuell orientering", "sexual orientation"),
    ("gender_identity", "kjønnsidentitet", "gender identity"),
    ("gender_expression", "kjønnsuttrykk", "gender expression"),
    ("age", "alder", "age"),
)

# United Nations resolution A/RES/70/1 of 25 September 2015; short titles.
GOALS = (
    ("1", "Utrydde fattigdom", "No poverty"),
    ("2", "Utrydde sult", "Zero hunger"),
    ("3", "God helse og livskvalitet", "Good health and well-being"),
    ("4", "God utdanning", "Quality education"),
    ("5", "Likestilling mellom kjønnene", "Gender equality"),
    ("6", "Rent vann og gode sanitærforhold", "Clean water and sanitation"),
    ("7", "Ren energi til alle", "Affordable and clean energy"),
    ("8", "Anstendig arbeid og økonomisk vekst", "Decent work and economic growth"),
    ("9", "Industri, innovasjon og infrastruktur", "Industry, innovation and infrastructure"),
    ("10", "Mindre ulikhet", "Reduced inequalities"),
    ("11", "Bærekraftige byer og lokalsamfunn", "Sustainable cities and communities"),
    ("12", "Ansvarlig forbruk og produksjon", "Responsible consumption and production"),
    ("13", "Stoppe klimaendringene", "Climate action"),
    ("14", "Livet i havet", "Life below water"),
    ("15", "Livet på land", "Life on land"),
    (
        "16",
        "Fred, rettferdighet og velfungerende institusjoner",
        "Peace, justice and strong institutions",
    ),
    ("17", "Samarbeid for å nå målene", "Partnerships for the goals"),
)


def ensure_fixed_terms(sender=None, **kwargs):
    """Write both vocabularies; called after every migration and safe to repeat."""
    from events.models import GroundTerm, SustainableGoal  # noqa: PLC0415 - run after the apps load

    for model, rows in ((GroundTerm, GROUNDS), (SustainableGoal, GOALS)):
        for position, (code, name_nb, name_en) in enumerate(rows, start=1):
            wanted = {"name_nb": name_nb, "name_en": name_en, "position": position}
            model.objects.update_or_create(code=code, defaults=wanted)
