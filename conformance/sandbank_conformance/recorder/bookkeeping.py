"""Each call judged, told, counted and written down, in the order in which calls end."""

from sandbank_conformance.judge.secrecy import Masks
from sandbank_conformance.recorder.calls import Passed
from sandbank_conformance.recorder.covering import Cover, cover_of
from sandbank_conformance.recorder.entries import written
from sandbank_conformance.recorder.har_file import HarFile
from sandbank_conformance.recorder.judging import Judge, Recorded
from sandbank_conformance.recorder.tally import Tally
from sandbank_conformance.recorder.telling import Telling


class Bookkeeper:
    """Takes note of calls; whatever goes wrong with that is told, and the next one is noted."""

    def __init__(self, judge: Judge, telling: Telling, har: HarFile | None) -> None:
        self._judge = judge
        self._telling = telling
        self._har = har
        self._known = Masks()
        self._trouble = ""
        self.tally = Tally()

    def note(self, passed: Passed) -> None:
        """Take note of a call."""
        try:
            recorded = self._judge.judge(passed)
            cover = cover_of(recorded, self._known)
            self.tally.add(recorded)
            self._telling.call(recorded, cover.text)
            self._write(recorded, cover)
        except Exception as error:
            # Calls go through whatever becomes of their judgement; this one is missed aloud.
            self.tally.lost += 1
            told = f"{type(error).__name__} over {passed.method}: {error}"
            self._telling.trouble(f"a call could not be judged ({told[:300]})")

    def _write(self, recorded: Recorded, cover: Cover) -> None:
        if self._har is None:
            return
        try:
            self._har.add(written(recorded, cover))
        except OSError as error:
            self.tally.lost += 1
            told = f"the HAR cannot be written: {error.strerror}; calls go on without it"
        else:
            told = "the HAR is written again" if self._trouble else ""
        if told != self._trouble and told:
            self._telling.trouble(told)
        self._trouble = told if told.startswith("the HAR cannot") else ""

    def end(self) -> int:
        """Tell what it came to; the exit status."""
        har = ""
        if self._har is not None:
            self._har.close()
            har = f"{self._har.path} holds {self._har.entries} of {self.tally.calls} calls."
        self._telling.end(self.tally, har)
        return self.tally.status
