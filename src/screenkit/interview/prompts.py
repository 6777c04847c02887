"""Show screens at a terminal and read keys, so that only what is pressed for a question can answer it."""

import contextlib
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from types import TracebackType
from typing import Self

from prompt_toolkit.application import Application
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.input import Input, create_input
from prompt_toolkit.input.typeahead import clear_typeahead
from prompt_toolkit.key_binding import KeyBindings, KeyPress, KeyPressEvent
from prompt_toolkit.keys import Keys
from prompt_toolkit.layout import FormattedTextControl, Layout, Window
from prompt_toolkit.output import ColorDepth, Output, create_output
from prompt_toolkit.styles import Style
from questionary import Question

from screenkit.interview.keys import Entry, Move, Reply, enter, offered, paste, press, refuse, rub_out
from screenkit.interview.layout import NEUTRAL, Screen, page

_GUARD = 0.05
_GUARD_FOR_SAFETY = 0.1
_QUIET = 0.1
_PAGE = 8
_STOP = frozenset({Keys.ControlC, Keys.ControlD})
_ENTER = frozenset({Keys.ControlM, Keys.ControlJ})
_STYLE = Style.from_dict({"strong": "bold"})
_AT_ONCE = 0.05
_MORE_THAN_FINGERS = 10
_PASTED_TEXT = "That came like pasted text. Press Enter to keep it."
_PASTED = "That came like pasted text, so nothing was recorded."


