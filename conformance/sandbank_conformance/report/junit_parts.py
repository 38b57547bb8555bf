"""What every JUnit document of ours is made of."""

import re
from xml.etree.ElementTree import Element, indent, tostring

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def count(element: Element) -> None:
    """Write down how many cases there are within, and how they came out."""
    cases = list(element.iter("testcase"))
    element.set("tests", str(len(cases)))
    for plural, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        element.set(plural, str(sum(each.find(tag) is not None for each in cases)))
    element.set("time", f"{sum(float(each.get('time', '0')) for each in cases):.4f}")


def text(told: str) -> str:
    """What XML can hold: a character that it cannot is shown as its code."""
    return _NOT_XML.sub(lambda found: f"\\x{ord(found[0]):02x}", told)


def document(root: Element) -> str:
    """The whole document."""
    count(root)
    indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + tostring(root, encoding="unicode") + "\n"
