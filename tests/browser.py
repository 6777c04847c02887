"""A headless Chromium that shows our pages, spoken to through two pipes; without it a test is skipped."""

import base64
import json
import os
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path

import pytest

CHROMIUM = ("chromium-headless-shell", "chromium")
AXE = Path(__file__).parent / "report" / "axe" / "node_modules" / "axe-core" / "axe.min.js"
HEIGHT = 900


def needed(found, what):
    """What a test needs; where it is missing the test is skipped, and in CI it fails."""
    if not found:
        missing = f"this test needs {what}"
        pytest.fail(missing) if os.environ.get("CI") else pytest.skip(missing)
    return found


class Browser:
    """One page of Chromium, over its debugging protocol: messages of JSON, each ended by a zero byte."""

    def __init__(self, told, tells):
        self._told, self._tells = told, tells
        self._count, self._session = 0, None
        target = self.do("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.do("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self.do("Page.enable")
        self.do("Page.setBypassCSP", enabled=True)  # for axe; our pages let no script run

    def do(self, method, **params):
        """Send one command and return its result."""
        self._count += 1
        message = {"id": self._count, "method": method, "params": params}
        if self._session:
            message["sessionId"] = self._session
        self._told.write(json.dumps(message).encode() + b"\0")
        self._told.flush()
        while (answer := self._next()).get("id") != self._count:
            pass
        assert "error" not in answer, f"{method}: {answer['error']}"
        return answer["result"]

    def show(self, html, *, width=1280, scheme="light", media="screen"):
        """Show a page at a width in CSS pixels, in one colour scheme."""
        self.do(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=HEIGHT,
            deviceScaleFactor=1,
            mobile=False,
        )
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        self.do("Emulation.setEmulatedMedia", media=media, features=features)
        frame = self.do("Page.getFrameTree")["frameTree"]["frame"]["id"]
        self.do("Page.setDocumentContent", frameId=frame, html=html)

    def run(self, script):
        """Return what a script comes to, awaited."""
        answer = self.do("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    def picture(self, **how):
        """Return a picture of the first screen of the page; `how` names format and quality."""
        return base64.b64decode(self.do("Page.captureScreenshot", **how)["data"])

    def _next(self):
        heard = bytearray()
        while (byte := self._tells.read(1)) != b"\0":
            assert byte, "the browser went away"
            heard += byte
        return json.loads(heard)


@contextmanager
def browser():
    """Start a browser, and end it."""
    program = needed(next(filter(None, map(shutil.which, CHROMIUM)), None), "Chromium")
    (reads, told), (tells, writes) = os.pipe(), os.pipe()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        command = [
            "bash", "-c", f'exec "$0" "$@" 3<&{reads} 4>&{writes}', program, "--headless",
            "--remote-debugging-pipe", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
            "--no-first-run", "--hide-scrollbars", f"--user-data-dir={home}",
        ]  # fmt: skip
        process = subprocess.Popen(command, pass_fds=(reads, writes), stderr=subprocess.DEVNULL)
        os.close(reads)
        os.close(writes)
        try:
            with os.fdopen(told, "wb") as to, os.fdopen(tells, "rb") as back:
                yield Browser(to, back)
        finally:
            process.kill()
            process.wait()