class Terminal:
    """One terminal for a whole interview; a context that gives the screen back as it was.

    `guard` is the factor on the short pauses in which no key counts; tests without a person set it to 0.
    """

    def __init__(self, keyboard: Input, output: Output, *, guard: float = 1) -> None:
        """Take a keyboard and an output."""
        self._keyboard = keyboard
        self._output = output
        self._guard = guard
        self._stack = contextlib.ExitStack()

    def __enter__(self) -> Self:
        """Take the screen."""
        self._stack.enter_context(self._keyboard.raw_mode())
        self._stack.enter_context(_kept_on_one_screen(self._output))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Give the screen back."""
        self._stack.close()

    def prompt(self, screen: Screen) -> Reply:
        """Show a screen and return what was chosen.

        Raises:
            KeyboardInterrupt: on Ctrl-C.
            EOFError: on Ctrl-D, or when the terminal is gone.

        """
        entry = Entry()
        while True:
            asked = self._prompt(screen, entry)
            reply = asked.run()
            if reply is not Move.CLEAR:
                return reply
            entry = asked.entry  # what was half typed is still there afterwards
            self._prompt(NEUTRAL, Entry()).run()

    def _prompt(self, screen: Screen, entry: Entry) -> "_Prompt":
        _forget_typed_ahead(self._keyboard)
        guard = self._guard * (_GUARD_FOR_SAFETY if screen.guarded else _GUARD)
        return _Prompt(screen, entry, self._keyboard, self._output, guard=guard)


def open_terminal() -> Terminal:
    """Return the terminal the program runs in."""
    return Terminal(create_input(sys.stdin), create_output(sys.stdout))


class _Prompt:
    """One screen and the keys pressed while it is shown."""

    def __init__(
        self, screen: Screen, entry: Entry, keyboard: Input, output: Output, *, guard: float
    ) -> None:
        self._screen = screen
        self.entry = entry
        self._burst = _Burst()
        self._top = 0
        self._deaf_until = time.monotonic() + guard
        bindings = KeyBindings()
        bindings.add(Keys.Any, eager=True)(self._take)
        self._output = output
        self._application: Application[Reply] = Application(
            layout=Layout(Window(FormattedTextControl(self._shown, focusable=True, show_cursor=True))),
            key_bindings=bindings,
            style=_STYLE,
            color_depth=ColorDepth.DEPTH_1_BIT,
            include_default_pygments_style=False,
            enable_page_navigation_bindings=False,
            full_screen=True,
            erase_when_done=True,
            input=keyboard,
            output=output,
        )
        self._application.ttimeoutlen = 0.1

    def run(self) -> Reply:
        # questionary runs the question; its ready-made prompts are not used, since Enter alone answers them
        reply: Reply = Question(self._application).unsafe_ask()
        return reply

    def _shown(self) -> StyleAndTextTuples:
        size = self._output.get_size()
        laid_out = page(self._screen, self.entry, columns=size.columns, rows=size.rows, top=self._top)
        self._top = min(self._top, laid_out.furthest)
        shown: StyleAndTextTuples = []
        for number, line in enumerate(laid_out.lines):
            row, column = laid_out.cursor
            style = "class:strong" if line.style == "strong" else ""
            shown.append((style, line.text[:column] if number == row else line.text))
            if number == row:
                shown += [("[SetCursorPosition]", ""), (style, line.text[column:])]
            shown.append(("", "\n"))
        return shown[:-1]

    def _take(self, event: KeyPressEvent) -> None:
        """Take one key; an error must reach the caller, and not the screen."""
        try:
            self._act(event.key_sequence[0], event)
        except Exception as error:  # noqa: BLE001 - prompt_toolkit would print the traceback
            event.app.exit(exception=error)

    def _act(self, key: KeyPress, event: KeyPressEvent) -> None:
        match key.key:
            case Keys.ControlC | Keys.SIGINT:
                event.app.exit(exception=KeyboardInterrupt)
            case Keys.ControlD:
                event.app.exit(exception=EOFError)
            case Keys.Tab if self._screen is not NEUTRAL:
                event.app.exit(result=Move.CLEAR)
            case _ if self._is_deaf():
                pass
            case Keys.Escape:
                _drop_what_follows(event)  # what comes at the same instant belongs to an escape sequence
                self.entry = self.entry if self._screen.ask.is_text else Entry()
            case Keys.BracketedPaste if self._screen.ask.is_text:
                self.entry = paste(self.entry, key.data)
            case Keys.BracketedPaste:
                self._refuse_paste(event)
            case Keys.ControlM | Keys.ControlJ:
                self._confirm(event)
            case Keys.Left if offered(self._screen.ask, Move.BACK) and not self._screen.ask.is_text:
                event.app.exit(result=Move.BACK)
            case _:
                self._type(key.key)

    def _type(self, key: Keys | str) -> None:
        match key:
            case Keys.Backspace:
                self.entry = rub_out(self.entry)
            case Keys.ControlU:
                self.entry = Entry()
            case Keys.PageDown | Keys.Down:
                self._top += 1 if key is Keys.Down else _PAGE
            case Keys.PageUp | Keys.Up:
                self._top = max(self._top - (1 if key is Keys.Up else _PAGE), 0)
            case Keys():
                pass
            case _:
                self._burst.take()
                self.entry = press(self._screen.ask, self.entry, key)

    def _confirm(self, event: KeyPressEvent) -> None:
        more_follows = any(each.key not in _ENTER | _STOP for each in event.key_processor.input_queue)
        if self._screen.ask.is_text and (more_follows or self._burst.is_pasted()):
            self._burst.take(_MORE_THAN_FINGERS)
            self.entry = replace(paste(self.entry, "\n"), says=_PASTED_TEXT)
            return
        if more_follows:
            self._refuse_paste(event)  # nobody goes on typing within the same instant
            return
        outcome = enter(self._screen.ask, self.entry)
        if isinstance(outcome, Entry):
            self.entry = outcome
        else:
            event.app.exit(result=outcome)

    def _refuse_paste(self, event: KeyPressEvent) -> None:
        _drop_what_follows(event)
        self.entry = refuse(self._screen.ask, _PASTED)
        self._deaf_until = time.monotonic() + _QUIET

    def _is_deaf(self) -> bool:
        """Say whether keys do not count yet; as long as they keep coming, they do not."""
        now = time.monotonic()
        if now >= self._deaf_until:
            return False
        self._deaf_until = max(self._deaf_until, now + _QUIET / 2)
        return True


class _Burst:
    """How many keys came faster than fingers type: a line break among them belongs to pasted text."""

    def __init__(self) -> None:
        self._keys = 0
        self._last = 0.0

    def take(self, keys: int = 1) -> None:
        """Count a key, or as many as tell that a paste is going on."""
        now = time.monotonic()
        self._keys = keys + (self._keys if now - self._last < _AT_ONCE else 0)
        self._last = now

    def is_pasted(self) -> bool:
        """Say whether what comes now comes in the same rush as text before it."""
        return self._keys >= _MORE_THAN_FINGERS and time.monotonic() - self._last < _AT_ONCE


def _drop_what_follows(event: KeyPressEvent) -> None:
    """Forget the keys that came at the same instant, other than those that stop."""
    queue = event.key_processor.input_queue
    stops = [each for each in queue if each.key in _STOP]
    queue.clear()
    queue.extend(stops)


@contextlib.contextmanager
def _kept_on_one_screen(output: Output) -> Iterator[None]:
    """Stay on the terminal's second screen from prompt to prompt: nothing flickers, nothing stays behind."""
    enter_screen, leave_screen = output.enter_alternate_screen, output.quit_alternate_screen
    enter_screen()
    output.enter_alternate_screen = output.cursor_goto  # type: ignore[method-assign]
    output.quit_alternate_screen = _nothing  # type: ignore[method-assign]
    try:
        yield
    finally:
        output.enter_alternate_screen = enter_screen  # type: ignore[method-assign]
        output.quit_alternate_screen = leave_screen  # type: ignore[method-assign]
        output.erase_screen()
        leave_screen()
        output.flush()


def _nothing() -> None:
    """Stay where we are."""


def _forget_typed_ahead(keyboard: Input) -> None:
    """Throw away what was typed before the question stood there."""
    clear_typeahead(keyboard)
    with contextlib.suppress(ImportError, OSError):
        import termios  # noqa: PLC0415 - not on every system

        with contextlib.suppress(termios.error):
            termios.tcflush(keyboard.fileno(), termios.TCIFLUSH)
