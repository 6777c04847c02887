"""What the preparation sheet says to the person, answer by answer, in plain words; its only clinical text.

It is kept by item id, apart from the rules and the questionnaires, so that a kinder word here changes neither
their versions nor how long a recommendation counts. What a clinic asks beside these items is not on the
sheet. Violence at home, a watched device, thoughts of dying, moods, alcohol and drugs are not on it on
purpose: it lies on tables.
"""

from collections.abc import Mapping

from screenkit.models.base import Modality
from screenkit.report.sheetpoint import Point, Todo, point

ONLINE: tuple[Modality, ...] = ("online_video", "online_text", "online_forum")
_ROOM: tuple[Modality, ...] = ("in_person",)
_VIDEO: tuple[Modality, ...] = ("online_video",)
_WRITTEN: tuple[Modality, ...] = ("online_text", "online_forum")

KIND = "group_kind"
KINDS: Mapping[str, str] = {
    "process": (
        "In this group people talk about what goes on in them and between them. You learn from how you get "
        "on with each other."
    ),
    "skills": "In this group you learn skills step by step, and you try them out together.",
    "support": "In this group people stand by each other. You share what is hard and what helps.",
    "suicide_specific": "This group is for people who have a very hard time. It follows a set plan.",
}
KIND_OPEN = "What kind of group it will be is not settled yet. Ask us about it."

_PLACES = Todo("We check from which places we may meet with you online.", "we")

