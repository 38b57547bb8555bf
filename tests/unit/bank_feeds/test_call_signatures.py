import base64
import hashlib
import hmac

import pytest

from sandbank_server.service.signatures import SignedCall, base_string, encoded, signature

CALL = SignedCall(method="GET", url="https://Api.Example/Consumer/v1/AccessToken")


def test_the_signed_text_has_method_lower_case_url_parameters_and_nonce() -> None:
    assert base_string(CALL, "n o") == (
        "GET&https%3A%2F%2Fapi.example%2Fconsumer%2Fv1%2Faccesstoken&&n%20o"
    )


def test_parameters_are_encoded_sorted_and_joined() -> None:
    call = SignedCall(method="GET", url="u", parameters=(("b", "2"), ("a", "x y"), ("a", "1&")))

    assert base_string(call, "n") == "GET&u&a%3D1%2526%26a%3Dx%2520y%26b%3D2&n"


def test_a_body_is_signed_as_the_base64_of_its_bytes_after_the_parameters() -> None:
    call = SignedCall(method="POST", url="u", parameters=(("z", "1"),), body=b'{"a":1}')

    body = encoded(base64.b64encode(b'{"a":1}').decode())
    assert base_string(call, "n") == f"POST&u&{encoded(f'z=1&body={body}')}&n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [("!'()*", "%21%27%28%29%2A"), ("aZ9-._~", "aZ9-._~"), ("é", "%C3%A9"), ("+/ ", "%2B%2F%20")],
)
def test_only_unreserved_characters_stay_as_they_are(text: str, expected: str) -> None:
    assert encoded(text) == expected


def test_the_signature_is_hmac_sha1_with_the_key_and_null() -> None:
    text = base_string(CALL, "nonce").encode()
    expected = hmac.new(b"key-1&null", text, hashlib.sha1).digest()

    assert signature(CALL, "nonce", "key-1") == base64.b64encode(expected).decode()
