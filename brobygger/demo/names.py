"""Invented names. None of them is taken from a list of real people; firms and places do not exist."""

from __future__ import annotations

FIRST_NAMES = (
    "Emil", "Sara", "Yusuf", "Thea", "Marius", "Nora", "Oskar", "Daniel", "Helene", "Jakob", "Iselin", "Mathias", "Leila", "Sander",
    "Aurora",
    "Ahmed", "Vilde", "Elias", "Maja", "Filip", "Hanna", "Omar", "Ingrid", "Tobias", "Selma", "Noah", "Fatima", "Isak", "Ronja", "Kasper",
    "Live", "Adam", "Frida", "Jonathan", "Zahra", "Henrik", "Tuva", "Ali", "Mina", "Sondre", "Amalie", "Viktor", "Nadia", "Simen", "Ella",
    "Idris", "Synne", "Markus", "Alma", "Bilal", "Pernille", "Kristian", "Samira", "Ulrik", "Oline", "Hassan", "Jenny", "Even", "Mari",
)  # fmt: skip
LAST_NAMES = (
    "Aasvang", "Berglid", "Dyrlid", "Elvestrand", "Fjellro", "Granhaug", "Hagestad", "Innvik", "Jorfald", "Kvernmo", "Lyngstad", "Myrvold",
    "Nesodd", "Osvik", "Prestlid", "Rognli", "Skogheim", "Tangvik", "Uldal", "Vassbotn", "Ytrevik", "Ødegren", "Åsheim", "Brattvoll",
    "Solbrekk", "Kleivdal", "Hauknes", "Moheim", "Sandlid", "Tverrdal",
)  # fmt: skip

# Trade, then the firms in it with the name of the place of work where it differs.
FIRMS: dict[str, tuple[str, ...]] = {
    "mat og servering": ("Rugbakken bakeri", "Kaikanten kafé", "Nordlys kantine", "Fjordbris fiskemat"),
    "verksted og industri": ("Elvekroken verksted", "Brovik mekaniske", "Støperiet i Sundet"),
    "gartneri og natur": ("Lyngtunet hagesenter", "Myrhaug gartneri", "Parkvesenet i Brovik"),
    "butikk": ("Torget sport", "Handelsmannen på hjørnet", "Bokstua", "Nabolaget dagligvare"),
    "lager og transport": ("Havnelageret", "Brovik budbil", "Kystgods"),
    "bygg": ("Takmakerne", "Grunnmuren entreprenør", "Malermester Dahlgren"),
    "renhold og drift": ("Klarbekk renhold", "Byens vaktmestere", "Vask og glatt"),
    "kontor og data": ("Tallknuserne regnskap", "Fjellnett data"),
    "helse og omsorg": ("Solsiden omsorgsbolig", "Sjøgata barnehage", "Bjørkelia dagsenter"),
}
TASKS: dict[str, tuple[str, ...]] = {
    "mat og servering": (
        "Sette deig og forme brød", "Pakke varer til kundene", "Stå i kassa", "Rydde og vaske på kjøkkenet", "Lage smørbrød",
    ),
    "verksted og industri": (
        "Bytte dekk og olje", "Rydde verktøy og holde orden", "Sveise enkle deler", "Ta imot biler og kunder", "Hente og bringe deler",
    ),
    "gartneri og natur": (
        "Vanne og stelle planter", "Hjelpe kunder å finne fram", "Plante ut i bed", "Bære jord og sekker", "Binde buketter",
    ),
    "butikk": ("Fylle på varer", "Hjelpe kunder", "Stå i kassa", "Ta imot varer", "Pynte vinduet"),
    "lager og transport": ("Plukke og pakke ordrer", "Kjøre varer ut", "Registrere varer", "Rydde på lageret"),
    "bygg": ("Bære og rydde", "Måle og kappe", "Male vegger", "Hjelpe en fagarbeider"),
    "renhold og drift": ("Vaske rom og trapper", "Skifte lyspærer og små ting", "Måke og strø", "Snakke med beboerne"),
    "kontor og data": ("Sortere bilag", "Svare på telefon", "Sette opp datamaskiner", "Hjelpe folk med passord"),
    "helse og omsorg": ("Dekke på og servere", "Gå tur med beboerne", "Lese og spille spill", "Rydde og vaske"),
}  # fmt: skip
PRESENTATIONS = (
    "Jeg liker å jobbe med hendene og å bli ferdig med ting.",
    "Jeg er god med folk og husker navn.",
    "Jeg er rolig, og jeg kommer når jeg har sagt at jeg skal.",
    "Jeg har hjulpet til hos onkelen min om sommeren og trivdes godt.",
    "Jeg vil helst være ute. Jeg er sterk og liker å gå.",
    "Jeg lærer best når noen viser meg én gang først.",
    "Jeg liker orden. Det er gøy når alt står på plass.",
    "Jeg lager mat hjemme og vil lære mer.",
)
