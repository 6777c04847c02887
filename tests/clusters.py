"""What tests of tables in Arrow and on Spark need beside Python; CI has all of it."""

import os
import shutil
from importlib.util import find_spec

import pytest

PACKAGES = ("pyspark", "pyarrow", "pandas")


def needed():
    """Leave a module of tests out where Java or the extra `spark` is missing; in CI that is a failure."""
    missing = [name for name in PACKAGES if not find_spec(name)]
    missing += [] if shutil.which("java") else ["java"]
    if missing and not os.environ.get("CI"):
        pytest.skip(f"needs {', '.join(missing)}: pip install '.[spark]', Java 17", allow_module_level=True)
    assert missing == []
