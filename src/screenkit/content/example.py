"""An invented profile to edit by hand: every key once, nothing in it checked, and no real place or number."""

from datetime import date

from screenkit.models.base import MODALITIES
from screenkit.models.clinic import (
    Apit,
    Clinic,
    Compact,
    CompactMember,
    CrisisLine,
    Jurisdictions,
    Leader,
    Platform,
    PracticeLicence,
    Region,
)

EXAMPLE_FILE = "clinic-example.yaml"
"""What the example is called, so that nothing takes it for the clinic's own profile."""

EXAMPLE_HEAD = (
    "An example of a clinic's profile. Every name, date and number in it is INVENTED and unchecked.",
    "Replace every line with your own facts, save the file as clinic.yaml, then run: screenkit doctor",
    "",
    "ZZ is no country. A licence or number counts only once you have checked it and written the day in",
    "checked_on, such as 2026-02-15. PSYPACT concerns psychologists in the United States: otherwise write",
    "compacts: {} and take the apit away. 'screenkit init' asks for all of this, question by question.",
)

_INVENTED_DAY = date(2000, 1, 1)


def example() -> Clinic:
    """Return the invented profile."""
    leader = Leader(
        id="leader-1",
        name="Invented Leader",
        profession="psychologist",
        home_state="ZZ-AA",
        licences=(PracticeLicence(jurisdiction="ZZ-AA", number_on_file=False, expires=_INVENTED_DAY),),
        apit=Apit(number_on_file=False, expires=_INVENTED_DAY),
    )
    line = CrisisLine(
        name="Invented line", number="000 000", hours="day and night", languages=("Invented language",)
    )
    return Clinic(
        name="Invented Clinic",
        solo_practice=False,
        modalities=MODALITIES,
        leaders=(leader,),
        jurisdictions=Jurisdictions(review_after_days=90, source="where you looked"),
        compacts={
            "psypact": Compact(
                professions=("psychologist",), members={"ZZ-AA": CompactMember(status="not_member")}
            )
        },
        regions=(
            Region(
                region="ZZ",
                name="Invented Country",
                emergency="000",
                crisis_lines=(line,),
                source="where you looked",
            ),
        ),
        numbers_review_after_days=180,
        platforms=(Platform(id="invented-video", name="Invented Video", version="0.0", agreement="missing"),),
        rescreen_after_days=180,
    )
