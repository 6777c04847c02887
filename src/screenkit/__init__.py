"""screenkit: is a psychotherapy group, in person or online, right for this person now?

The public face: `load` a rule set, read answers, `assess` them. Each is imported when it is first used.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from screenkit.assessment import Assessment, Recommendation, Truth
    from screenkit.content.answers import read_answers
    from screenkit.content.load import load
    from screenkit.engine.assess import assess
    from screenkit.errors import Problem, ScreenkitError
    from screenkit.models.answers import Answers, NoAnswer
    from screenkit.models.content import Content

__version__ = "0.1.0"

__all__ = [
    "Answers",
    "Assessment",
    "Content",
    "NoAnswer",
    "Problem",
    "Recommendation",
    "ScreenkitError",
    "Truth",
    "__version__",
    "assess",
    "load",
    "read_answers",
]

_HOMES = {
    "Answers": "screenkit.models.answers",
    "Assessment": "screenkit.assessment",
    "Content": "screenkit.models.content",
    "NoAnswer": "screenkit.models.answers",
    "Problem": "screenkit.errors",
    "Recommendation": "screenkit.assessment",
    "ScreenkitError": "screenkit.errors",
    "Truth": "screenkit.assessment",
    "assess": "screenkit.engine.assess",
    "load": "screenkit.content.load",
    "read_answers": "screenkit.content.answers",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever the name stands for
    if name not in _HOMES:
        raise AttributeError(f"module 'screenkit' has no attribute '{name}'")
    import importlib  # noqa: PLC0415 - importing screenkit imports nothing

    return getattr(importlib.import_module(_HOMES[name]), name)
