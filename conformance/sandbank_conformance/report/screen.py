"""Lines on a terminal or in a log: wrapped, coloured where that helps, obeyed by nobody."""

import os
import textwrap
from typing import IO

from sandbank_conformance.report.looks import Look
from sandbank_conformance.report.plain import encodable

RED, YELLOW, MAGENTA, CYAN, GREEN, BOLD = 31, 33, 35, 36, 32, 1


class Screen:
    """A stream of text with a look."""

    def __init__(self, out: IO[str], look: Look) -> None:
        self._out = out
        self._look = look

    def say(self, text: str = "") -> None:
        """One line."""
        self._write(f"{text}\n")

    def field(self, name: str, text: str, *, indent: int = 2) -> None:
        """A name and what there is to say of it, over as many lines as it takes."""
        head = f"{' ' * indent}{name:<9} " if name or indent == 2 else " " * indent
        self.say(
            textwrap.fill(
                " ".join(text.split()),
                self._look.width,
                initial_indent=head,
                subsequent_indent=" " * len(head),
                break_on_hyphens=False,
                break_long_words=False,
            )
        )

    def cut(self, text: str) -> str:
        """The text as far as a line goes."""
        width = self._look.width
        return text if len(text) <= width else f"{text[: width - 1]}…"

    def over(self, text: str) -> None:
        """Write over the line where the cursor stands."""
        self._write(f"\r\033[K{self.cut(text)}")

    def coloured(self, text: str, colour: int) -> str:
        """The text in a colour, where there are any."""
        return f"\033[{colour}m{text}\033[0m" if self._look.colours else text

    def _write(self, text: str) -> None:
        try:
            self._out.write(encodable(text, self._out))
            self._out.flush()
        except BrokenPipeError:
            # Nobody reads on, as in `sandbank verify … | head`; the run goes on all the same.
            os.dup2(os.open(os.devnull, os.O_WRONLY), self._out.fileno())
