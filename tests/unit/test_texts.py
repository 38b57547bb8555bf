"""What counts as empty: exactly what the documents' pattern refuses."""

import jsonschema_rs
from hypothesis import example, given
from hypothesis import strategies as st

from sandbank_server.domain.texts import is_blank

NON_BLANK = jsonschema_rs.Draft202012Validator({"type": "string", "pattern": r"\S"})
TEXTS = st.text(
    st.sampled_from("\x1c\x1f\x85\x0b\x0c\t \u00a0\u2028\u3000\ufeff\u200b\u180ea"), max_size=4
)


@given(st.text(max_size=4) | TEXTS)
@example("\x1c\x1c")
@example("\u0085")
@example("\ufeff")
def test_a_text_is_blank_when_the_documents_refuse_it(text: str) -> None:
    assert is_blank(text) is not NON_BLANK.is_valid(text)