POINTS: tuple[Point, ...] = (
    point(
        "private_space",
        forms=ONLINE,
        yes="You have a quiet room where nobody hears you or walks in.",
        no=Todo(
            "Find a quiet room for the whole session, where nobody hears you or walks in. If you have none "
            "at home, we look for one with you. That does not count against you.",
            "both",
            unless=("private_space_plan", "yes"),
        ),
    ),
    point("private_space_plan", forms=ONLINE, yes="We found another way for you to have a quiet place."),
    point(
        "joins_from",
        forms=ONLINE,
        settle={
            "vehicle": Todo(
                "Find a place to join from that stays in one spot. Never join while driving.", "you"
            ),
            "work": Todo("At work, find out who may hear you or come in, and how to close the door.", "you"),
            "other": Todo("Find out who may hear you or come in at the place you join from.", "you"),
        },
    ),
    point(
        "device_available",
        forms=ONLINE,
        yes="You have a phone, tablet or computer to use.",
        no=Todo("Find a phone, tablet or computer for each session. We may be able to lend you one.", "both"),
    ),
    point(
        "camera_microphone",
        forms=_VIDEO,
        agreed={"both": "Your camera and microphone work."},
        settle={
            "audio_only": Todo("Find a camera, or talk with us about how to join without a picture.", "both"),
            "none": Todo("Find a camera, and headphones with a microphone.", "both"),
        },
    ),
    point(
        "internet_reliable",
        forms=ONLINE,
        yes="Your internet is steady.",
        no=Todo("Try your internet with us before you start. A cable or another place may help.", "both"),
    ),
    point(
        "tech_skill",
        forms=ONLINE,
        agreed={"adequate": "You know how to join a meeting online."},
        settle={
            "needs_help": Todo("Try out joining with us once before you start.", "both"),
            "inadequate": Todo(
                "Try out joining with us as often as you like. Someone can help you to get connected.", "both"
            ),
        },
    ),
    point(
        "accommodation_in_place",
        forms=ONLINE,
        yes="The aid you chose is set up for meeting online.",
        no=Todo("We set up the aid you chose before the first session online.", "we"),
        asks=False,
    ),
    point(
        "accommodation_in_place_in_person",
        forms=_ROOM,
        yes="The aid you chose is set up in the room.",
        no=Todo("We set up the aid you chose in the room before the first session.", "we"),
        asks=False,
    ),
    point(
        "reads_and_types_easily",
        forms=_WRITTEN,
        no=Todo("Try speaking your text, or have it read to you, if reading or typing is slow.", "both"),
        asks=False,
    ),
    point(
        "self_view_distress",
        forms=_VIDEO,
        settle={"yes": Todo("Hide your own picture on the screen. We show you how.", "both")},
    ),
    point(
        "location_each_session_agreed",
        forms=ONLINE,
        yes="You tell us where you are at the start of each session.",
        no=Todo("Agree with us how you tell us where you are at the start of each session.", "both"),
    ),
    point(
        "physical_address_on_file",
        forms=ONLINE,
        yes="We have the address of the place you join from.",
        no=Todo("Tell us the street address of each place you join from, so that help can find you.", "you"),
    ),
    point(
        "located_in_authorised_jurisdiction",
        forms=ONLINE,
        no=_PLACES,
        settle={"sometimes": _PLACES},
    ),
    point(
        "travels_often",
        forms=ONLINE,
        settle={
            "yes": Todo("Tell us before you travel. We may not be able to meet from every place.", "you")
        },
    ),
    point(
        "emergency_contact",
        forms=ONLINE,
        yes="You named someone we may call when we worry about you.",
        agreed={"substitute_agreed": "We agreed on a way to reach help for you."},
        no=Todo("Name someone we may call when we worry about you. We can also find another way.", "both"),
    ),
    point(
        "callback_number",
        forms=ONLINE,
        yes="You gave us a number to call when the line drops.",
        no=Todo("Give us a number we can call when the line drops.", "you"),
    ),
    point(
        "local_emergency_service_known",
        forms=ONLINE,
        yes="We know which help is near you.",
        no=Todo("We find out which help is near the place you join from.", "we"),
    ),
    point(
        "online_consent_signed",
        forms=ONLINE,
        yes="You read and signed the form for meeting online.",
        no=Todo(
            "Read the form for meeting online with us. Ask what you like, and sign it if you agree.", "both"
        ),
    ),
    point(
        "no_recording_agreed",
        forms=ONLINE,
        yes="Nobody records the sessions.",
        no=Todo("Agree that nobody records the sessions, in sound, picture or text.", "both"),
    ),
    point(
        "ai_assistants_off",
        forms=ONLINE,
        yes="You turn off note apps and smart speakers in sessions.",
        no=Todo("Turn off note apps and smart speakers before each session.", "you"),
    ),
    point(
        "platform_compliant_with_baa",
        forms=ONLINE,
        no=Todo("We choose a program for our meetings that keeps your privacy.", "we"),
    ),
    point(
        "accepts_group_agreement",
        yes="You said yes to the group agreement.",
        no=Todo("Go through the group agreement with us. Tell us what you cannot say yes to.", "both"),
    ),
    point(
        "goals_agreed",
        yes="We agree on what you want to work on.",
        no=Todo("Find one or two goals with us, in your own words.", "both"),
    ),
    point(
        "tasks_agreed",
        yes="We agree on how the group works.",
        no=Todo("Let us explain what happens in a session. Tell us if it makes sense to you.", "both"),
    ),
    point(
        "can_attend_regularly",
        yes="You can come to the sessions week by week.",
        no=Todo("Look with us for a time at which you can come each time.", "both"),
    ),
    point(
        "bond_with_leader",
        no=Todo("Meet the leader once more before you start, and say what you still miss.", "both"),
        asks=False,
    ),
    point(
        "safety_plan",
        yes="You have a written plan for hard times. Keep it close to you.",
        no=Todo("Write down with us what you do when things get very hard.", "both"),
        asks=False,
    ),
    point(
        "dissociation",
        settle={
            each: Todo(
                "Agree on a sign you give when you feel far away, and on what brings you back.", "both"
            )
            for each in ("mild", "moderate", "severe")
        },
    ),
    point(
        "recovers_within_session",
        no=Todo("Agree on what you do in the hour after a hard session, and who calls you.", "both"),
        asks=False,
    ),
    point(
        "in_person_group_history",
        settle={
            "dropped_out": Todo("Tell us why you left a group before, and what would help you stay.", "both")
        },
    ),
    point(
        "group_harm",
        settle=dict.fromkeys(
            ("hurt_or_scapegoated", "asked_to_leave", "confidentiality_broken"),
            Todo("Tell us what hurt you in a group before, and what we can do better.", "both"),
        ),
    ),
    point(
        "knows_member_or_leader",
        settle=dict.fromkeys(
            ("member", "leader"), Todo("Talk with us about the person you know in the group.", "both")
        ),
    ),
)
"""The points of the sheet, in the order in which they are read."""

ASKED_ONLINE: tuple[str, ...] = (
    "Use headphones, so that nobody near you hears the others.",
    "Be alone. Nobody else may listen or look in, not even for a short time.",
    "Say where you are when the session starts, so that help can find you if you need it.",
    "Close other programs. Put your phone on silent. Have water and tissues near you.",
    "If the line drops, join again. If that does not work, wait for our call.",
)
"""What helps in each session online."""

ASKED_IN_ROOM: tuple[str, ...] = (
    "Come a few minutes early, so that you can arrive in peace.",
    "What the others tell stays in the group.",
    "Let us know when you cannot come.",
)
"""What helps in each session in a room."""

YOURS: tuple[str, ...] = (
    "You can ask us anything, at any time.",
    "You can say no to a question, and you can stop.",
    "It is fine to feel shy or nervous at first. Most people do.",
)
"""What is the person's own in any group."""
